"""One row per account, month and line of business; rows of one account and month make one bill."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import BillStatus
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT, LINE_WORDS

BILLS: Final = Layout(
    target=Target.BILLS,
    fields=(
        ACCOUNT,
        Field(
            name="bill_month",
            label=_("Month"),
            kind=Kind.MONTH,
            is_required=True,
            synonyms="账期|账务周期|账单月份|月份|计费月|出账月|bill month"
            "|billing month|month|period"
            "|billing period",
            example="2026-10",
        ),
        Field(
            name="amount_cents",
            label=_("Amount"),
            kind=Kind.MONEY,
            is_required=True,
            synonyms="账单金额|应收金额|出账金额|金额|费用|收入|amount|bill amount"
            "|charge|charges|total",
            example="1750.00",
        ),
        Field(
            name="line",
            label=_("Line of business"),
            kind=Kind.LINE,
            is_required=True,
            synonyms=LINE_WORDS,
            example=_("Internet leased line"),
        ),
        Field(
            name="due_date",
            label=_("Due on"),
            kind=Kind.DAY,
            synonyms="缴费截止日|应缴日期|付款期限|due date|due on|payable by",
            example="2026-11-20",
        ),
        Field(
            name="settled_date",
            label=_("Settled on"),
            kind=Kind.DAY,
            synonyms="销账日期|缴费日期|付款日期|settled date|paid on|payment date|paid date",
            example="2026-11-12",
        ),
        Field(
            name="status",
            label=_("Status"),
            kind=Kind.CHOICE,
            choices=BillStatus,
            synonyms="账单状态|缴费状态|状态|status|bill status|payment status",
            example="SETTLED",
        ),
    ),
)
