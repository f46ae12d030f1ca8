"""Sealing follows the writers, never forks, and whatever is done to the record shows."""
# ruff: noqa: S608 - statements are put together from ids and names of our own tables

import json
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from primeline.audit import anchor, walls
from primeline.audit.actions import look
from primeline.audit.batches import ACT_FIELDS, ROW_FIELDS
from primeline.audit.choices import FindingKind
from primeline.audit.models import Act, HistoryRow, Seal
from primeline.audit.rules import canonical
from primeline.audit.sealing import seal
from primeline.audit.tests.tampering import tamper
from primeline.audit.tests.writing import TESTER, TUESDAY_10AM, an_act, an_industry
from primeline.audit.verify import rows, verify
from primeline.audit.walls.metadata import archive_table
from primeline.customers.models import Industry
from primeline.kit import deeds
from primeline.testing.sealing import seal_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.empty_archive]


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Any) -> Path:
    file = tmp_path / "elsewhere" / "anchor.jsonl"
    settings.PRIMELINE_ANCHOR_FILE = str(file)
    return file


def some_history() -> list[Industry]:
    """Write a few acts and seal them two by two."""
    made = [an_industry(f"I{number}") for number in range(4)]
    for number, industry in enumerate(made):
        with an_act("test.change"):
            Industry.objects.filter(pk=industry.pk).update(position=number + 10)
    look(subject_kind="customer", subject_id="7", purpose="call", by=TESTER, at=TUESDAY_10AM)
    with an_act():
        deeds.note("test.line", counted=3)
    seal_all(at=TUESDAY_10AM, acts_per_seal=2)
    return made


def kinds_found() -> set[FindingKind]:
    verified = verify()
    assert verified.is_sound == (not verified.findings)
    assert all(finding.sentence for finding in verified.findings)
    return {finding.kind for finding in verified.findings}


class TestSeal:
    def test_covers_every_act_and_all_it_did_once(self) -> None:
        some_history()

        seals = list(Seal.objects.order_by("id"))
        assert sum(each.acts_count for each in seals) == Act.objects.count() == 10
        assert sum(each.rows_count for each in seals) == HistoryRow.objects.count() + 2
        assert [each.previous_hash for each in seals[1:]] == [each.hash for each in seals[:-1]]
        assert len(seals) == 5

    def test_does_nothing_when_nothing_is_new(self) -> None:
        some_history()

        sealed = seal(at=TUESDAY_10AM)

        assert (sealed.seals_count, sealed.acts_count, sealed.rows_count) == (0, 0, 0)

    @pytest.mark.engine("postgres")
    def test_leaves_alone_what_is_not_committed(self) -> None:
        an_industry()

        with an_act() as unfinished:
            seen_by_sealer: list[int] = []
            in_a_thread(lambda: seen_by_sealer.append(seal(at=TUESDAY_10AM).acts_count))

        assert Act.objects.filter(pk=unfinished).exists()
        covered = sum(Seal.objects.values_list("acts_count", flat=True))
        assert covered == seen_by_sealer[0] <= 1
        seal_all(at=TUESDAY_10AM)
        assert sum(Seal.objects.values_list("acts_count", flat=True)) == 2

    def test_never_forks_when_several_seal_at_once(self) -> None:
        for number in range(6):
            an_industry(f"I{number}")
        start = Barrier(3)

        def seal_together() -> None:
            start.wait()
            for _ in range(4):
                seal(at=TUESDAY_10AM, acts_per_seal=2)

        in_a_thread(*[seal_together] * 3)
        seal_all(at=TUESDAY_10AM)

        seals = Seal.objects.order_by("id")
        assert sum(each.acts_count for each in seals) == 6
        assert verify().is_sound


def in_a_thread(*works: Any) -> None:
    troubles: list[BaseException] = []

    def run(work: Any) -> None:
        try:
            with walls.open_for_system():
                work()
        except BaseException as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []


