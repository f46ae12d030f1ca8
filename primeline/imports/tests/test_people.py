"""Who reports to whom, and what people agreed to, from files and back."""

from datetime import date

import pytest

from primeline.customers import actions as customers
from primeline.customers.models import Consent, Contact, Customer, TimelineLine
from primeline.customers.values import ContactDetails
from primeline.imports.choices import Extent, Target
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.papers import template
from primeline.imports.tests.desk import Desk, bring, csv_file, reference, take_back, told
from primeline.privacy.actions import erase
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3", "B9")]

PEOPLE = "客户编号|姓名|职务|汇报上级"
CONSENTS = "客户编号|姓名|同意事项|同意日期|证明方式|凭证存放处|撤回日期"
HOSTILE = "'); DROP TABLE x; -- %s {{7*7}}"


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, whom all rows are about."""
    reference()
    return cast.harbor_bank()


def lines_of_reporting() -> dict[str, str]:
    """Return who reports to whom, by name."""
    people = Contact.objects.filter(is_active=True).select_related("reports_to")
    return {str(one.name): str(one.reports_to.name) for one in people if one.reports_to}


class TestReporting:
    def test_comes_in_any_order_once_and_goes_back(self, bank: Customer) -> None:
        bring(Target.CONTACTS, PEOPLE, f"{bank.number}|老王|科长|")
        rows = (
            f"{bank.number}|小李|职员|{HOSTILE}",
            f"{bank.number}|{HOSTILE}|主任|老张",
            f"{bank.number}|老张|总裁|",
            f"{bank.number}|老王|科长|{HOSTILE}",
        )

        found = bring(Target.CONTACTS, PEOPLE, *rows)

        assert (told(found), found.new, found.changed) == ("", 3, 1)
        after = {"小李": HOSTILE, HOSTILE: "老张", "老王": HOSTILE}
        assert lines_of_reporting() == after
        again = bring(Target.CONTACTS, PEOPLE, *rows)
        assert (again.unchanged, lines_of_reporting()) == (4, after)
        moved = bring(Target.CONTACTS, PEOPLE, f"{bank.number}|小李||老张")
        assert moved.changed == 1
        assert [change["after"] for change in moved.changes] != ["老张"]
        assert lines_of_reporting()["小李"] == "老张"

        take_back(3)
        assert take_back(1).undone["contact"] == {"void": 3, "restored": 1, "left": 0}
        assert lines_of_reporting() == {}

    def test_rows_say_what_is_wrong(self, bank: Customer) -> None:
        bring(Target.CONTACTS, PEOPLE, f"{bank.number}|甲||", f"{bank.number}|乙||甲")
        found = bring(
            Target.CONTACTS, PEOPLE,
            f"{bank.number}|甲||乙",
            f"{bank.number}|丙||丙",
            f"{bank.number}|丁||没有此人",
            f"{bank.number}|戊||丁",
            f"{bank.number}|己||甲",
            f"{bank.number}|庚||{'长' * 101}",
        )  # fmt: skip

        assert {number: len(said) for number, said in found.problems.items()} == {
            2: 1, 3: 1, 4: 1, 5: 1, 7: 1,
        }  # fmt: skip
        for part in ("report to themselves", "“没有此人” is not", "“丁” is not", "at most 100"):
            assert part in told(found)
        assert lines_of_reporting() == {"乙": "甲", "己": "甲"}

    def test_a_chain_of_thousands_is_no_trouble(self, bank: Customer) -> None:
        rows = [f"{bank.number}|人{n}||人{(n + 1) % 3000}" for n in range(3000)]

        found = bring(Target.CONTACTS, PEOPLE, *rows)

        assert (found.faulty, found.new) == (3000, 0)


class TestConsents:
    def test_come_in_once_with_their_proof_and_go_back(self, bank: Customer) -> None:
        bring(Target.CONTACTS, PEOPLE, f"{bank.number}|小李||", f"{bank.number}|{HOSTILE}||")
        rows = (
            f"{bank.number}|小李|Offers|2024-03-05|PAPER|档案 17|",
            f"{bank.number}|{HOSTILE}|SERVICE|2024-03-05|CALL|{HOSTILE}|2024-04-01",
        )

        found = bring(Target.CONSENTS, CONSENTS, *rows)

        assert (told(found), found.new) == ("", 2)
        assert guess_target(CONSENTS.split("|")) == Target.CONSENTS
        consent = Consent.objects.get(purpose="OFFERS")
        assert (consent.contact.name, consent.proof_place) == ("小李", "档案 17")
        assert consent.subject == consent.contact.subject
        kinds = TimelineLine.objects.filter(customer=bank).values_list("kind", flat=True)
        assert sorted(kind for kind in kinds if kind.startswith("CONSENT")) == [
            "CONSENT_GIVEN", "CONSENT_GIVEN", "CONSENT_WITHDRAWN",
        ]  # fmt: skip
        assert bring(Target.CONSENTS, CONSENTS, *rows).unchanged == 2

        assert bring(Target.CONSENTS, CONSENTS, f"{rows[0]}2024-05-01").changed == 1
        consent.refresh_from_db()
        assert consent.withdrawn_date == date(2024, 5, 1)
        take_back(3)
        anew = take_back(1)
        assert anew.undone["consent"] == {"void": 2, "restored": 0, "left": 0}
        # What is void counted on no day at all.
        consent.refresh_from_db()
        assert consent.withdrawn_date == consent.given_date

    def test_taken_back_can_be_brought_anew_and_erased_lie_in_no_file(self, bank: Customer) -> None:
        bring(Target.CONTACTS, PEOPLE, f"{bank.number}|小李||")
        row = f"{bank.number}|小李|OFFERS|2024-03-05|PAPER|档案 17|"
        bring(Target.CONSENTS, CONSENTS, row)

        assert take_back(1).undone["consent"]["void"] == 1
        assert bring(Target.CONSENTS, CONSENTS, row).new == 1
        assert bring(Target.CONSENTS, CONSENTS, row).unchanged == 1

        person = Contact.objects.get()
        erase(subjects=[person.subject], by=cast.sara(), at=TUESDAY_10AM)
        for name in ("小李", "Erased", "已清除"):
            assert "Nobody at this" in told(
                bring(Target.CONSENTS, CONSENTS, row.replace("小李", name))
            )

    def test_rows_say_what_is_wrong(self, bank: Customer) -> None:
        names = ("小李", "重名", "重名")
        for name in names:
            customers.add_contact(
                customer=bank, details=ContactDetails(name=name), by=cast.sara(), at=TUESDAY_10AM
            )
        bring(Target.CONSENTS, CONSENTS, f"{bank.number}|小李|OFFERS|2024-03-05|PAPER|档案|")
        found = bring(
            Target.CONSENTS, CONSENTS,
            f"{bank.number}||OFFERS|2024-03-05|PAPER|档案|",
            f"{bank.number}|没有|OFFERS|2024-03-05|PAPER|档案|",
            f"{bank.number}|重名|OFFERS|2024-03-05|PAPER|档案|",
            f"{bank.number}|小李|OFFERS|2024-04-05|PAPER|档案|",
            f"{bank.number}|小李|SURVEYS|2024-04-05||档案|",
            f"{bank.number}|小李|SURVEYS|2024-04-06|PAPER|档案|2024-01-01",
            f"{bank.number}|小李|SERVICE|2099-04-06|PAPER|档案|",
            f"{bank.number}|小李|GREETINGS|2024-04-06|PAPER|档案|",
            f"{bank.number}|小李|GREETINGS|2024-04-07|PAPER|档案|",
            f"{bank.number}|小李|GREETINGS|2024-04-06|PAPER|档案|",
            f"{bank.number}|小李|RECORDING|2024-04-06|PAPER|{'长' * 201}|",
            f"{bank.number}|小李|随便|2024-04-06|PAPER|档案|",
            "C-9999999|小李|OFFERS|2024-03-05|PAPER|档案|",
        )  # fmt: skip

        for part in (
            "Something is missing", "Nobody at this account", "Several people", "holds already",
            "A new one needs", "before it was given", "yet to come", "Keep one", "at most 200",
            "not known here", "no account",
        ):  # fmt: skip
            assert part in told(found), part
        assert (found.new, Consent.objects.count()) == (1, 2)


@pytest.mark.parametrize("target", [Target.CONSENTS])
def test_a_template_is_read_back_and_others_do_not_reach(bank: Customer, target: Target) -> None:
    headings, example = template(target, reader="greta")
    example[0] = bank.number
    bring(Target.CONTACTS, PEOPLE, f"{bank.number}|{example[1]}||")
    content = csv_file(headings, example)
    outsider = Desk(cast.walt()).bring(content, target=target, extent=Extent.VALID)
    found = Desk().bring(content, target=target, extent=Extent.VALID)

    assert "no account" in told(outsider)
    assert (told(found), found.new) == ("", 1)
