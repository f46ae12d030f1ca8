"""Bringing a file in through the pages: upload, map, look, write, take the errors away."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from primeline.audit.models import Look
from primeline.customers.models import Customer
from primeline.customers.queries import reach_now
from primeline.imports.choices import BatchStatus, RowState
from primeline.imports.models import Batch
from primeline.imports.targets.customers import CUSTOMERS
from primeline.imports.tests.desk import Desk, csv_file, reference, workbook
from primeline.jobs.worker import Worker
from primeline.kit.deeds import System
from primeline.products.actions import change_termination_reason
from primeline.products.choices import Influence
from primeline.products.models import TerminationReason
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import signed_in
from primeline.web.imports.choosing import choices_for

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

HEADINGS = ("客户编号", "客户名称", "客户类型", "月费(万元)", "联系电话", "联系人")
GOOD = ("A-1", "望潮港务集团有限公司", "单位客户", "1.2", "13800001234", "王示例")
BAD = ("A-2", "青堰速达物流有限公司", "不知道", "1.2", "12", "李示例")


def in_chinese(person: Person) -> Client:
    """Return a browser in which this person reads Chinese."""
    client = signed_in(person)
    client.post(reverse("language"), {"language": "zh-hans"})
    return client


def upload(client: Client, content: bytes, *, name: str = "客户清单.csv", **sent: Any) -> Any:
    """Send a file with the form."""
    file = SimpleUploadedFile(name, content)
    sent = {"unit": cast.harbor_branch().pk, "target": "", **sent}
    return client.post(reverse("import_new"), {"file": file, **sent})


def mapped(client: Client, batch: Batch, **changes: Any) -> Any:
    """Send the mapping as the page offers it, with changes."""
    batch.refresh_from_db()
    sent: dict[str, Any] = {"version": batch.version, "target": batch.target, "shown": batch.target}
    for position, use in enumerate(batch.mapping["columns"]):
        sent[f"field-{position}"] = use["field"]
        sent[f"unit-{position}"] = use["unit"]
    sent |= {f"all-{name}": value for name, value in batch.mapping["constants"].items()}
    return client.post(reverse("import_mapping", args=[batch.pk]), sent | changes)


def a_batch(client: Client, *rows: Any) -> Batch:
    upload(client, csv_file(HEADINGS, *rows))
    return Batch.objects.latest("id")


class TestUpload:
    def test_leads_to_the_mapping(self) -> None:
        answer = upload(signed_in(cast.greta()), csv_file(HEADINGS, GOOD))

        batch = Batch.objects.get()
        assert answer["Location"] == reverse("import_mapping", args=[batch.pk])
        assert batch.uploaded_by == cast.greta()

    def test_says_what_is_wrong_with_a_file_beside_the_field(self) -> None:
        answer = upload(in_chinese(cast.greta()), b"%PDF-1.7", name="客户.csv")

        assert answer.status_code == 422
        assert "请将表格另存为这些格式" in answer.content.decode()
        assert not Batch.objects.exists()

    def test_offers_no_unit_beyond_reach(self) -> None:
        answer = upload(
            signed_in(cast.greta()), csv_file(HEADINGS, GOOD), unit=cast.lake_branch().pk
        )

        assert answer.status_code == 422
        assert not Batch.objects.exists()


class TestMapping:
    def test_shows_columns_samples_and_guesses(self) -> None:
        client = in_chinese(cast.greta())
        batch = a_batch(client, GOOD)

        page = client.get(reverse("import_mapping", args=[batch.pk])).content.decode()

        assert "望潮港务集团有限公司" in page
        assert 'value="TEN_THOUSAND" selected' in page

    def test_offers_only_reasons_that_are_open(self) -> None:
        reference()
        reach = reach_now(cast.greta(), at=cast.TUESDAY_10AM)
        reason = CUSTOMERS.by_name["leaving_reason"]
        before = [choice.value for choice in choices_for(reason, reach)]
        price = TerminationReason.objects.get(code="PRICE")
        change_termination_reason(
            termination_reason=price,
            version=price.version,
            name_zh=price.name_zh,
            name_en=price.name_en,
            influence=Influence(price.influence),
            is_active=False,
            by=System("test"),
            at=cast.TUESDAY_10AM,
        )

        assert "PRICE" in before
        assert [choice.value for choice in choices_for(reason, reach)] == [
            code for code in before if code != "PRICE"
        ]

    def test_tells_what_the_words_for_a_term_mean_and_keeps_it(self) -> None:
        client = signed_in(cast.greta())
        rows = [
            (*GOOD, "One year"),
            ("A-3", "Reef Mills", *GOOD[2:], "until Easter"),
            ("A-4", "Tide Works", *GOOD[2:], "6"),
        ]
        upload(client, csv_file((*HEADINGS, "Contract"), *rows))
        batch = Batch.objects.latest("id")

        page = client.get(reverse("import_mapping", args=[batch.pk])).content.decode()
        position = len(HEADINGS)
        shown = re.findall(rf'name="word-{position}" value="([^"]*)"', page)
        means = re.findall(rf'name="means-{position}"[^>]* value="([^"]*)"', page)
        sent = {f"word-{position}": shown, f"means-{position}": [means[0], "5"]}
        mapped(client, batch, as_of_date="2026-04-30", **sent)

        batch.refresh_from_db()
        assert (shown, means) == (["One year", "until Easter"], ["12", ""])
        assert batch.mapping["columns"][position]["values"] == {
            "One year": "12",
            "until Easter": "5",
        }
        assert not batch.rows.filter(state=RowState.FAULTY).exists()

    def test_refreshing_saves_nothing(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD)

        answer = mapped(client, batch, refresh="1", target="CONTACTS")

        batch.refresh_from_db()
        assert answer.status_code == 200
        assert 'value="CONTACTS" selected' in answer.content.decode()
        assert (batch.target, batch.status) == ("CUSTOMERS", BatchStatus.UPLOADED)

    def test_empty_cells_of_a_mapped_column_take_the_unit_chosen_at_the_start(self) -> None:
        client = signed_in(cast.greta())
        upload(client, csv_file((*HEADINGS, "归属单位"), (*GOOD, "")))
        batch = Batch.objects.latest("id")

        # A column gives the unit, so the page asks for no value for all rows.
        sent = {f"field-{n}": use["field"] for n, use in enumerate(batch.mapping["columns"])}
        sent |= {"version": batch.version, "target": batch.target, "shown": batch.target}
        client.post(reverse("import_mapping", args=[batch.pk]), sent)

        batch.refresh_from_db()
        assert "owner_unit" in sent.values()
        assert batch.mapping["constants"]["owner_unit"] == cast.harbor_branch().code
        assert list(batch.rows.values_list("state", flat=True)) == [RowState.NEW]

    def test_refuses_what_cannot_be_read(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD)

        answer = mapped(client, batch, **{"field-0": ""})

        assert answer.status_code == 422
        assert "Account number in your system" in answer.content.decode()

    def test_is_kept_for_the_next_file(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD)
        mapped(client, batch, keep="1", name="monthly", **{"field-5": ""})

        again = a_batch(client, BAD)

        assert again.mapping["columns"][5]["field"] == ""
        assert "monthly" in client.get(reverse("imports")).content.decode()


class TestLook:
    def test_counts_and_explains_in_the_readers_language(self) -> None:
        client = in_chinese(cast.greta())
        batch = a_batch(client, GOOD, BAD)
        mapped(client, batch)

        page = client.get(reverse("import_batch", args=[batch.pk])).content.decode()

        assert "1 行有误" in page
        assert "“不知道”无法识别，可填：" in page
        assert "“12”不是可拨打的电话号码" in page
        assert not Customer.objects.filter(external_id="A-1").exists()

    def test_gives_the_rows_in_error_back(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD, ("=A-2", *BAD[1:]))
        mapped(client, batch)

        answer = client.get(reverse("import_errors", kwargs={"batch_id": batch.pk, "form": "csv"}))

        text = b"".join(answer).decode("utf-8-sig")
        mark, heads, row = text.splitlines()
        assert mark.startswith("Exported by Greta (greta) at")
        assert heads.endswith("月费(万元),联系电话,联系人,Row,Error")
        assert row.startswith("'=A-2,")
        assert Look.objects.get().subject_id == str(batch.pk)
        assert "客户类型: “不知道” is not known here" in text


class TestWrite:
    def test_writes_the_valid_rows(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD, BAD)
        mapped(client, batch)

        client.post(reverse("import_commit", args=[batch.pk]), {"extent": "valid"})

        batch.refresh_from_db()
        customer = Customer.objects.get(external_id="A-1")
        assert batch.status == BatchStatus.COMMITTED
        assert (customer.owner_unit, customer.name) == (cast.harbor_branch(), GOOD[1])
        page = client.get(reverse("import_batch", args=[batch.pk])).content.decode()
        assert "1 row was in error" in page
        assert reverse("accounts:account", args=[customer.number]) in page

    def test_of_rows_that_are_all_in_error_is_refused_whoever_asks(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, BAD)
        mapped(client, batch)

        page = client.post(
            reverse("import_commit", args=[batch.pk]), {"extent": "valid"}, follow=True
        )

        batch.refresh_from_db()
        assert "Every row is in error." in page.content.decode()
        assert (batch.status, batch.committed_at) == (BatchStatus.CHECKED, None)

    @pytest.mark.django_db(transaction=True)
    def test_lets_the_worker_write_what_takes_long(self) -> None:
        reference()
        client = signed_in(cast.greta())
        rows = [(f"A-{n}", "港务", "单位客户", "1", "", "") for n in range(600)]
        batch = a_batch(client, *rows)
        mapped(client, batch)
        client.post(reverse("import_commit", args=[batch.pk]), {"extent": "all"})
        waiting = client.get(reverse("import_batch", args=[batch.pk])).content.decode()

        Worker().run_until_idle()

        assert f'data-progress="{reverse("import_progress", args=[batch.pk])}"' in waiting
        assert Customer.objects.filter(external_id__startswith="A-").count() == 600
        part = client.get(
            reverse("import_batch", args=[batch.pk]),
            headers={"HX-Request": "true", "HX-Target": "work"},
        )
        assert part["HX-Refresh"] == "true"

    def test_writes_nothing_of_a_batch_that_was_given_up(self) -> None:
        client = signed_in(cast.greta())
        batch = a_batch(client, GOOD)
        mapped(client, batch)
        client.post(reverse("import_abandonment", args=[batch.pk]))

        answer = client.post(reverse("import_commit", args=[batch.pk]), {"extent": "all"})

        assert answer.status_code == 409
        assert not Customer.objects.filter(external_id="A-1").exists()


@pytest.mark.parametrize("person", [cast.hugo, cast.walt, cast.tina])
def test_nobody_else_sees_a_batch(person: Any) -> None:
    someone: Person = person()
    batch = a_batch(signed_in(cast.greta()), GOOD)
    client = signed_in(someone)

    for name in ("import_batch", "import_mapping"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    for name in ("import_commit", "import_abandonment"):
        answer = client.post(reverse(name, args=[batch.pk]), {"extent": "all"})
        assert answer.status_code == 404
    assert batch.file_name not in client.get(reverse("imports")).content.decode()


def test_the_list_costs_the_same_for_any_number(django_assert_max_num_queries: Any) -> None:
    desk = Desk(cast.greta())
    for number in range(5):
        desk.upload(csv_file(HEADINGS, GOOD, (f"B-{number}", *GOOD[1:])))
    client = signed_in(cast.greta())
    client.get(reverse("imports"))

    with django_assert_max_num_queries(12):
        client.get(reverse("imports"))


def test_a_workbook_comes_in_too() -> None:
    content = workbook([("客户清单",), HEADINGS, (*GOOD[:3], 1.2, *GOOD[4:])], sheet="客户")

    upload(signed_in(cast.greta()), content, name="客户.xlsx")

    batch = Batch.objects.get()
    assert (batch.sheet, batch.headings) == ("客户", list(HEADINGS))
    assert batch.uploaded_at > datetime(2026, 1, 1, tzinfo=UTC)


class TestTakingBack:
    def test_is_offered_done_and_told(self) -> None:
        client, desk = signed_in(cast.sara()), Desk()
        batch = desk.upload(csv_file(HEADINGS[:3], GOOD[:3]))
        desk.commit(batch)
        page = client.get(reverse("import_batch", args=[batch.pk])).content.decode()
        assert "Take this file back" in page

        answer = client.post(reverse("import_reversal", args=[batch.pk]), follow=True)

        page = answer.content.decode()
        assert "Taken back on" in page
        assert "Take this file back" not in page
        batch.refresh_from_db()
        assert batch.status == BatchStatus.UNDONE

    def test_names_what_stays_as_it_is(self) -> None:
        client, desk = signed_in(cast.sara()), Desk()
        batch = desk.upload(csv_file(HEADINGS[:3], GOOD[:3]))
        desk.commit(batch)
        desk.bring(csv_file(HEADINGS[:3], ("A-1", "改了名字", "单位客户")))

        page = client.post(reverse("import_reversal", args=[batch.pk]), follow=True)

        shown = page.content.decode()
        assert "sara has changed it since" in shown
        assert Customer.objects.get().name == "改了名字"

    def test_of_what_was_not_written_is_refused(self) -> None:
        batch = Desk().upload(csv_file(HEADINGS[:3], GOOD[:3]))

        answer = signed_in(cast.sara()).post(reverse("import_reversal", args=[batch.pk]))

        assert answer.status_code == 409


class TestTheSameFileAgain:
    def test_names_the_earlier_import(self) -> None:
        client, desk = signed_in(cast.sara()), Desk()
        first = desk.upload(csv_file(HEADINGS[:3], GOOD[:3]), name="first.csv")
        desk.commit(first)
        again = desk.upload(csv_file(HEADINGS[:3], GOOD[:3]))

        # Before anything is chosen, and once more before it is written.
        for step in ("import_mapping", "import_batch"):
            page = client.get(reverse(step, args=[again.pk])).content.decode()
            assert "brought in before" in page
            assert reverse("import_batch", args=[first.pk]) in page
            desk.check(again)

    def test_is_not_offered_to_be_written_where_nothing_would_change(self) -> None:
        client, desk = signed_in(cast.sara()), Desk()
        desk.commit(desk.upload(csv_file(HEADINGS[:3], GOOD[:3])))
        for rows in ((GOOD[:3],), (GOOD[:3], BAD[:3]), (BAD[:3],)):
            again = desk.upload(csv_file(HEADINGS[:3], *rows))
            desk.check(again)
            again.refresh_from_db()
            assert again.tally["new"] + again.tally["changed"] == 0
            page = client.get(reverse("import_batch", args=[again.pk])).content.decode()
            assert ("Nothing would change." in page) is (GOOD[:3] in rows)
            assert 'name="extent"' not in page
