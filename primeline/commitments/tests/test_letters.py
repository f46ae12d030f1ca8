"""Instructions down and reports up: an answer is owed until it is given, or somebody is let off."""

from typing import Any

import pytest

from primeline.commitments import actions, queries
from primeline.commitments.choices import CommitmentStatus, LetterKind
from primeline.commitments.tests.owing import DAY, fresh, install
from primeline.commitments.values import Draft, Enclosure
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM, greta, nora, paul, tina
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


@pytest.mark.row("A6")
class TestLetters:
    def test_go_down_and_up_and_an_answer_is_owed(self) -> None:
        down = Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.east_province(),
            to_unit=cast.harbor_branch(),
            title="Call all banks",
            text="Before Friday.",
            due_at=TUESDAY_10AM + 3 * DAY,
        )
        reach = reach_now(paul(), at=TUESDAY_10AM)
        letter = actions.write_letter(draft=down, reach=reach, by=paul(), at=TUESDAY_10AM)
        owed = queries.owed_by(reach_now(greta(), at=TUESDAY_10AM)).get()
        assert (owed.what, owed.due_at) == ("Call all banks", TUESDAY_10AM + 3 * DAY)
        assert not queries.owed_by(reach_now(tina(), at=TUESDAY_10AM)).exists()
        actions.answer_letter(
            letter=letter,
            text="Done.",
            reach=reach_now(greta(), at=TUESDAY_10AM),
            by=greta(),
            at=TUESDAY_10AM + DAY,
        )
        assert fresh(owed).status == CommitmentStatus.DONE
        with pytest.raises(Refused):
            actions.answer_letter(
                letter=letter,
                text="Too.",
                reach=reach_now(greta(), at=TUESDAY_10AM),
                by=greta(),
                at=TUESDAY_10AM + DAY,
            )

    def test_go_to_many_at_once_and_are_done_by_an_answer_alone(self) -> None:
        draft = Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.east_province(),
            to_unit=cast.east_province(),
            title="Call all banks",
            text="Before Friday.",
        )
        province, lead = (reach_now(one, at=TUESDAY_10AM) for one in (paul(), greta()))
        sent: dict[str, Any] = {"draft": draft, "by": paul(), "at": TUESDAY_10AM}
        units = [cast.harbor_branch(), cast.hill_branch()]
        with pytest.raises(Refused, match="units below"):
            actions.write_letters(to_units=[*units, cast.lake_branch()], reach=province, **sent)
        here, there = actions.write_letters(to_units=units, reach=province, **sent)
        owed = queries.standing_of([here, there])[here.pk]
        by: dict[str, Any] = {"reach": lead, "by": greta(), "at": TUESDAY_10AM}

        with pytest.raises(Refused, match="by answering it"):
            actions.keep_commitment(commitment=owed, by=greta(), at=TUESDAY_10AM)
        with pytest.raises(Refused, match="Only whoever leads"):
            actions.answer_letter(letter=there, text="For them.", **by)
        with pytest.raises(Refused, match="attach it as a file"):
            actions.answer_letter(letter=here, text=" ", **by)
        with pytest.raises(Refused, match="do not lead"):
            actions.reassign_matters(
                versions={queries.standing_of([there])[there.pk].pk: 1}, to_person=nora(), **by
            )
        actions.reassign_matters(versions={owed.pk: owed.version}, to_person=nora(), **by)
        scan = Enclosure(name="banks.pdf", content=stream(pdf()))
        hers = by | {"by": nora(), "reach": reach_now(nora(), at=TUESDAY_10AM)}
        actions.answer_letter(letter=here, text="", enclosure=scan, **hers)

        assert fresh(owed).status == CommitmentStatus.DONE
        found = queries.sent_together(province, there)
        assert [one.answered_at is not None for one in found] == [True, False]
        assert found[0].answer_file_name == "banks.pdf"
        assert queries.sent_together(lead, here) == [here]

    def test_are_read_and_answered_by_who_was_given_them(self) -> None:
        draft = Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.east_province(),
            to_unit=cast.harbor_branch(),
            title="Call all banks",
            text="Before Friday.",
        )
        by: dict[str, Any] = {"reach": reach_now(paul(), at=TUESDAY_10AM), "at": TUESDAY_10AM}
        letter = actions.write_letter(draft=draft, by=paul(), **by)
        owed = queries.standing_of([letter])[letter.pk]
        mira = reach_now(cast.mira(), at=TUESDAY_10AM)
        assert not queries.letters_of(mira).exists()

        actions.reassign_matters(versions={owed.pk: 1}, to_person=cast.mira(), by=paul(), **by)
        assert queries.get_letter(mira, letter.pk) == letter
        actions.answer_letter(
            letter=letter, text="Done.", reach=mira, by=cast.mira(), at=TUESDAY_10AM
        )

        assert fresh(owed).status == CommitmentStatus.DONE
        assert queries.get_letter(mira, letter.pk).answer == "Done."

    def test_go_neither_sideways_nor_up_as_instructions(self) -> None:
        for to_unit in (cast.hill_branch(), cast.east_province(), cast.harbor_branch()):
            draft = Draft(
                kind=LetterKind.INSTRUCTION,
                from_unit=cast.harbor_branch(),
                to_unit=to_unit,
                title="x",
                text="x",
            )
            with pytest.raises(Refused):
                actions.write_letter(
                    draft=draft,
                    reach=reach_now(greta(), at=TUESDAY_10AM),
                    by=greta(),
                    at=TUESDAY_10AM,
                )
