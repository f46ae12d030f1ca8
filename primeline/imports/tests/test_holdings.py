"""Equipment at customers and services from other operators, from files and back."""

from datetime import date

import pytest

from primeline.customers.models import Customer, TimelineLine
from primeline.imports.choices import Extent, Target
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.papers import template
from primeline.imports.tests.desk import Desk, bring, csv_file, reference, take_back, told
from primeline.products import actions as products
from primeline.products.models import Equipment, OutsideService, Spare
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9", "B14", "B15")]

DEVICES = "客户编号|序列号|设备类型|产权|安装位置|安装日期|电路编号"
SERVICES = "客户编号|运营商|业务类型|业务内容|月费|到期日期|信息来源|结果|结束日期"
HOSTILE = "'); DROP TABLE x; -- %s {{7*7}} =1+1"


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, whom all rows are about."""
    reference()
    return cast.harbor_bank()


class TestEquipment:
    def test_comes_in_once_changes_and_goes_back(self, bank: Customer) -> None:
        unit = cast.harbor_branch()
        products.take_in_spare(
            serial="SN-1", kind="ROUTER", make="", unit=unit, city="澜城", by=cast.sara(),
            at=TUESDAY_10AM,
        )  # fmt: skip
        rows = (
            f"{bank.number}|SN-1|路由器|OPERATOR|一楼机房|2024-03-05|",
            f"{bank.number}|{HOSTILE}|路由器|OPERATOR|二楼|2024-03-05|",
        )

        found = bring(Target.EQUIPMENT, DEVICES, *rows)

        assert (told(found), found.new) == ("", 2)
        assert guess_target(DEVICES.split("|")) == Target.EQUIPMENT
        assert Equipment.objects.filter(serial=HOSTILE, gone_date=None).exists()
        assert not Spare.objects.get().is_in_stock
        lines = TimelineLine.objects.filter(customer=bank, kind="EQUIPMENT_INSTALLED")
        assert {line.words["serial"] for line in lines} == {"SN-1", HOSTILE}
        assert bring(Target.EQUIPMENT, DEVICES, *rows).unchanged == 2

        assert take_back(0).undone["equipment"]["void"] == 2
        assert not Equipment.objects.filter(gone_date=None).exists()
        assert Spare.objects.get().is_in_stock
        assert bring(Target.EQUIPMENT, DEVICES, *rows).new == 2

        moved = rows[0].replace("一楼机房", "三楼机房")
        assert bring(Target.EQUIPMENT, DEVICES, moved).changed == 1
        assert take_back(3).undone["equipment"] == {"void": 0, "restored": 1, "left": 0}
        assert Equipment.objects.get(serial="SN-1", gone_date=None).place == "一楼机房"

    def test_rows_say_what_is_wrong(self, bank: Customer) -> None:
        other = cast.lake_mills()
        bring(Target.EQUIPMENT, DEVICES, f"{other.number}|SN-9|路由器|OPERATOR|楼|2024-03-05|")
        device = Equipment.objects.get()
        found = bring(
            Target.EQUIPMENT, DEVICES,
            f"{bank.number}||路由器|OPERATOR|楼|2024-03-05|",
            f"{bank.number}|SN-2|烤箱|OPERATOR|楼|2024-03-05|",
            f"{bank.number}|SN-3|路由器|OPERATOR||2024-03-05|",
            f"{bank.number}|SN-4|路由器|OPERATOR|楼|2024-03-05|CIR-无",
            f"{bank.number}|SN-5|路由器|OPERATOR|楼|2024-03-05|",
            f"{bank.number}|SN-5|路由器|OPERATOR|楼|2024-03-05|",
            f"{bank.number}|SN-9|路由器|OPERATOR|楼|2024-03-05|",
            "C-9999999|SN-6|路由器|OPERATOR|楼|2024-03-05|",
            f"{bank.number}|{'长' * 65}|路由器|OPERATOR|楼|2024-03-05|",
        )  # fmt: skip

        for part in (
            "Something is missing", "not known here", "A new one needs this", "CIR-无",
            "Keep one", "at another account", "no account", "at most 64",
        ):  # fmt: skip
            assert part in told(found), part
        assert found.new == 1
        assert Equipment.objects.get(pk=device.pk).customer == other

    def test_what_left_is_not_put_back_by_the_same_file(self, bank: Customer) -> None:
        row = f"{bank.number}|SN-1|路由器|OPERATOR|楼|2024-03-05|"
        bring(Target.EQUIPMENT, DEVICES, row)
        device = Equipment.objects.get()
        products.remove_equipment(
            equipment=device, version=device.version, gone_date=date(2024, 5, 1),
            gone_how="LOST", by=cast.sara(), at=TUESDAY_10AM,
        )  # fmt: skip

        assert "on record that" in told(bring(Target.EQUIPMENT, DEVICES, row))
        again = bring(Target.EQUIPMENT, DEVICES, row.replace("03-05", "06-01"))
        assert again.new == 1


class TestOutsideServices:
    def test_come_in_once_change_end_and_go_back(self, bank: Customer) -> None:
        row = f"{bank.number}|示例电信|互联网专线|总部 200M|3000|2027-03-31|客户告知||"
        row = row.replace("客户告知", "CUSTOMER")
        found = bring(Target.OUTSIDE, SERVICES, row, row.replace("总部", HOSTILE))

        assert (told(found), found.new) == ("", 2)
        assert guess_target(SERVICES.split("|")) == Target.OUTSIDE
        service = OutsideService.objects.get(what="总部 200M")
        assert (service.from_cents, service.to_cents) == (300_000, 300_000)
        assert service.learned_date == TUESDAY_10AM.date()
        assert bring(Target.OUTSIDE, SERVICES, row).unchanged == 1

        over = row.replace("CUSTOMER||", "CUSTOMER|WON|2024-05-01")
        assert bring(Target.OUTSIDE, SERVICES, over).changed == 1
        service.refresh_from_db()
        assert (service.outcome, service.over_date) == ("WON", date(2024, 5, 1))
        line = TimelineLine.objects.get(customer=bank, kind="OUTSIDE_OVER")
        assert line.words["outcome"] == "WON"
        # What is over stays so, and the first file says nothing against it.
        assert bring(Target.OUTSIDE, SERVICES, row).unchanged == 1
        refused = bring(Target.OUTSIDE, SERVICES, row.replace("|3000|", "|4000|"))
        assert "service is over" in told(refused)

        take_back(2)
        service.refresh_from_db()
        assert (service.outcome, service.over_date) == ("", None)
        # What was changed since and put back is as the first file left it: both rows are void.
        assert take_back(0).undone["outside_service"] == {"void": 2, "restored": 0, "left": 0}
        assert not OutsideService.objects.filter(over_date=None).exists()
        assert bring(Target.OUTSIDE, SERVICES, row.replace("总部", HOSTILE)).new == 1

    def test_rows_say_what_is_wrong(self, bank: Customer) -> None:
        rows = [
            f"{bank.number}||互联网专线||1||||",
            f"{bank.number}|甲|不知道||1||||",
            f"{bank.number}|甲|互联网专线|||||",
            f"{bank.number}|乙|互联网专线||-5||||",
            f"{bank.number}|丙|互联网专线||1|||WON|",
            f"{bank.number}|丁|互联网专线||1|||WON|2099-01-01",
            f"{bank.number}|戊|互联网专线||1||||",
            f"{bank.number}|戊|互联网专线||1||||",
            "C-9999999|己|互联网专线||1||||",
            f"{bank.number}|{'长' * 65}|互联网专线||1||||",
            f"{bank.number}|庚|互联网专线||1|||||one too many",
        ]
        found = bring(Target.OUTSIDE, SERVICES, *rows)

        for part in (
            "Something is missing", "reference data", "A new one needs this", "negative",
            "Fill both", "yet to come", "Keep one", "no account", "at most 64", "stray",
        ):  # fmt: skip
            assert part in told(found), part
        assert (found.new, OutsideService.objects.count()) == (1, 1)


@pytest.mark.parametrize("target", [Target.EQUIPMENT, Target.OUTSIDE])
def test_a_template_is_read_back_and_others_do_not_reach(bank: Customer, target: Target) -> None:
    headings, example = template(target, reader="greta")
    example[0] = bank.number
    outsider = Desk(cast.walt()).bring(
        csv_file(headings, example), target=target, extent=Extent.VALID
    )
    found = Desk().bring(csv_file(headings, example), target=target, extent=Extent.VALID)

    assert "no account" in told(outsider)
    assert (told(found), found.new) == ("", 1)
