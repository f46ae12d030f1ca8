"""The database keeps every change and refuses to forget, whoever writes and however."""

from contextlib import suppress
from datetime import datetime

import pytest
from django.db import DatabaseError, connection

from primeline.audit import walls
from primeline.audit.models import Act, ActLine, HistoryRow, Look
from primeline.audit.tests.writing import (
    TESTER,
    TUESDAY_10AM,
    Undone,
    an_act,
    an_industry,
    execute,
    history_of,
    refused,
)
from primeline.customers.models import Industry
from primeline.kit import deeds
from primeline.staff.models import Person, Unit

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]


class TestKeeping:
    def test_keeps_a_new_row_whole(self) -> None:
        industry = an_industry(name_en="Banking")

        (kept,) = history_of(industry)
        assert (kept.operation, kept.before) == ("I", None)
        assert kept.after == {
            "id": industry.pk,
            "code": "BANK",
            "name_zh": "银行",
            "name_en": "Banking",
            "is_active": True,
            "position": 3,
            "version": 1,
        }
        assert kept.act.kind == "test.create"

    def test_keeps_old_and_new_values_of_a_change(self) -> None:
        industry = an_industry()

        with an_act("test.rename"):
            industry.name_zh, industry.is_active = "银行业 𠮷", False
            industry.save()

        change = history_of(industry)[-1]
        assert change.operation == "U"
        assert change.before is not None
        assert (change.before["name_zh"], change.before["is_active"]) == ("银行", True)
        assert (change.after["name_zh"], change.after["is_active"]) == ("银行业 𠮷", False)

    def test_keeps_what_is_written_in_bulk(self) -> None:
        with an_act():
            made = Industry.objects.bulk_create(
                Industry(code=f"I{number}", name_zh="业") for number in range(5)
            )
            Industry.objects.filter(code__startswith="I").update(position=9)

        assert [len(history_of(industry)) for industry in made] == [2] * 5

    def test_keeps_what_is_written_past_the_models(self) -> None:
        industry = an_industry()

        with an_act():
            execute("UPDATE customers_industry SET position = 7 WHERE id = %s", industry.pk)
            execute(
                "INSERT INTO customers_industry"
                " (code, name_zh, name_en, is_active, position, version)"
                " SELECT 'COPY', name_zh, name_en, is_active, position, 1 FROM customers_industry"
            )

        assert history_of(industry)[-1].after["position"] == 7
        assert len(history_of(Industry.objects.get(code="COPY"))) == 1

    def test_keeps_both_halves_of_an_upsert(self) -> None:
        industry = an_industry()

        with an_act():
            Industry.objects.bulk_create(
                [Industry(code="BANK", name_zh="改"), Industry(code="NEW", name_zh="新")],
                update_conflicts=True,
                unique_fields=["code"],
                update_fields=["name_zh"],
            )

        assert [row.operation for row in history_of(industry)] == ["I", "U"]
        assert [row.operation for row in history_of(Industry.objects.get(code="NEW"))] == ["I"]

    def test_writes_nothing_for_a_change_that_changes_nothing(self) -> None:
        industry = an_industry()

        with an_act():
            industry.save()

        assert len(history_of(industry)) == 1

    def test_keeps_a_password_only_as_a_digest(self) -> None:
        with an_act():
            unit = Unit.objects.create(code="HQ", kind="HEADQUARTERS", name_zh="总部", path="/1/")
            person = Person.objects.create(
                username="lin", name_zh="林", password="argon2$secret", home_unit=unit
            )

        kept = history_of(person)[0].after["password"]
        assert len(kept) == 64
        assert "secret" not in kept


class TestRefusing:
    def test_refuses_a_write_without_a_deed(self) -> None:
        industry = an_industry()

        with refused("needs an open deed"):
            Industry.objects.create(code="X", name_zh="x")
        with refused("needs an open deed"):
            Industry.objects.filter(pk=industry.pk).update(position=8)
        with refused("needs an open deed"):
            execute("UPDATE customers_industry SET position = position + 1")

    def test_refuses_deletion(self) -> None:
        industry = an_industry()

        with an_act(), refused("deleted", "permission denied"):
            industry.delete()
        with an_act(), refused("deleted", "permission denied"):
            execute("DELETE FROM customers_industry WHERE code = 'BANK'")

    def test_refuses_to_change_a_key(self) -> None:
        industry = an_industry()

        with an_act(), refused("never changes"):
            execute("UPDATE customers_industry SET id = 999999 WHERE id = %s", industry.pk)

    @pytest.mark.parametrize(
        "table",
        ["act", "actline", "historyrow", "seal", "look", "epoch"],
    )
    @pytest.mark.parametrize("statement", ["UPDATE audit_{} SET {} = {}", "DELETE FROM audit_{}"])
    def test_refuses_to_rewrite_the_record(self, table: str, statement: str) -> None:
        an_industry()
        with an_act() as act:
            Look.objects.create(act_id=act, subject_kind="test")
            deeds.note("test.line", counted=1)
        key = "number" if table == "epoch" else "id"

        with an_act(), refused("never rewritten", "deleted", "permission denied"):
            execute(statement.format(table, key, key))
            # SQLite asks row by row, and there is no seal yet.
            assert table == "seal"
            raise DatabaseError("nothing to be deleted")

    def test_refuses_lines_and_looks_of_another_act(self) -> None:
        with an_act() as earlier:
            pass

        for write in (
            lambda: ActLine.objects.create(act_id=earlier, kind="late"),
            lambda: Look.objects.create(act_id=earlier, subject_kind="late"),
        ):
            with an_act(), refused("open"):
                write()
            with refused("open"):
                write()

    @pytest.mark.engine("postgres")
    def test_refuses_history_written_by_hand(self) -> None:
        with an_act() as act, refused("permission denied"):
            HistoryRow.objects.create(act_id=act, table="x", row_id="1", operation="I", after={})

    @pytest.mark.engine("postgres")
    def test_refuses_truncation(self) -> None:
        for table in ("customers_industry", "audit_act", "audit_historyrow"):
            with an_act(), refused("permission denied"):
                execute(f"TRUNCATE {table} CASCADE")

    @pytest.mark.engine("postgres")
    def test_refuses_an_act_of_another_transaction(self) -> None:
        forged = "SELECT set_config('primeline.act', %s, true)"
        execute("SELECT 1")

        with refused("not of this transaction"):
            execute(forged, "999999999")
            Industry.objects.create(code="X", name_zh="x")


