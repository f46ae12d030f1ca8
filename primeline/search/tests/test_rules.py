"""How text becomes grams: whatever stands in a name can be asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.search import rules

NAMES = st.text(
    alphabet=st.one_of(
        st.sampled_from("衡桥通信银行股份有限公司重庆乐清𠮷祥沅都鹿鸣"),
        st.sampled_from("abcdefghijklmnopqrstuvwxyzABC0123456789"),
        st.sampled_from(" -·（）&.，"),
    ),
    min_size=1,
    max_size=40,
)


class TestOneForm:
    @pytest.mark.parametrize(
        ("written", "form"),
        [
            ("ＡＢＣ 公司", "abc公司"),
            ("C-0001234", "c0001234"),
            ("Société Générale", "societegenerale"),
            ("（衡桥）·通信", "衡桥通信"),
            ("' OR 1=1 --%_|\"", "or11"),
        ],
    )
    def test_keeps_letters_and_digits_only(self, written: str, form: str) -> None:
        assert rules.one_form(written) == form

    @given(st.text(max_size=60))
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        assert rules.one_form(rules.one_form(text)) == rules.one_form(text)


class TestSpellings:
    def test_are_the_name_its_pinyin_and_its_initials(self) -> None:
        assert rules.spellings("重庆银行") == ("重庆银行", "chongqingyinhang", "cqyh")

    def test_say_a_character_both_ways_where_companies_say_it_another_way(self) -> None:
        assert rules.spellings("晟川网络") == (
            "晟川网络", "chengchuanwangluo", "ccwl", "shengchuanwangluo", "scwl",
        )  # fmt: skip

    def test_keep_letters_and_digits_in_place(self) -> None:
        assert rules.spellings("云汀IDC 2期") == ("云汀idc2期", "yuntingidc2qi", "ytidc2q")

    def test_of_letters_are_only_themselves(self) -> None:
        assert rules.spellings("Harbor Bank") == ("harborbank",)

    def test_of_nothing_are_none(self) -> None:
        assert rules.spellings(" - ") == ()


class TestGrams:
    @given(NAMES, st.data())
    def test_of_any_part_are_among_those_of_the_whole(self, name: str, data: st.DataObject) -> None:
        form = rules.one_form(name)
        if not form:
            return
        start = data.draw(st.integers(0, len(form) - 1))
        end = data.draw(st.integers(start + 1, len(form)))

        asked = rules.grams_asked(form[start:end])

        assert set(asked) <= set(rules.grams_of(rules.text_of(rules.spellings(name))))

    def test_one_letter_is_too_little_to_ask_for(self) -> None:
        assert rules.grams_asked("a") == []
        assert rules.grams_asked("") == []

    def test_one_chinese_character_is_enough(self) -> None:
        assert rules.grams_asked("桥") == ["桥"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Harbor Bank", ("~harbor", "~bank")),
        ("Hawthorn", ()),
        ("山楂 Hawthorn", ("~hawthorn",)),
        ("山楂", ()),
    ],
)
def test_latin_words_that_do_not_stand_alone_are_known_by_themselves(
    text: str, words: tuple[str, ...]
) -> None:
    assert rules.words_of(text) == words
