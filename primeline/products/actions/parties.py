"""Who else takes part in a contract."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import TimelineKind
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products import rules
from primeline.products.actions.contracts import tell_of
from primeline.products.models import Agreement, AgreementParty
from primeline.products.values import Party


@deed("products.add_party")
def add_party(*, agreement: Agreement, party: Party, by: Actor, at: datetime) -> AgreementParty:
    """Name somebody else who takes part in a contract.

    :raises Refused: if it is nobody, the account itself, or stands there already
    """
    rules.check_party(party, account_id=agreement.customer_id)
    facts = {"role": party.role, "name": party.name.strip(), "customer_id": party.customer_id}
    if AgreementParty.objects.filter(agreement=agreement, ended_at=None, **facts).exists():
        raise Refused(_("They take part in this way already."), field="name")
    added = AgreementParty.objects.create(agreement=agreement, added_at=at, **facts)
    # The timeline says only as what: not everybody who reads it may see that account.
    tell_of(agreement, TimelineKind.PARTY_ADDED, {"role": party.role}, by=by, at=at)
    return added


@deed("products.end_party")
def end_party(
    *, party: AgreementParty, version: int, reason: str, by: Actor, at: datetime
) -> AgreementParty:
    """Record that somebody no longer takes part in a contract.

    :raises Refused: if that is on record already, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if party.ended_at is not None:
        raise Refused(_("They no longer take part already."))
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    save_changes(AgreementParty, pk=party.pk, version=version, changes={"ended_at": at})
    party.refresh_from_db()
    words = {"role": party.role, "reason": reason}
    tell_of(party.agreement, TimelineKind.PARTY_ENDED, words, by=by, at=at)
    return party