class TestAnchor:
    def test_holds_every_seal_in_order(self, anchor_file: Path) -> None:
        some_history()

        lines = [json.loads(line) for line in anchor_file.read_text().splitlines()]
        seals = Seal.objects.order_by("id").values_list("id", "hash")
        assert [(line["seal"], line["hash"]) for line in lines] == list(seals)

    def test_catches_up_after_it_could_not_be_written(self, anchor_file: Path) -> None:
        some_history()
        whole = anchor_file.read_bytes()
        anchor_file.write_bytes(whole[: len(whole) // 2])
        assert FindingKind.SEAL_NOT_ANCHORED not in kinds_found()

        anchor.catch_up()

        assert kinds_found() == set()
        archive = json.loads(whole.splitlines()[0])["archive"]
        assert [line.seal for line in anchor.seals_of(archive)] == list(
            Seal.objects.order_by("id").values_list("id", flat=True)
        )

    def test_may_be_shared_by_archives(self, anchor_file: Path) -> None:
        anchor_file.parent.mkdir(parents=True)
        other = {"archive": "other", "seal": 99, "epoch": 1, "to_position": 1}
        anchor_file.write_text(json.dumps({**other, "hash": "x", "sealed_at": ""}) + "\n")

        some_history()

        assert kinds_found() == set()


class TestContents:
    @pytest.mark.parametrize("model", [Act, *(model for model, _ in ROW_FIELDS)])
    def test_leave_out_no_column_of_the_record(self, model: type[Model]) -> None:
        sealed = dict([(Act, ACT_FIELDS), *ROW_FIELDS])[model]

        assert set(sealed) == {field.attname for field in model._meta.concrete_fields}


class TestVerify:
    def test_finds_nothing_in_a_sound_record(self) -> None:
        some_history()
        an_industry("TAIL")
        steps: list[tuple[int, int]] = []

        verified = verify(progress=lambda done, total: steps.append((done, total)))

        assert verified.findings == ()
        assert (verified.seals_count, verified.acts_count, verified.unsealed_count) == (5, 10, 1)
        assert steps[-1][0] == steps[-1][1]
        assert steps == sorted(steps)

    def test_finds_nothing_in_a_record_whose_clock_was_put_back(self) -> None:
        some_history()
        before = TUESDAY_10AM - timedelta(days=1)
        look(subject_kind="customer", subject_id="7", purpose="call", by=TESTER, at=before)
        seal_all(at=before)

        assert verify().findings == ()

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE audit_act SET reason = 'another' WHERE id = (SELECT min(id) FROM audit_act)",
            "UPDATE audit_act SET at = '2020-01-01 00:00:00+00:00'"
            " WHERE id = (SELECT max(id) FROM audit_act)",
            "UPDATE audit_look SET subject_id = '8'",
            "UPDATE audit_look SET basis = 'CLEARANCE'",
            "UPDATE audit_look SET role = 'AUDITOR'",
            "UPDATE audit_actline SET kind = 'other'",
            "UPDATE audit_historyrow SET operation = 'X'"
            " WHERE id = (SELECT max(id) FROM audit_historyrow)",
            "UPDATE audit_seal SET sealed_at = '2020-01-01 00:00:00+00:00'"
            " WHERE id = (SELECT max(id) FROM audit_seal)",
        ],
    )
    def test_finds_an_edit(self, change: str) -> None:
        some_history()

        tamper(change)

        assert FindingKind.RECORD_CHANGED in kinds_found()

    def test_finds_an_edit_of_both_a_row_and_its_history(self) -> None:
        industry = some_history()[0]
        switch = "UPDATE {} SET {} = replace(CAST({} AS text), 'I0', 'IX'){} WHERE {}"
        cast = "::jsonb" if connection.vendor == "postgresql" else ""
        history = switch.replace("replace(", "(replace(").replace("){}", ")){}")
        ours = f"row_id = '{industry.pk}'"

        tamper(
            f"UPDATE customers_industry SET code = 'IX' WHERE id = {industry.pk}",
            history.format("audit_historyrow", "after", "after", cast, ours),
            history.format("audit_historyrow", "before", "before", cast, ours),
        )

        assert kinds_found() == {FindingKind.RECORD_CHANGED}

    def test_finds_a_deletion(self) -> None:
        some_history()

        tamper("DELETE FROM audit_historyrow WHERE id = (SELECT min(id) + 1 FROM audit_historyrow)")

        assert FindingKind.RECORD_DELETED in kinds_found()

    def test_finds_a_reordering(self) -> None:
        some_history()
        first, second = HistoryRow.objects.filter(operation="U").order_by("id")[:2]

        tamper(
            f"UPDATE audit_historyrow SET id = 900000 WHERE id = {first.pk}",
            f"UPDATE audit_historyrow SET id = {first.pk} WHERE id = {second.pk}",
            f"UPDATE audit_historyrow SET id = {second.pk} WHERE id = 900000",
        )

        assert FindingKind.RECORD_CHANGED in kinds_found()

    def test_finds_an_insertion(self) -> None:
        some_history()

        tamper(
            'INSERT INTO audit_historyrow (act_id, "table", row_id, operation, after)'
            " SELECT act_id, 'customers_industry', '900', 'I', after FROM audit_historyrow"
            " WHERE id = (SELECT min(id) FROM audit_historyrow)"
        )

        assert FindingKind.RECORD_INSERTED in kinds_found()

    def test_finds_a_truncation_of_history(self) -> None:
        some_history()

        tamper("DELETE FROM audit_historyrow WHERE id > (SELECT min(id) + 4 FROM audit_historyrow)")

        assert FindingKind.RECORD_DELETED in kinds_found()

    def test_finds_a_seal_taken_out_of_the_middle(self) -> None:
        some_history()

        tamper("DELETE FROM audit_seal WHERE id = (SELECT min(id) + 1 FROM audit_seal)")

        assert FindingKind.SEAL_OUT_OF_CHAIN in kinds_found()

    def test_finds_the_end_cut_off_by_the_anchor_alone(self, anchor_file: Path) -> None:
        some_history()
        last = Seal.objects.order_by("-id")[0]
        of_last = f"position > {last.from_position}"

        tamper(
            f"DELETE FROM audit_look WHERE act_id IN (SELECT id FROM audit_act WHERE {of_last})",
            f"DELETE FROM audit_actline WHERE act_id IN (SELECT id FROM audit_act WHERE {of_last})",
            f"DELETE FROM audit_act WHERE {of_last}",
            f"DELETE FROM audit_seal WHERE id = {last.pk}",
        )

        assert kinds_found() == {FindingKind.SEAL_NOT_STORED}
        anchor_file.unlink()
        assert kinds_found() == {FindingKind.NO_ANCHOR}

    def test_is_not_misled_by_seals_made_while_it_looks(self, anchor_file: Path) -> None:
        some_history()
        line = json.loads(anchor_file.read_text().splitlines()[-1])

        def somebody_seals(done: int, steps: int) -> None:
            with anchor_file.open("a") as file:
                file.write(json.dumps(line | {"seal": line["seal"] + done}) + "\n")

        assert verify(progress=somebody_seals).is_sound
        assert kinds_found() == {FindingKind.SEAL_NOT_STORED}

    def test_finds_a_chain_written_anew_by_the_anchor(self) -> None:
        some_history()

        tamper(
            "UPDATE audit_act SET reason = 'another' WHERE id = (SELECT max(id) FROM audit_act)",
            "DELETE FROM audit_seal WHERE id > (SELECT min(id) FROM audit_seal)",
        )
        seal(at=TUESDAY_10AM + timedelta(hours=1))

        assert FindingKind.SEAL_OUT_OF_CHAIN not in kinds_found()
        assert kinds_found() & {FindingKind.SEAL_NOT_STORED, FindingKind.SEAL_NOT_AS_ANCHORED}

    def test_finds_a_live_row_that_was_changed_past_the_triggers(self) -> None:
        industry = some_history()[2]

        tamper(f"UPDATE customers_industry SET name_zh = '改' WHERE id = {industry.pk}")

        (finding,) = verify().findings
        assert finding.kind == FindingKind.ROW_CHANGED
        assert (finding.table, finding.row_id) == ("customers_industry", str(industry.pk))
        assert finding.details == "name_zh"

    def test_finds_live_rows_that_came_or_went_past_the_triggers(self) -> None:
        industry = some_history()[2]

        tamper(
            f"DELETE FROM customers_industry WHERE id = {industry.pk}",
            "INSERT INTO customers_industry"
            " (id, code, name_zh, name_en, is_active, position, version)"
            " SELECT 7777, 'SLIPPED', name_zh, name_en, is_active, position, version"
            " FROM customers_industry WHERE code = 'I0'",
        )

        assert kinds_found() == {FindingKind.ROW_MISSING, FindingKind.ROW_WITHOUT_HISTORY}

    def test_finds_history_of_an_act_that_is_gone(self) -> None:
        an_industry()

        tamper("DELETE FROM audit_act")

        assert kinds_found() == {FindingKind.HISTORY_OF_NO_ACT}

    def test_finds_history_that_does_not_join_up(self) -> None:
        industry = an_industry()
        with an_act():
            Industry.objects.filter(pk=industry.pk).update(position=8)

        tamper("DELETE FROM audit_historyrow WHERE operation = 'I'")

        assert kinds_found() == {FindingKind.HISTORY_TORN}


@pytest.mark.engine("sqlite")
class TestPlans:
    @pytest.mark.parametrize("step", ["gone", "different"])
    def test_never_walk_a_table_for_each_row(self, step: str) -> None:
        table = archive_table("customers_industry")
        statement = rows.gone(table) if step == "gone" else rows.different(table)

        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            plan = [str(line[-1]) for line in cursor.fetchall()]

        walked = [line for line in plan if line.startswith("SCAN") and "compared" not in line]
        assert walked in ([], ["SCAN t"]), plan


class TestCanonical:
    def test_writes_a_value_down_in_one_way(self) -> None:
        value = {"b": [TUESDAY_10AM, None, True, "银行"], "a": 1}

        written = canonical(value).decode()

        assert written == '{"a":1,"b":["2026-03-03T02:00:00.000000+00:00",null,true,"银行"]}'
