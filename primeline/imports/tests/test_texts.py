"""Who is on file stands sealed in the texts of files too, and numbers of people stay outside."""

import pytest
from django.db import connection

from primeline.customers import actions as customers
from primeline.customers.values import ContactDetails
from primeline.imports.choices import Target
from primeline.imports.processing import Findings
from primeline.imports.tests.desk import reference
from primeline.imports.tests.test_targets import bring, refused
from primeline.imports.tests.test_undo import taken_back, written
from primeline.privacy.freetext import outlined, seen
from primeline.privacy.readers import reading_as
from primeline.privacy.values import is_sealed
from primeline.products.models import Agreement, Subscription
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9"), pytest.mark.row("B2")]
HEADINGS = "客户编号|合同编号|生效日期|合同名称"
NAME = "王建国"


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM products_agreement")
        return str(cursor.fetchone()[0])


def test_people_in_texts_of_files_are_sealed_compared_refused_and_taken_back() -> None:
    reference()
    bank = cast.harbor_bank()
    details = ContactDetails(name=NAME, phone="13800001234")
    customers.add_contact(customer=bank, details=details, by=cast.lin(), at=cast.TUESDAY_10AM)
    row = f"{bank.number}|HT-1|2024-03-05|专线合同（{NAME}）"

    bring(HEADINGS, row, target=Target.AGREEMENTS)

    first = stored()
    assert NAME not in first
    agreement = Agreement.objects.get()
    assert agreement.name == "专线合同（王**）"
    with reading_as({cast.lin().pk}):
        assert seen(agreement.name) == f"专线合同（{NAME}）"

    # The same file again changes nothing; another text does, and undoing brings the first back.
    assert bring(HEADINGS, row, target=Target.AGREEMENTS).unchanged == 1
    batch = written(
        (bank.number, "HT-1", "2024-03-05", f"{NAME}的新合同"),
        headings=tuple(HEADINGS.split("|")),
        target=Target.AGREEMENTS,
    )
    assert NAME not in stored()
    assert Agreement.objects.get().name == "王**的新合同"
    taken_back(batch)
    assert stored() == first

    for text, told in (("找 13912345678", "mobile"), ("a.b@c.example", "e-mail")):
        (wrong,) = refused(
            HEADINGS, f"{bank.number}|HT-2|2024-03-05|{text}", target=Target.AGREEMENTS
        )
        assert told in wrong


