"""What is a company's own in its name, and what makes two records alike."""

import pytest

from primeline.quality.choices import Evidence
from primeline.quality.rules.blocking import keys_of, sound_of
from primeline.quality.rules.likeness import likeness
from primeline.quality.rules.names import one_address, parts_of
from primeline.quality.rules.places import known_places
from primeline.quality.values import Facts, NameParts

PLACES = known_places() | {"望潮", "青堰"}


def facts(name: str, **more: object) -> Facts:
    parts = parts_of(name, PLACES)
    plain: dict[str, object] = {
        "is_organization": True,
        "name": parts,
        "sound": sound_of(parts.core),
        "english": "",
        "identifier_kind": "CREDIT_CODE",
        "identifier": "",
        "address": "",
        "phones": frozenset(),
    }
    return Facts(**{**plain, **more})  # type: ignore[arg-type]


class TestNameParts:
    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            ("恒隆商贸有限公司", ("恒隆商贸", set(), set(), "")),
            ("恒隆商贸股份有限公司", ("恒隆商贸", set(), set(), "")),
            ("望潮恒隆商贸有限责任公司", ("恒隆商贸", {"望潮"}, set(), "")),
            ("望潮市恒隆商贸公司", ("恒隆商贸", {"望潮"}, set(), "")),
            ("恒隆商贸（望潮）有限公司", ("恒隆商贸", {"望潮"}, set(), "")),
            ("恒隆商贸 (集团) 有限公司", ("恒隆商贸", set(), set(), "")),
            ("浙江省杭州市恒隆商贸有限公司", ("恒隆商贸", {"浙江", "杭州"}, set(), "")),
            ("恒隆银行股份有限公司望潮分行", ("恒隆银行", set(), set(), "望潮分行")),
            ("望潮第一中学", ("第一中学", {"望潮"}, {"1"}, "")),
            ("望潮市第2中学", ("第2中学", {"望潮"}, {"2"}, "")),
            ("ＡＢＣ Trading Co., Ltd.", ("abctrading", set(), set(), "")),
            ("公司", ("公司", set(), set(), "")),
            ("", ("", set(), set(), "")),
        ],
    )
    def test_takes_a_name_apart(
        self, name: str, parts: tuple[str, set[str], set[str], str]
    ) -> None:
        core, regions, numbers, branch = parts

        assert parts_of(name, PLACES) == NameParts(
            core, frozenset(regions), frozenset(numbers), branch
        )


class TestLikeness:
    def test_the_same_name_in_another_legal_form_is_enough(self) -> None:
        found = likeness(facts("恒隆商贸有限公司"), facts("恒隆商贸股份有限公司"))

        assert found.score >= 60
        assert [one.evidence for one in found.because] == [Evidence.SAME_NAME]

    def test_different_identifiers_speak_strongly_against(self) -> None:
        found = likeness(
            facts("恒隆商贸有限公司", identifier="911"), facts("恒隆商贸有限公司", identifier="912")
        )

        assert found.score < 20
        assert (Evidence.OTHER_IDENTIFIER, -60) in found.because

    def test_one_identifier_is_enough_whatever_the_name(self) -> None:
        found = likeness(
            facts("恒隆商贸有限公司", identifier="911"), facts("远山科技有限公司", identifier="911")
        )

        assert found.score >= 60

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("望潮第一中学", "望潮第二中学"),
            ("恒隆银行股份有限公司望潮分行", "恒隆银行股份有限公司青堰分行"),
            ("望潮恒隆商贸有限公司", "青堰恒隆商贸有限公司"),
            ("恒隆商贸有限公司", "恒隆科技有限公司"),
        ],
    )
    def test_number_branch_region_and_trade_tell_companies_apart(
        self, one: str, other: str
    ) -> None:
        assert likeness(facts(one), facts(other)).score < 60

    def test_a_slip_of_the_keyboard_needs_more_than_the_name(self) -> None:
        one, other = "恒隆商贸有限公司", "恒龙商茂有限公司"

        assert likeness(facts(one), facts(other)).score < 60
        where = one_address("望潮市海河路 12 号")
        assert likeness(facts(one, address=where), facts(other, address=where)).score >= 60

    def test_people_share_names(self) -> None:
        person = {"is_organization": False, "identifier_kind": "IDENTITY_CARD"}

        assert likeness(facts("王伟", **person), facts("王伟", **person)).score < 60

    def test_is_told_piece_by_piece_and_adds_up(self) -> None:
        found = likeness(
            facts(
                "望潮恒隆商贸有限公司", phones=frozenset({"a", "b"}), address="望潮市海河路十二号"
            ),
            facts("青堰恒隆商贸有限公司", phones=frozenset({"b"}), address="望潮市海河路十二号"),
        )

        assert {one.evidence: one.points for one in found.because} == {
            Evidence.SAME_NAME: 65,
            Evidence.OTHER_REGION: -25,
            Evidence.SAME_PHONE: 20,
            Evidence.SAME_ADDRESS: 20,
        }
        assert found.score == 80


def test_what_is_alike_shares_a_key() -> None:
    one = keys_of(facts("恒隆商贸有限公司"))

    assert one & keys_of(facts("望潮市恒隆商贸（集团）股份有限公司"))
    assert one & keys_of(facts("恒龙商贸有限公司"))
    assert not one & keys_of(facts("远山建设有限公司"))
