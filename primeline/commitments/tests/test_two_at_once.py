"""One matter given to two people at once: one gets it, and the other giver is told."""

from functools import partial

import pytest
from django.db import IntegrityError

from primeline.commitments import actions, queries
from primeline.commitments.choices import OfferStatus
from primeline.commitments.models import Offer
from primeline.commitments.tests.owing import a_matter, fresh, install
from primeline.kit.errors import Refused
from primeline.testing.at_once import at_once
from primeline.testing.cast import TUESDAY_10AM, greta, lin, paul

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("E5")]


def test_a_matter_offered_to_two_people_at_once_is_on_offer_to_one() -> None:
    install()
    matter = a_matter("VISIT")
    offering = partial(
        actions.offer_matter, commitment=matter, by=lin(), at=TUESDAY_10AM, reason="away"
    )

    done, raised = at_once(
        [partial(offering, to_person=greta()), partial(offering, to_person=paul())]
    )

    assert len(done) == len(raised) == 1
    # Pages say of the second that somebody stored the same at the same moment.
    assert isinstance(raised[0], (Refused, IntegrityError))
    (offer,) = Offer.objects.filter(commitment=matter, status=OfferStatus.OFFERED)
    actions.accept_offer(offer=offer, by=offer.to_person, at=TUESDAY_10AM)
    assert queries.owner_id_of(fresh(matter)) == offer.to_person_id
