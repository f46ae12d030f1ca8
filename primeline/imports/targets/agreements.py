"""One row per contract."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT
from primeline.products.choices import AgreementStatus, RenewalKind

AGREEMENTS: Final = Layout(
    target=Target.AGREEMENTS,
    fields=(
        ACCOUNT,
        Field(
            name="number",
            label=_("Contract number"),
            kind=Kind.REFERENCE,
            most=40,
            is_required=True,
            synonyms="合同编号|合同号|协议编号|协议号|contract number|contract no|agreement number"
            "|contract id|agreement id|number",
            example="HT-2024-0017",
        ),
        Field(
            name="name",
            label=_("Contract name"),
            kind=Kind.TEXT,
            most=200,
            is_free=True,
            synonyms="合同名称|协议名称|contract name|agreement name|name|title",
            example=_("Internet leased line contract"),
        ),
        Field(
            name="signed_date",
            label=_("Signed on"),
            kind=Kind.DAY,
            synonyms="签订日期|签约日期|签署日期|签订时间|signed date|signed on|signature date",
            example="2024-03-01",
        ),
        Field(
            name="starts_date",
            label=_("Starts on"),
            kind=Kind.DAY,
            synonyms="生效日期|开始日期|合同开始日期|起始日期|start date|starts|effective date"
            "|valid from",
            example="2024-03-05",
        ),
        Field(
            name="ends_date",
            label=_("Ends on"),
            kind=Kind.DAY,
            synonyms="到期日期|到期日|终止日期|结束日期|合同到期日|end date|ends|expiry date"
            "|valid to|expires",
            example="2026-03-04",
        ),
        Field(
            name="term_months",
            label=_("Term in months"),
            kind=Kind.COUNT,
            most=1200,
            synonyms="合同期限|期限|合约期|合同期|term|term months|contract term|duration",
            example="24",
        ),
        Field(
            name="value_cents",
            label=_("Value"),
            kind=Kind.FEE,
            synonyms="合同金额|合同总额|金额|总金额|value|contract value|amount|total",
            example="60000.00",
        ),
        Field(
            name="filed_date",
            label=_("Filed on"),
            kind=Kind.DAY,
            synonyms="备案日期|备案时间|filed date|filed on|filing date",
            example="2024-03-07",
        ),
        Field(
            name="sales_representative",
            label=_("Sales representative"),
            kind=Kind.PERSON,
            synonyms="销售代表|销售|签约人|sales representative|sales rep|sales",
        ),
        Field(
            name="signing_unit",
            label=_("Signed by our unit"),
            kind=Kind.UNIT,
            synonyms="签约单位|我方签约单位|我方主体|signing unit|signed by unit|our party",
        ),
        Field(
            name="renewal_kind",
            label=_("When the term is over"),
            kind=Kind.CHOICE,
            choices=RenewalKind,
            synonyms="续约方式|续签方式|到期处理|renewal|renewal kind|renewal type",
            example="BY_ITSELF",
        ),
        Field(
            name="renewal_date",
            label=_("Renewed on"),
            kind=Kind.DAY,
            synonyms="续约日期|续签日期|续约日|renewal date|renewed on|renews on",
        ),
        Field(
            name="renewal_months",
            label=_("Goes on each time for, in months"),
            kind=Kind.COUNT,
            most=600,
            synonyms="续约期限|每次续约月数|续约月数|renewal months|renewal term",
            example="12",
        ),
        Field(
            name="notice_days",
            label=_("Notice before, in days"),
            kind=Kind.COUNT,
            most=3660,
            synonyms="通知期|提前通知天数|异议期|notice days|notice period|notice",
            example="30",
        ),
        Field(
            name="clauses",
            label=_("What was agreed, in words"),
            kind=Kind.TEXT,
            most=2000,
            is_free=True,
            synonyms="合同条款|主要条款|约定内容|clauses|terms|what was agreed",
        ),
        Field(
            name="status",
            label=_("Status"),
            kind=Kind.CHOICE,
            choices=AgreementStatus,
            synonyms="合同状态|状态|status|contract status",
            example="ACTIVE",
        ),
    ),
)
