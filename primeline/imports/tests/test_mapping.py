"""Guessing what columns are, and refusing mappings that cannot be used."""

from datetime import date

import msgspec
import pytest

from primeline.imports.cells.amounts import MoneyUnit
from primeline.imports.choices import Target
from primeline.imports.mapping import ColumnUse, FileMapping, check_mapping, suggest_mapping
from primeline.imports.mapping.checking import IncompleteMapping
from primeline.imports.mapping.shape import SERVICE, mapping_from
from primeline.imports.mapping.suggestion import guess_target
from primeline.imports.targets import LAYOUTS

AS_OF = date(2026, 3, 31)


def suggested(headings: list[str], words: list[list[str]] | None = None) -> FileMapping:
    """Suggest a mapping for headings, and words where there are any."""
    return suggest_mapping(
        target=guess_target(headings),
        headings=headings,
        words=words or [[] for _ in headings],
        as_of_date=AS_OF,
    )


class TestGuessing:
    @pytest.mark.parametrize(
        ("headings", "target"),
        [
            (["客户编号", "客户名称", "行业"], Target.CUSTOMERS),
            (["customerID", "tenure", "MonthlyCharges", "Churn"], Target.CUSTOMERS),
            (["客户编号", "姓名", "职务", "手机"], Target.CONTACTS),
            (["客户编号", "合同编号", "签订日期", "合同金额(万元)"], Target.AGREEMENTS),
            (["客户编号", "专线编号", "业务类型", "月租", "开通时间"], Target.SUBSCRIPTIONS),
            (["Account ID", "Billing month", "Line of business", "Amount"], Target.BILLS),
            (["专线编号", "拆机日期", "拆机原因"], Target.TERMINATIONS),
        ],
    )
    def test_tells_what_the_rows_are(self, headings: list[str], target: Target) -> None:
        assert guess_target(headings) == target

    @pytest.mark.parametrize("target", Target)
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_knows_every_heading_of_its_own_templates(self, target: Target, language: str) -> None:
        from django.utils.translation import override

        with override(language):
            fields = list(LAYOUTS[target].fields)
            headings = [str(field.label) for field in fields]
        mapping = suggest_mapping(
            target=target, headings=headings, words=[[] for _ in headings], as_of_date=AS_OF
        )

        assert [use.field for use in mapping.columns] == [field.name for field in fields]

    def test_reads_past_brackets_and_units(self) -> None:
        mapping = suggested(["客户编号*", "客户名称（必填）", "月费(万元)"])

        assert [use.field for use in mapping.columns] == ["customer", "name", "monthly_charge"]
        assert mapping.columns[2].unit == MoneyUnit.TEN_THOUSAND

    def test_forgives_a_slip_of_the_pen(self) -> None:
        assert suggested(["Custmer number", "name"]).columns[0].field == "customer"

    def test_takes_no_column_for_what_it_is_not(self) -> None:
        mapping = suggested(["customer id", "gender", "total_day_charge"])

        assert [use.field for use in mapping.columns] == ["customer", "", ""]

    def test_knows_services_by_heading_and_words(self) -> None:
        mapping = suggested(
            ["customerID", "InternetService", "StreamingTV"],
            [[], ["DSL", "Fiber optic", "No"], ["Yes", "No", "No internet service"]],
        )

        internet, television = mapping.columns[1:]
        assert internet.field == television.field == SERVICE
        assert {w: m.line for w, m in internet.services.items()} == {
            "DSL": "BROADBAND",
            "Fiber optic": "BROADBAND",
            "No": "",
        }
        assert [m.line for m in television.services.values()] == ["TELEVISION", "", ""]

    def test_survives_storage(self) -> None:
        mapping = suggested(["customerID", "tenure"], [[], ["1", "2"]])

        assert mapping_from(mapping.as_json()) == mapping


class TestChecking:
    def test_takes_a_whole_mapping(self) -> None:
        check_mapping(suggested(["客户编号", "客户名称"]))

    @pytest.mark.parametrize(
        ("columns", "words"),
        [
            ([ColumnUse(column="a", field="name")], "Say which column is"),
            ([ColumnUse(column=c, field="customer") for c in "ab"], "both taken as"),
            ([ColumnUse(column="a", field="password")], "does not have"),
            (
                [ColumnUse(column="a", field="customer"), ColumnUse(column="b", field=SERVICE)],
                "mean that a service is held",
            ),
            (
                [ColumnUse(column="a", field="customer"), ColumnUse(column="b", field="has_left")],
                "reason for leaving",
            ),
        ],
    )
    def test_refuses_what_cannot_be_used(self, columns: list[ColumnUse], words: str) -> None:
        mapping = FileMapping(target=Target.CUSTOMERS, columns=tuple(columns))

        with pytest.raises(IncompleteMapping, match=words):
            check_mapping(mapping)

    def test_refuses_one_value_where_each_row_has_its_own(self) -> None:
        mapping = suggested(["客户编号"])
        wrong = msgspec.structs.replace(mapping, constants={"name": "all the same"})

        with pytest.raises(IncompleteMapping, match="One value for all rows"):
            check_mapping(wrong)
