"""Finding accounts by any part of what they are called, on both databases."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from primeline.kit.deeds import System
from primeline.search import actions, queries, rules, structures
from primeline.search.choices import EntryKind
from primeline.search.models import SearchEntry
from primeline.search.tests.test_rules import NAMES
from primeline.search.values import Entry, Found

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC)


def the_search_knows(*texts: str, kind: EntryKind = EntryKind.NAME, customer_id: int = 1) -> None:
    entry = Entry(customer_id=customer_id, kind=kind, texts=texts)
    actions.index(entries=[entry], by=System("test"), at=SUNDAY)


def ids_found(text: str) -> list[int]:
    return [found.customer_id for found in queries.find(text, 50) or ()]


class TestFind:
    @pytest.mark.row("B8")
    @pytest.mark.parametrize(
        "asked",
        ["重庆银行", "庆银", "行", "重庆 银行", "chongqing", "yinh", "cqyh", "qy", "CQYH", "ＣＱ"],
    )
    def test_takes_any_part_in_characters_pinyin_or_initials(self, asked: str) -> None:
        the_search_knows("重庆银行")
        the_search_knows("沅都大学", customer_id=2)

        assert ids_found(asked) == [1]

    @pytest.mark.row("B8")
    @settings(
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(name=NAMES, data=st.data())
    def test_takes_every_part_of_every_form(self, name: str, data: st.DataObject) -> None:
        forms = rules.spellings(name)
        if not forms:
            return
        form = data.draw(st.sampled_from(forms))
        start = data.draw(st.integers(0, len(form) - 1))
        part = form[start : data.draw(st.integers(start + 1, len(form)))]

        with transaction.atomic():
            the_search_knows(name)
            found = ids_found(part)
            transaction.set_rollback(True)

        assert found == ([1] if queries.is_askable(part) else [])

    def test_does_not_take_characters_that_stand_apart(self) -> None:
        the_search_knows("银行中国重庆行中")

        assert ids_found("行中国") == [1]
        assert ids_found("中国银行") == []

    def test_does_not_join_the_end_of_one_name_to_the_start_of_the_next(self) -> None:
        the_search_knows("衡桥", "通信")

        assert ids_found("桥通") == []

    def test_puts_the_whole_name_first_and_its_start_second(self) -> None:
        the_search_knows("新重庆银行", customer_id=1)
        the_search_knows("重庆银行北碚支行", customer_id=2)
        the_search_knows("重庆银行", customer_id=3)

        assert ids_found("重庆银行") == [3, 2, 1]

    def test_names_each_account_once_by_its_best_fact(self) -> None:
        the_search_knows("YC-1001-2", kind=EntryKind.CIRCUIT)
        the_search_knows("YC-1001", kind=EntryKind.NUMBER)

        found = queries.find("yc1001", 50)

        assert found == [Found(customer_id=1, kind=EntryKind.NUMBER, distance=0)]

    @pytest.mark.parametrize("asked", ["", " ", "a", "%", "_", '"', "' OR 1=1", "|", "NOT", "*"])
    def test_takes_no_question_for_a_command(self, asked: str) -> None:
        the_search_knows("重庆银行")

        assert ids_found(asked) == []


class TestIndex:
    def test_replaces_what_was_known_before(self) -> None:
        the_search_knows("旧名")
        the_search_knows("新称")

        assert ids_found("旧名") == []
        assert ids_found("新称") == [1]

    def test_takes_away_what_has_become_empty(self) -> None:
        the_search_knows("旧名")
        the_search_knows("旧名", customer_id=2)
        the_search_knows("")

        assert ids_found("旧名") == [2]
        assert SearchEntry.objects.count() == 1

    def test_takes_many_at_once_and_each_once(self) -> None:
        entries = [
            Entry(customer_id=pk % 1500, kind=EntryKind.NAME, texts=(f"客户{pk % 1500}号",))
            for pk in range(3000)
        ]

        actions.index(entries=entries, by=System("test"), at=SUNDAY)

        assert SearchEntry.objects.count() == 1500
        assert ids_found("客户1234号") == [1234]


class TestForget:
    def test_leaves_the_other_facts(self) -> None:
        the_search_knows("重庆银行")
        the_search_knows("YC-1001", kind=EntryKind.CIRCUIT)

        actions.forget(customer_ids=[1], kinds=[EntryKind.NAME], by=System("test"), at=SUNDAY)

        assert ids_found("重庆") == []
        assert ids_found("yc1001") == [1]


class TestStructures:
    @pytest.mark.engine("sqlite")
    def test_may_be_made_again(self) -> None:
        structures.install(connection)
        the_search_knows("重庆银行")

        assert ids_found("重庆") == [1]

    def test_the_index_answers_not_the_table(self) -> None:
        the_search_knows("重庆银行")
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off")
        plan = queries.entries_for("重庆").explain()

        assert structures.GRAM_INDEX in plan or "VIRTUAL TABLE" in plan