@pytest.mark.engine("sqlite")
class TestReplaceOnSqlite:
    @pytest.mark.parametrize("alias", ["rowid", "oid", "_rowid_"])
    @pytest.mark.parametrize("conflict", ["", "OR IGNORE", "OR REPLACE"])
    def test_refuses_to_change_a_key_by_its_other_names(self, alias: str, conflict: str) -> None:
        industry = an_industry()
        statement = f"UPDATE {conflict} customers_industry SET {alias} = 999999 WHERE id = %s"  # noqa: S608 - names from above

        with an_act(), refused("never changes"):
            execute(statement, industry.pk)

    def test_does_not_delete_silently(self) -> None:
        industry = an_industry()

        with an_act(), refused("deleted"):
            execute(
                "REPLACE INTO customers_industry"
                " (id, code, name_zh, name_en, is_active, position, version)"
                " VALUES (%s, 'BANK', 'x', '', 1, 0, 1)",
                industry.pk,
            )


class TestActs:
    def test_carries_who_when_what_and_why(self) -> None:
        deeds.request_id.set("request-7")
        with an_act("test.explain", reason="asked by the customer") as opened:
            pass

        act = Act.objects.get(pk=opened)
        assert (act.kind, act.actor_name, act.reason) == (
            "test.explain",
            "system:test",
            "asked by the customer",
        )
        assert (act.at, act.request_id, act.epoch) == (TUESDAY_10AM, "request-7", 1)
        deeds.request_id.set("")

    def test_is_joined_by_a_nested_deed_with_a_line(self) -> None:
        with an_act("test.outer") as outer, an_act("test.inner", reason="why") as inner:
            Industry.objects.create(code="NEST", name_zh="x")

        assert inner == outer
        line = ActLine.objects.get(act_id=outer)
        assert (line.kind, line.line) == ("test.inner", {"by": "system:test", "reason": "why"})

    def test_goes_on_after_a_nested_deed_was_rolled_back(self) -> None:
        with an_act("test.outer") as outer:
            with suppress(Undone), an_act("test.inner"):
                Industry.objects.create(code="GONE", name_zh="x")
                raise Undone
            kept = Industry.objects.create(code="STAYS", name_zh="x")

        assert not Industry.objects.filter(code="GONE").exists()
        assert not ActLine.objects.filter(act_id=outer).exists()
        assert [row.act_id for row in history_of(kept)] == [outer]

    def test_leaves_nothing_when_it_is_rolled_back(self) -> None:
        with suppress(Undone), an_act("test.undone"):
            Industry.objects.create(code="GONE", name_zh="x")
            raise Undone

        assert not Act.objects.filter(kind="test.undone").exists()
        assert deeds.current_act() is None
        with refused("needs an open deed"):
            Industry.objects.create(code="X", name_zh="x")

    def test_ends_with_the_deed_even_when_the_transaction_goes_on(self) -> None:
        with an_act() as first:
            pass
        with refused("needs an open deed"):
            Industry.objects.create(code="X", name_zh="x")
        with an_act() as second:
            industry = Industry.objects.create(code="Y", name_zh="y")

        assert first != second
        assert [row.act_id for row in history_of(industry)] == [second]

    def test_may_not_be_written_to_from_outside(self) -> None:
        with pytest.raises(deeds.NoDeedOpen):
            deeds.note("test.line")

    def test_needs_an_aware_moment(self) -> None:
        naive = datetime(2026, 3, 3)  # noqa: DTZ001 - that is what is tested

        with (
            pytest.raises(ValueError, match="aware"),
            deeds.act(kind="test", by=TESTER, at=naive),
        ):
            pass


class TestInstalling:
    def test_has_left_nothing_missing(self) -> None:
        assert walls.missing(connection) == []
        walls.require(connection)