def kept_in(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608 - ours
        return str(cursor.fetchone()[0])


NOTES = {
    "notes": (Target.CUSTOMERS, "客户编号|备注", "{number}|{said}", "customers_customer"),
    "address": (Target.CUSTOMERS, "客户编号|地址", "{number}|{said}", "customers_customer"),
    "street": (
        Target.SITES,
        "客户编号|站点名称|站点类型|详细地址",
        "{number}|总部|总部|{said}",
        "customers_site",
    ),
    "way_in": (
        Target.SITES,
        "客户编号|站点名称|站点类型|进场方式",
        "{number}|总部|总部|{said}",
        "customers_site",
    ),
    "label": (
        Target.SUBSCRIPTIONS,
        "客户编号|订购编号|业务类型|月租|开通日期|专线名称",
        "{number}|S1|互联网专线|100|2024-03-05|{said}",
        "products_subscription",
    ),
    "a_end": (
        Target.SUBSCRIPTIONS,
        "客户编号|订购编号|业务类型|月租|开通日期|A端",
        "{number}|S1|互联网专线|100|2024-03-05|{said}",
        "products_subscription",
    ),
    "place": (
        Target.EQUIPMENT,
        "客户编号|序列号|设备类型|产权|安装位置|安装日期",
        "{number}|SN-1|路由器|我方|{said}|2024-03-05",
        "products_equipment",
    ),
}
NAMELESS = {
    "operator": (
        Target.OUTSIDE,
        "客户编号|运营商|业务类型|最低月费|最高月费",
        "{number}|{said}|互联网专线|1|2",
    ),
    "what": (
        Target.OUTSIDE,
        "客户编号|运营商|业务类型|最低月费|最高月费|业务内容",
        "{number}|示例电信|互联网专线|1|2|{said}",
    ),
    "make": (
        Target.EQUIPMENT,
        "客户编号|序列号|设备类型|产权|安装位置|安装日期|品牌型号",
        "{number}|SN-1|路由器|我方|机房|2024-03-05|{said}",
    ),
    "access_operator": (
        Target.SUBSCRIPTIONS,
        "客户编号|订购编号|业务类型|月租|开通日期|接入运营商",
        "{number}|S1|互联网专线|100|2024-03-05|{said}",
    ),
    "city": (Target.SITES, "客户编号|站点名称|站点类型|城市", "{number}|总部|总部|{said}"),
}


@pytest.mark.parametrize("column", NOTES)
def test_notes_ways_in_and_names_of_lines_are_looked_through_too(column: str) -> None:
    reference()
    target, headings, row, table = NOTES[column]
    bank = cast.harbor_bank()
    details = ContactDetails(name=NAME, phone="13800001234")
    customers.add_contact(customer=bank, details=details, by=cast.lin(), at=cast.TUESDAY_10AM)

    def brought(said: str) -> Findings:
        return bring(headings, row.format(number=bank.number, said=said), target=target)

    brought(f"找{NAME}")

    first = kept_in(table, column)
    assert NAME not in first
    assert outlined(first) == "找王**"
    # The same again, in clear or as it was shown, changes nothing; another text does.
    assert brought(f"找{NAME}").unchanged == 1
    assert brought("找王**").unchanged == 1
    assert kept_in(table, column) == first
    assert brought(f"先找{NAME}").changed == 1
    assert outlined(kept_in(table, column)) == "先找王**"
    (wrong,) = refused(
        headings, row.format(number=bank.number, said="找 13912345678"), target=target
    )
    assert "mobile" in wrong


@pytest.mark.parametrize("column", NAMELESS)
def test_where_nobody_can_be_sealed_a_file_names_nobody(column: str) -> None:
    reference()
    target, headings, row = NAMELESS[column]
    bank = cast.harbor_bank()
    details = ContactDetails(name=NAME, phone="13800001234")
    customers.add_contact(customer=bank, details=details, by=cast.lin(), at=cast.TUESDAY_10AM)

    for said, told in ((f"{NAME}那边", "named here"), ("找 13912345678", "mobile")):
        (wrong,) = refused(headings, row.format(number=bank.number, said=said), target=target)
        assert told in wrong
    assert bring(headings, row.format(number=bank.number, said="别人"), target=target).new == 1


def test_a_place_named_after_somebody_is_found_again_in_clear_and_as_it_was_shown() -> None:
    reference()
    bank = cast.harbor_bank()
    details = ContactDetails(name=NAME, phone="13800001234")
    customers.add_contact(customer=bank, details=details, by=cast.lin(), at=cast.TUESDAY_10AM)
    headings, row = "客户编号|站点名称|站点类型|城市", f"{bank.number}|{{}}店|门店|{{}}"

    assert bring(headings, row.format(NAME, "澜城"), target=Target.SITES).new == 1

    first = kept_in("customers_site", "name")
    assert NAME not in first
    assert outlined(first) == "王**店"
    assert bring(headings, row.format(NAME, "澜城"), target=Target.SITES).unchanged == 1
    assert bring(headings, row.format("王**", "屿城"), target=Target.SITES).changed == 1
    assert kept_in("customers_site", "name") == first
    both = row.format(NAME, "澜城"), row.format("王**", "屿城")
    assert len(refused(headings, *both, target=Target.SITES)) == 1
    # Two who are shown alike: only the name itself says which one is meant.
    bring(headings, row.format("王**", "屿城"), target=Target.SITES)
    other = ContactDetails(name="王建军", phone="13800001235")
    customers.add_contact(customer=bank, details=other, by=cast.lin(), at=cast.TUESDAY_10AM)
    bring(headings, row.format("王建军", "屿城"), target=Target.SITES)
    assert bring(headings, row.format("王**", "望潮"), target=Target.SITES).new == 1


def test_whoever_comes_with_the_same_file_is_sealed_in_its_texts() -> None:
    """A column of the file names the service, and the person, who is new, is called like it."""
    reference()

    headings = "客户编号|客户名称|客户类型|入网日期|联系人|联系电话|互联网服务"
    row = "N-1|新客户|ORGANIZATION|2024-03-05|互联网|13800001234|是"
    bring(headings, row, target=Target.CUSTOMERS)

    first = kept_in("products_subscription", "label")
    assert "互联网" not in first
    assert outlined(first) == "互**服务"
    assert Subscription.objects.get().label == "互**服务"


@pytest.mark.parametrize(("called", "label"), [("互联网", "互**服务"), ("王建国", "互联网服务")])
def test_what_a_heading_says_of_many_accounts_is_looked_through_where_somebody_is_called_like_it(
    called: str, label: str
) -> None:
    reference()

    rows = [f"M-{i}|客户{i}|ORGANIZATION|2024-03-05|联系人{i}|是" for i in range(30)]
    rows[7] = f"M-7|客户7|ORGANIZATION|2024-03-05|{called}|是"
    bring("客户编号|客户名称|客户类型|入网日期|联系人|互联网服务", *rows, target=Target.CUSTOMERS)

    labels = Subscription.objects.order_by("customer__external_id")
    assert labels.get(customer__external_id="M-7").label == label
    assert {one.label for one in labels} == {"互联网服务", label}


def test_notes_of_individuals_are_sealed_whole_and_may_hold_their_number() -> None:
    reference()
    headings = "客户编号|客户名称|客户类型|归属单位|备注"

    bring(headings, "P-1|王建国|个人|HARBOR|本人 13912345678", target=Target.CUSTOMERS)

    assert is_sealed(kept_in("customers_customer", "notes"))
