"""The pane of a timeline: which topics a reader is offered, and that every kind has its words."""

from pathlib import Path

import pytest

from primeline.commitments import actions as commitments
from primeline.commitments.values import Owed, Subject
from primeline.customers.choices import TimelineKind, TimelineTopic
from primeline.kit.deeds import System
from primeline.products.actions import install_reference
from primeline.staff.models import Person
from primeline.standards.actions import install_standards
from primeline.testing.cast import TUESDAY_10AM, a_counter, greta, harbor_bank, lin, tom
from primeline.testing.doors import signed_in
from primeline.web.accounts import timeline

TEMPLATES = Path(timeline.__file__).parents[1] / "templates/web/accounts"


def test_every_kind_has_words_of_its_own() -> None:
    said = "".join(
        (TEMPLATES / name).read_text() for name in ("sentences.html", "work_sentences.html")
    )

    assert not [kind for kind in TimelineKind if f'kind == "{kind.value}"' not in said]


@pytest.mark.row("A2", "B6")
@pytest.mark.engine("sqlite")
@pytest.mark.django_db
def test_offers_and_tells_only_what_is_open_to_the_reader() -> None:
    bank = harbor_bank()
    install_reference(by=System("test"), at=TUESDAY_10AM)
    install_standards(by=System("test"), at=TUESDAY_10AM)
    owed = Owed(step="COMPLAINT_REPLY", subject=Subject("test", 1), customer_id=bank.pk)
    matter = commitments.open_commitment(owed=owed, by=lin(), at=TUESDAY_10AM)

    def shown(person: Person, query: str = "") -> str:
        answer = signed_in(person).get(f"/accounts/{bank.number}/timeline/{query}")
        return answer.content.decode()

    def offered(page: str) -> set[str]:
        return {topic for topic in TimelineTopic.values if f'value="{topic}"' in page}

    everything = set(TimelineTopic.values)
    counter = a_counter("counter", bank)
    manager, lead, outside = shown(lin()), shown(greta()), shown(counter)
    assert offered(lead) == everything
    assert offered(manager) == everything - {"RESTRICTION"}
    assert offered(shown(tom())) == everything - {"RESTRICTION", "LOOKS"}
    assert offered(outside) == {
        "ACCOUNT", "MANAGERS", "CONTACTS", "SUBSCRIPTIONS", "SITES", "MONEY"
    }  # fmt: skip
    assert "Complaint reply" in manager
    assert matter.number in shown(lin(), "?topic=MATTERS")
    assert matter.number not in outside + shown(counter, "?topic=MATTERS")
