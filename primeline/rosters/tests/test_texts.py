"""People in texts about duties: a roster is of no account, so those of accounts a text names."""

import pytest

from primeline.audit.models import Act
from primeline.kit.errors import Refused
from primeline.privacy.tests.people import mei
from primeline.rosters import actions, queries
from primeline.rosters.models import DutyNote, Roster
from primeline.rosters.tests.duties import a_roster, a_technician, reach, shift_of, taking_turns
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, mira

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2")]


def noted(roster: Roster, text: str) -> DutyNote:
    return actions.write_note(
        roster=roster, text=text, reach=reach(greta()), by=greta(), at=TUESDAY_10AM
    )


def test_a_note_holds_people_of_the_accounts_it_names_sealed() -> None:
    mei()
    roster, number = a_roster(), harbor_bank().number

    note = noted(roster, f"{number.lower()}: 张美丽 called twice.")

    assert "张美丽" not in DutyNote.objects.filter(pk=note.pk).values_list("text", flat=True)[0]
    assert note.text == f"{number.lower()}: 张** called twice."
    assert noted(roster, "张美丽 of nobody's account").text == "张美丽 of nobody's account"
    for text, told in (("call 13912345678", "mobile"), ("x" * 2001, "2000 characters")):
        with pytest.raises(Refused, match=told) as refused:
            noted(roster, text)
        assert refused.value.field == "text"


def test_a_reason_to_give_a_shift_away_does_too_in_the_act_as_well() -> None:
    mei()
    roster, first = a_roster(), a_technician("tech")
    taking_turns(roster, first, a_technician("tech2"))
    said = f"{harbor_bank().number} 张美丽"

    swap = actions.offer_shift(
        shift=shift_of(first),
        to_person=None,
        customer_ids=queries.accounts_named(said, reach(greta())),
        by=first,
        at=TUESDAY_10AM,
        reason=said,
    )

    assert swap.reason == f"{harbor_bank().number} 张**"
    assert Act.objects.get(kind="rosters.offer_shift").reason == f"{harbor_bank().number} ***"


def test_only_accounts_within_reach_are_named() -> None:
    bank, mills = harbor_bank(), lake_mills()
    text = f"{bank.number}、{mills.number}; C-00000019 X{bank.number} M0000000"

    assert queries.accounts_named(text, reach(greta())) == [bank.pk]
    assert queries.accounts_named(text, reach(mira())) == [mills.pk]
    assert queries.accounts_named("nothing 12345678", reach(greta())) == []
