"""Which account is the subsidiary of which, from files and back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.customers import actions as customers
from primeline.customers import structures
from primeline.customers.models import Customer, GroupLink, TimelineLine
from primeline.imports.choices import Extent, Target
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.models import Batch
from primeline.imports.papers import template
from primeline.imports.processing import Findings
from primeline.imports.runs import undo_batch
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.staff.queries import reach_of
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.row("B9", "B13")

HEADINGS = "客户编号|上级客户编号|隶属起始日期|付费客户编号"


@pytest.fixture
def house(db: None) -> None:
    """Twelve accounts of one branch: KH-0 to KH-11."""
    reference()
    accounts = [(f"KH-{n}", f"客户 {n}", "ORGANIZATION") for n in range(12)]
    Desk().bring(csv_file(("客户编号", "客户名称", "客户类型"), *accounts))


def bring(*rows: str, person: Any = None) -> Findings:
    """Bring rows in with bars between their cells; write those that are sound."""
    content = csv_file(HEADINGS.split("|"), *(row.split("|") for row in rows))
    return Desk(person).bring(content, target=Target.GROUPS, extent=Extent.VALID)


def told(findings: Findings) -> str:
    return " ".join(sentence_of(one) for found in findings.problems.values() for one in found)


def take_back(number: int) -> Batch:
    """Take the batch with this place among those of groups back."""
    batch, person = Batch.objects.filter(target="GROUPS").order_by("id")[number], cast.sara()
    reach = reach_of(person, at=TUESDAY_10AM)
    return undo_batch(batch=batch, reach=reach, by=person, at=TUESDAY_10AM)


def ties() -> dict[str, tuple[str, str]]:
    """Return the account above each and its head, and see that every head is the right one."""
    links = GroupLink.objects.filter(active_to=None)
    ids = dict(links.values_list("child", "parent"))
    assert dict(links.values_list("child", "head")) == structures.heads(ids)
    names = ("child__external_id", "parent__external_id", "head__external_id")
    return {child: (parent, head) for child, parent, head in links.values_list(*names)}


@pytest.mark.usefixtures("house")
class TestGroups:
    def test_come_in_any_order_once_move_and_go_back(self) -> None:
        rows = ("KH-3|KH-2||", "KH-1|KH-0|2020-01-01|KH-0", "KH-2|KH-1||KH-2")

        found = bring(*rows)

        assert (told(found), found.new) == ("", 3)
        assert guess_target(HEADINGS.split("|")) == Target.GROUPS
        assert ties() == {"KH-3": ("KH-2", "KH-0"), "KH-2": ("KH-1", "KH-0"),
                          "KH-1": ("KH-0", "KH-0")}  # fmt: skip
        link = GroupLink.objects.get(child__external_id="KH-1")
        assert (link.active_from, link.payer == link.parent) == (date(2020, 1, 1), True)
        assert TimelineLine.objects.filter(kind="GROUP_JOINED").count() == 3
        assert TimelineLine.objects.filter(kind="GROUP_PAYER").count() == 1
        assert bring(*rows).unchanged == 3

        # All below come along, and are no longer paid by the former head.
        moved = bring("KH-1|KH-9|2024-01-01|")
        assert (moved.changed, [one["after"] for one in moved.changes][-1:]) == (
            1, [Customer.objects.get(external_id="KH-9").number],
        )  # fmt: skip
        assert ties()["KH-3"] == ("KH-2", "KH-9")
        assert bring("KH-1|KH-9||KH-9").changed == 1
        assert bring("KH-1|KH-9||KH-1").changed == 1

        take_back(4), take_back(3)
        # What others changed in this place since was put back, so the one before goes back too.
        assert take_back(2).undone["group_link"] == {"void": 1, "restored": 1, "left": 0}
        assert ties()["KH-1"] == ("KH-0", "KH-0")

    def test_taken_back_are_as_before_and_come_in_anew(self) -> None:
        bring("KH-1|KH-0||", "KH-2|KH-1||")
        bring("KH-1|KH-5||", "KH-5|KH-6||")
        assert ties()["KH-2"] == ("KH-1", "KH-6")

        assert take_back(1).undone["group_link"] == {"void": 2, "restored": 1, "left": 0}
        assert ties() == {"KH-1": ("KH-0", "KH-0"), "KH-2": ("KH-1", "KH-0")}
        # The second file has moved one of them since, there and back.
        assert take_back(0).undone["group_link"] == {"void": 2, "restored": 0, "left": 0}
        assert ties() == {}
        assert bring("KH-2|KH-1||").new == 1

    def test_do_not_go_back_into_a_circle(self) -> None:
        bring("KH-1|KH-0||")
        bring("KH-1|KH-5||")
        account = {n: Customer.objects.get(external_id=f"KH-{n}") for n in (0, 1)}
        customers.join_group(
            child=account[0], parent=account[1], from_date=TUESDAY_10AM.date(), by=cast.sara(),
            at=TUESDAY_10AM,
        )  # fmt: skip

        assert take_back(1).undone["group_link"]["left"] == 1
        assert ties() == {"KH-0": ("KH-1", "KH-1")}

    def test_rows_say_what_is_wrong(self) -> None:
        bring("KH-1|KH-0||")
        number = Customer.objects.get(external_id="KH-8").number
        found = bring(
            "KH-0|KH-1||",
            "KH-2|KH-2||",
            "KH-3|KH-4||", "KH-4|KH-5||", "KH-5|KH-3||",
            "KH-6|||",
            "KH-6|KH-99||",
            "KH-98|KH-0||",
            "KH-7|KH-0|2099-01-01|",
            "KH-8|KH-0||KH-11",
            f"{number}|KH-0||",
            "KH-9|KH-0||",
            "KH-9|KH-1||",
            "KH-10|KH-0|gestern|",
            f"KH-10|{'长' * 65}||",
        )  # fmt: skip

        for part in (
            "round in circles", "Something is missing", "no account “KH-99”", "no account “KH-98”",
            "yet to come", "same group can pay", "another number of this account", "Keep one",
            "is not a day", "at most 64",
        ):  # fmt: skip
            assert part in told(found), part
        assert (found.new, found.faulty) == (1, 14)
        assert ties() == {"KH-1": ("KH-0", "KH-0"), "KH-9": ("KH-0", "KH-0")}

    def test_a_group_has_eight_levels(self) -> None:
        found = bring(*(f"KH-{n}|KH-{n - 1}||" for n in range(11, 0, -1)))

        assert "more than 8 levels" in told(found)
        assert len(ties()) == 11 - found.faulty
        assert max(map(len, structures._all_above(_ids()).values())) == 7

    def test_of_others_are_not_reached(self) -> None:
        headings, example = template(Target.GROUPS, reader="greta")
        example[:2] = "KH-1", "KH-0"
        content = csv_file(headings, example)

        outsider = Desk(cast.walt()).bring(content, target=Target.GROUPS, extent=Extent.VALID)
        found = Desk().bring(content, target=Target.GROUPS, extent=Extent.VALID)

        assert "no account" in told(outsider)
        assert (told(found), found.new) == ("", 1)


def _ids() -> dict[int, int]:
    return dict(GroupLink.objects.filter(active_to=None).values_list("child", "parent"))


FEW = st.integers(0, 15)
TIES = st.dictionaries(FEW, FEW, max_size=14)


@given(old=TIES, new=TIES)
def test_whatever_can_stand_together_stands(old: dict[int, int], new: dict[int, int]) -> None:
    for one in structures.unplaceable(old, {}):
        del old[one]
    wrong = structures.unplaceable(new, old)
    stands = {**old, **{one: upper for one, upper in new.items() if one not in wrong}}

    for one, upper in stands.items():
        assert one not in {upper, *structures.above(upper, stands)}
        assert len(structures.above(one, stands)) < structures.MOST_LEVELS
        assert structures.heads(stands)[one] == structures.above(one, stands)[-1]
    assert structures.in_circles(stands) == set()
    assert set(wrong) <= set(new)
