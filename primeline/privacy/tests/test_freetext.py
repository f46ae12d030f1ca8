"""People who stand in what somebody typed: sealed where it lies, seen by those whose work it is."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, reject
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from primeline.audit.models import Act, HistoryRow
from primeline.customers.queries import reach_now
from primeline.kit.deeds import System, act
from primeline.kit.errors import Refused
from primeline.plans import actions as plans
from primeline.plans.models import Goal, Plan
from primeline.plans.tests.writing import content, drawn_up, handed_in
from primeline.privacy import actions, freetext, keyring, sight, telling
from primeline.privacy.choices import PersonalKind
from primeline.privacy.freetext import Kept, seen
from primeline.privacy.mentions import People, PersonalNumber, mentions, number_in
from primeline.privacy.readers import reading_as
from primeline.privacy.standing import look_through_texts
from primeline.privacy.tests.people import mei
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, mira

PEOPLE = People()
for subject, name in enumerate(
    ["张美丽", "张美", "Anna Lee", "Li Na", "欧阳小敏", "王", "José Álvarez"], start=1
):
    PEOPLE.add(subject, PersonalKind.NAME, name)
PEOPLE.add(1, PersonalKind.PHONE, "+8613800001234")
PEOPLE.add(2, PersonalKind.PHONE, "+8657188881234")
PEOPLE.add(1, PersonalKind.EMAIL, "mei@harbor.example")

plain = st.text(
    st.sampled_from("张王美丽annaLee0138+@_")
    | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    max_size=4,
)

NOT_OF_PEOPLE = (
    "HT-2024-13800001234 HT13800001234 20240315001234567890 ZX-SH-138000012345",
    "400-820-1234 0571-8888 1234 10086 1008611 95588 800-820-8820 4000-1234-5678-9010",
    "13800001234.50 13800001234 元 ￥1,380,000,123.00 91330100MA27XL3B0K 192.168.13.8",
    "10.13.80.0/24 2026-04-28 AS138000 62-4455 6222 1234 5678 KH-0000138 M0000138",
    "180 2025-2026 150\n2024\n2025",
    "13:80 1380000123 138000012345 a@b @lin 卡 6222 0212 3456 7890 129 11010519491231002Y",
)
OF_PEOPLE = {
    "call 13912345678": PersonalNumber.MOBILE,
    "手机139 1234 5678，": PersonalNumber.MOBILE,
    "+86 139-1234-5678": PersonalNumber.MOBILE,
    "１３９１２３４５６７８": PersonalNumber.MOBILE,
    "139–1234—5678": PersonalNumber.MOBILE,
    "139.1234.5678": PersonalNumber.MOBILE,
    "139\u200b1234\xa05678": PersonalNumber.MOBILE,
    "13912345678/13912345679": PersonalNumber.MOBILE,
    "证号11010519491231002x。": PersonalNumber.IDENTITY,
    "110105 19491231 002X": PersonalNumber.IDENTITY,
    "卡 6222 0212 3456 7890 128": PersonalNumber.CARD,
    "4111 1111 1111 1111": PersonalNumber.CARD,
    "write to li.na@bank.example.cn!": PersonalNumber.EMAIL,
}


def met(text: str) -> list[tuple[str, int]]:
    return [(text[one.start : one.end], one.subject) for one in mentions(text, PEOPLE)]


@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
class TestFindingPeople:
    @pytest.mark.parametrize("said", ["转12", " 分机 12", " ext. 12", "x12", "-12", ";ext=12"])
    def test_meets_a_number_with_its_extension_however_it_is_said(self, said: str) -> None:
        people = People()
        people.add(9, PersonalKind.PHONE, "+8657188881234;ext=12")
        text = f"请拨 0571-8888 1234{said}。"

        found = [text[one.start : one.end] for one in mentions(text, people)]

        assert found == [f"0571-8888 1234{said}"]
        # The switchboard is the firm's.
        assert not list(mentions("总机 0571-8888 1234，请接财务", people))

    def test_meets_whole_names_and_numbers_as_people_write_them(self) -> None:
        assert met("请找张美丽和张美。") == [("张美丽", 1), ("张美", 2)]
        assert met("ANNA  lee, annalee; Li Na's") == [
            ("ANNA  lee", 3),
            ("annalee", 3),
            ("Li Na", 4),
        ]
        assert met("138 0000-1234 或 +86 13800001234") == [
            ("138 0000-1234", 1),
            ("+86 13800001234", 1),
        ]
        assert met("(0571)8888 1234, Mei@Harbor.example") == [
            ("0571)8888 1234", 2),
            ("Mei@Harbor.example", 1),
        ]

        # The name ends the text, and another one's goes on.
        assert met("找张美") == [("张美", 2)]
        # Marks that stand on letters, what is not seen, lines that were broken.
        typed = [
            "张\u200b美丽",
            "Jose\u0301 A\u0301lvarez\u0301",
            "José\nAlvarez",
            "0571.8888.1234",
        ]
        assert [text for text, _who in met("; ".join(typed))] == typed

    def test_meets_chinese_names_in_latin_letters_either_way_round(self) -> None:
        typed = ["Zhang Meili", "MEILI ZHANG", "zhangmeili", "Ouyang Xiaomin", "Xiaomin Ouyang"]
        assert met("; ".join(typed)) == [
            (text, subject) for text, subject in zip(typed, (1, 1, 1, 5, 5), strict=True)
        ]
        for text in ("Zhang M.", "Meilizhangs", "zhang.meili2"):
            assert met(text) == []

    @given(st.lists(plain | st.sampled_from(["张美丽", "annalee", "LiNa", "+8613800001234"])))
    def test_meets_the_same_people_whether_or_not_a_text_has_to_be_evened(
        self, pieces: list[str]
    ) -> None:
        text = "".join(pieces)
        assert met(text) == met(f"{text} ") == met(f" {text}")

    def test_meets_nobody_in_parts_of_words_and_numbers(self) -> None:
        for text in ("王经理", "Joanna Leek", "linal", "138000012345", "2138000012340", "张*", ""):
            assert met(text) == []

    def test_knows_numbers_of_people_from_those_of_the_business(self) -> None:
        for text in NOT_OF_PEOPLE:
            assert number_in(text) is None, text
        for text, kind in OF_PEOPLE.items():
            assert number_in(text) is kind, text


def stored(plan: Plan) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT situation FROM plans_plan WHERE id = %s", [plan.pk])
        return str(cursor.fetchone()[0])


def a_plan(situation: str, **facts: Any) -> Plan:
    plan = plans.draw_up_plan(customer=harbor_bank(), by=lin(), at=TUESDAY_10AM)
    return saved(plan, situation, **facts)


def saved(plan: Plan, situation: str, **facts: Any) -> Plan:
    said = content(situation=situation, goals=(), actions=(), **facts)
    plans.save_plan(plan=plan, version=plan.version, content=said, by=lin(), at=TUESDAY_10AM)
    return Plan.objects.get(pk=plan.pk)


def read_by(person: Any, text: str) -> str:
    with reading_as({person.pk}):
        return seen(text)


@pytest.mark.django_db
@pytest.mark.row("B2")
class TestFreeText:
    def test_holds_nobody_in_clear_and_shows_them_to_whose_work_it_is(self) -> None:
        contact = mei()
        typed = "⟦N~1.2.3⟧ 张美丽 (13800001234) 决定; 老张美丽说⟦⟧"
        with reading_as({lin().pk}):
            plan = a_plan(typed)

        assert "张美丽" not in stored(plan)
        assert "13800001234" not in stored(plan)
        images = HistoryRow.objects.filter(table="plans_plan", row_id=str(plan.pk))
        assert not [one for one in images if "张美丽" in str(one.after)]
        assert read_by(lin(), plan.situation) == typed
        outline = "⟦N~1.2.3⟧ 张** (138****1234) 决定; 老张**说⟦⟧"
        assert plan.situation == read_by(mira(), plan.situation) == outline
        (value,) = Plan.objects.values_list("situation", flat=True)
        assert f"{value}" == str(value) == outline

        actions.erase(subjects=[contact.subject], by=lin(), at=TUESDAY_10AM)
        keyring.forget()
        sight.forget()
        plan = Plan.objects.get(pk=plan.pk)
        assert read_by(lin(), plan.situation) == typed.replace("张美丽", "Erased").replace(
            "13800001234", "Erased"
        )

    def test_stays_the_same_when_what_was_shown_is_sent_back(self) -> None:
        mei(), mei(name="张国强", phone="", email="")
        plan = a_plan("问张美丽。张国强不在。")
        before = stored(plan)

        for shown in ("问张**。张**不在。", "问张美丽。张国强不在。"):
            plan = saved(plan, shown)
            assert stored(plan) == before
        # Something is written between, before and after.
        plan = saved(plan, "先问张**。可是张**不在了。")
        assert read_by(lin(), plan.situation) == "先问张美丽。可是张国强不在了。"
        plan = saved(plan, "张**、张国强")
        assert read_by(lin(), plan.situation) == "张美丽、张国强"
        with pytest.raises(Refused, match="look the same"):
            saved(plan, "先问张**。走了。")
        plan = saved(plan, "先问张美丽。走了。")
        assert read_by(lin(), plan.situation) == "先问张美丽。走了。"

    def test_refuses_numbers_of_people_who_are_not_on_file_or_not_seen(self) -> None:
        mei()
        plan = a_plan("")
        for text in ("13912345678", "11010519491231002X", "4111 1111 1111 1111", "a.b@c.example"):
            with pytest.raises(Refused, match="belong in a text") as refused:
                saved(plan, f"call {text}")
            assert refused.value.field == "situation"
        # Whoever sees people masked must not learn that this is somebody's number.
        with pytest.raises(Refused, match="mobile"):
            saved(plan, "13800001234")
        # Nor by what comes back: not where it stands already, and not from what may be typed.
        with reading_as({lin().pk}):
            plan = saved(plan, "张美丽 13800001234")
        with pytest.raises(Refused, match="mobile"):
            saved(plan, "张美丽 13800001234")
        saved(plan, "张** 138****1234")
        mei(name="李国强", phone="+8657188881234", email="")
        plan = saved(plan, "0571 88881234, 0571 88881235")
        assert "88881234" not in stored(plan)
        assert plan.situation == "0571 88881234, 0571 88881235"


@pytest.mark.django_db
@pytest.mark.row("B2")
def test_acts_keep_reasons_without_the_people_in_them() -> None:
    mei()
    plan = drawn_up(harbor_bank())
    plan = handed_in(plan)
    at: dict[str, Any] = {"reach": reach_now(greta(), at=TUESDAY_10AM), "by": greta()}
    returned = partial(plans.return_plan, plan=plan, version=plan.version, at=TUESDAY_10AM, **at)
    with pytest.raises(Refused, match="mobile") as refused:
        returned(reason="Ask 13912345678")
    assert refused.value.field == "reason"

    plan = returned(reason="Ask 张美丽 first")

    assert Act.objects.get(kind="plans.return").reason == "Ask *** first"
    assert read_by(lin(), plan.remark) == "Ask 张美丽 first"


@pytest.mark.django_db
@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
def test_a_text_is_cut_before_whoever_would_be_cut_in_half() -> None:
    mei()
    with reading_as({lin().pk}):
        text = a_plan("问张美丽，再说").situation

    # Typed and stored alike; what is cut out of a stored text still shows who is seen in clear.
    cuts = ["", "问", "问", "问", "问张美丽", "问张美丽，", "问张美丽，再", "问张美丽，再说"]
    for most, left in enumerate(cuts):
        typed = telling.cut("问张美丽，再说", most=most, account=harbor_bank().pk)
        assert typed == left
        cut = telling.cut(text, most=most, account=None)
        assert read_by(lin(), cut) == left
        assert cut == left.replace("张美丽", "张**")
    padded = telling.kept(" 张美丽 ", account=harbor_bank().pk).outline
    assert read_by(lin(), padded.strip()) == "张美丽"


@pytest.mark.django_db
@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
def test_a_list_of_texts_asks_once_for_all_who_stand_in_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    names = ["张美丽", "李国强", "欧阳小敏", "赵子龙"]
    for name in names:
        mei(name=name, phone="", email="")
    plan = a_plan("、".join(names))
    with act(kind="test.goals", by=lin(), at=TUESDAY_10AM):
        for place, name in enumerate(names):
            Goal.objects.create(plan=plan, what=f"{name}说", due_date=plan.to_date, position=place)
    keyring.forget()
    sight.forget()

    # The rows, the keys, and whom of them the reader sees: contacts and individuals.
    with reading_as({lin().pk}), django_assert_num_queries(4):
        told = [seen(goal.what) for goal in Goal.objects.order_by("position")]

    assert told == [f"{name}说" for name in names]


@pytest.mark.django_db
@pytest.mark.row("B2")
def test_texts_that_stood_before_are_looked_through_once() -> None:
    mei()
    plan = a_plan("")
    typed = "张美丽 13800001234, 13912345678"
    with act(kind="test.before", by=lin(), at=TUESDAY_10AM):
        Plan.objects.filter(pk=plan.pk).update(situation=Kept(typed), remark=Kept("nobody"))

    now: dict[str, Any] = {"by": System("install"), "at": TUESDAY_10AM}
    counts = look_through_texts(**now), look_through_texts(**now)

    assert counts == (1, 0)
    assert "张美丽" not in stored(plan)
    assert "13800001234" not in stored(plan)
    assert read_by(lin(), Plan.objects.get(pk=plan.pk).situation) == typed


@pytest.mark.django_db
@pytest.mark.row("B2")
@pytest.mark.engine("sqlite")
def test_what_is_typed_is_what_its_readers_see() -> None:
    contact = mei()
    words = st.sampled_from(
        ["张美丽", "张", "美丽", " ", "⟦", "⟧", "N~1.1.a", " mei@harbor.example "]
    )

    @given(st.lists(words | st.text(max_size=5), max_size=12).map("".join))
    def holds(typed: str) -> None:
        with reading_as({lin().pk}):
            try:
                kept = telling.kept(typed, account=contact.customer_id)
            except Refused:
                reject()
            assert seen(kept) == typed
            assert telling.kept(seen(kept), account=contact.customer_id, before=kept) == kept
        assert "张美丽" not in kept
        assert "张美丽" not in freetext.outlined(kept)
        assert telling.kept(str(kept), account=contact.customer_id, before=kept) == kept

    holds()
