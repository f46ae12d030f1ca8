"""A suggestion of a customer: a department answers, the manager tells; both owed, each once."""

from collections.abc import Callable
from typing import Any

import pytest

from primeline.commitments import actions, queries
from primeline.commitments.choices import CommitmentStatus, LetterKind
from primeline.commitments.models import Commitment, Gap, Letter
from primeline.commitments.tests.owing import HOUR, fresh, install
from primeline.commitments.tests.test_gaps import in_force
from primeline.customers import queries as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.models import TimelineLine
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Reach
from primeline.testing.cast import (
    TUESDAY_10AM,
    east_province,
    greta,
    harbor_bank,
    hill_branch,
    hugo,
    lake_branch,
    lin,
    mira,
    nora,
    paul,
    walt,
    west_province,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("F7")]

WORDS = "Split the bill by branch.\nWe add it up by hand every month."


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def suggested(to_unit: Unit, *, by: Person | None = None, **more: Any) -> Letter:
    facts: dict[str, Any] = {"customer": harbor_bank(), "text": WORDS} | more
    return actions.take_suggestion(to_unit=to_unit, by=by or lin(), at=TUESDAY_10AM, **facts)


def reach(person: Person) -> Reach:
    return reach_now(person, at=TUESDAY_10AM)


def answered(letter: Letter, by: Person, **more: Any) -> None:
    said: dict[str, Any] = {"text": "From January on.", "at": TUESDAY_10AM + HOUR} | more
    actions.answer_letter(letter=letter, reach=reach(by), by=by, **said)


def owed(step: str) -> Commitment:
    return Commitment.objects.get(step__code=step)


def test_the_department_above_answers_and_the_manager_tells_the_customer() -> None:
    letter = suggested(east_province())
    answer = owed("SUGGESTION_ANSWER")
    assert (letter.title, letter.from_unit, answer.what) == (
        "Split the bill by branch.", greta().home_unit, letter.title,
    )  # fmt: skip
    # Owed by the department, not by the manager, and done by the answer alone.
    assert answer in queries.owed_by(reach(paul()))
    assert answer not in queries.owed_by(reach(lin()))
    for other in (lin(), greta(), walt()):
        with pytest.raises(Refused, match="Only whoever leads"):
            answered(letter, other)
    with pytest.raises(Refused, match="by answering it"):
        actions.keep_commitment(commitment=answer, by=paul(), at=TUESDAY_10AM)

    answered(letter, paul())

    with pytest.raises(Refused, match="Somebody has answered"):
        answered(letter, paul(), text="Again.")
    assert fresh(answer).status == CommitmentStatus.DONE
    telling = owed("ASKED")
    assert telling in queries.owed_by(reach(lin()))
    # From the answer on, and the words stand with it.
    assert telling.opened_at == TUESDAY_10AM + HOUR
    shown = queries.letter_of(telling)
    assert shown is not None
    assert (shown.text, shown.answer) == (WORDS, "From January on.")
    actions.keep_commitment(
        commitment=telling, by=lin(), at=TUESDAY_10AM + 2 * HOUR, reason="Called."
    )
    kinds = TimelineLine.objects.filter(
        customer=harbor_bank(), subject_id__in=[answer.pk, telling.pk]
    ).order_by("pk")
    assert [(one.kind, one.words["step"]) for one in kinds] == [
        (TimelineKind.MATTER_OPENED, "SUGGESTION_ANSWER"),
        (TimelineKind.MATTER_KEPT, "SUGGESTION_ANSWER"),
        (TimelineKind.MATTER_OPENED, "ASKED"),
        (TimelineKind.MATTER_KEPT, "ASKED"),
    ]


def test_to_a_department_elsewhere_the_account_is_open_until_it_has_answered() -> None:
    assert not customers.visible_to(reach(hugo())).filter(pk=harbor_bank().pk).exists()
    letter = suggested(hill_branch())
    mine = queries.owed_by(reach(hugo()))
    assert [(one.step.code, one.person) for one in mine] == [("SUGGESTION_ANSWER", hugo())]
    listed = queries.letters_of(reach(hugo()), kind=LetterKind.SUGGESTION)
    assert [one.text for one in listed] == [WORDS]

    answered(letter, hugo())

    assert not queries.letters_of(reach(hugo())).exists()
    assert owed("ASKED") in queries.owed_by(reach(lin()))
    # Who reaches the account reads both, and what became of it; nobody else anything.
    assert list(queries.letters_of(reach(greta()))) == [letter]
    assert queries.telling_of(reach(greta()), [fresh_letter(letter)]).keys() == {letter.pk}
    for stranger in (mira(), walt()):
        assert not queries.letters_of(reach(stranger)).exists()


def fresh_letter(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_nothing_is_lost_where_no_rule_says_by_when_the_customer_is_told() -> None:
    letter = suggested(east_province())
    in_force(without="ASKED")
    answered(letter, paul())
    assert [one.what for one in Gap.objects.filter(step__code="ASKED")] == [letter.title]
    assert owed("ASKED") in queries.owed_by(reach(lin()))


def test_senseless_wishes_are_refused_and_leave_nothing_behind() -> None:
    wishes: dict[str, Callable[[], Letter]] = {
        "Write down what": lambda: suggested(east_province(), text=" \n"),
        "Nobody who leads this unit": lambda: suggested(lake_branch()),
        # Nora does not reach the account, so she opens it to nobody.
        "Choose another department": lambda: suggested(west_province(), by=nora()),
    }
    for said, wish in wishes.items():
        with pytest.raises(Refused, match=said):
            wish()
    assert not Letter.objects.exists()
    assert not Commitment.objects.exists()
