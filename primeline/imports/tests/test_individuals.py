"""Individuals from files: stored sealed, compared opened, found again, taken back."""

import pytest

from primeline.audit.models import HistoryRow
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Customer
from primeline.customers.models.accounts import PERSONAL
from primeline.imports.choices import Extent, Target
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.imports.wording import sentence_of
from primeline.privacy.values import is_sealed
from primeline.products.models import Equipment
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B2"), pytest.mark.row("B9")]

HEADINGS = ("客户编号", "客户名称", "客户类型", "证件类型", "证件号码", "地址", "归属单位", "备注")
CARD = "11010519491231002X"
ZHOU = ("KH-7", "周示例", "个人", "IDENTITY_CARD", CARD, "中山路1号", "望潮分公司", "")


@pytest.fixture(autouse=True)
def _house() -> None:
    reference()
    cast.lin(), cast.harbor_branch(), cast.hill_branch(), cast.lake_branch()


def zhou(**changes: str) -> tuple[str, ...]:
    return tuple(changes.get(name, value) for name, value in zip(HEADINGS, ZHOU, strict=True))


def stored() -> dict[str, str]:
    return dict(Customer.objects.values(*PERSONAL).get(external_id="KH-7"))


def test_are_stored_sealed_and_left_alone_when_they_say_the_same() -> None:
    desk = Desk()
    desk.bring(csv_file(HEADINGS, zhou(), zhou(客户编号="KH-8", 客户名称="", 证件号码="")))

    first, person = stored(), Customer.objects.get(external_id="KH-7")
    assert all(is_sealed(text) for text in first.values() if text)
    assert (person.name, person.identifier, person.address) == ("周示例", CARD, "中山路1号")
    assert Customer.objects.get(external_id="KH-8").name == "KH-8"

    desk.bring(csv_file(HEADINGS, zhou(备注="again")))
    desk.bring(csv_file(HEADINGS, zhou(备注="again", 地址="解放路2号")))
    person.refresh_from_db()
    assert person.address == "解放路2号"
    assert "中山" not in str(list(HistoryRow.objects.values_list("before", "after")))


def test_that_are_on_file_already_are_refused_and_so_is_another_kind() -> None:
    desk = Desk()
    desk.bring(csv_file(HEADINGS, zhou()))

    twice = desk.bring(csv_file(HEADINGS, zhou(客户编号="KH-9")), extent=Extent.VALID)
    turned = desk.bring(csv_file(HEADINGS, zhou(客户类型="单位客户")), extent=Extent.VALID)

    assert "Another account has this identifier" in sentence_of(twice.problems[2][0])
    assert "cannot turn" in sentence_of(turned.problems[2][0])
    assert Customer.objects.filter(kind=CustomerKind.INDIVIDUAL).count() == 1


def test_where_their_devices_stand_is_sealed_for_them() -> None:
    desk = Desk()
    desk.bring(csv_file(HEADINGS, zhou()))
    headings = ("客户编号", "序列号", "设备类型", "产权", "安装位置", "安装日期")
    device = ("KH-7", "SN-1", "ROUTER", "OPERATOR", "解放路2号", "2024-03-05")

    first = desk.bring(csv_file(headings, device), target=Target.EQUIPMENT)
    again = desk.bring(csv_file(headings, device), target=Target.EQUIPMENT)

    assert (first.new, again.unchanged) == (1, 1)
    assert is_sealed(Equipment.objects.values_list("place", flat=True).get())
    assert Equipment.objects.get().place == "解放路2号"
    assert "解放" not in str(list(HistoryRow.objects.values_list("before", "after")))
