"""One row per payment."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import PaymentMethod, PaymentStatus
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

PAYMENTS: Final = Layout(
    target=Target.PAYMENTS,
    fields=(
        ACCOUNT,
        Field(
            name="payment",
            label=_("Payment number"),
            kind=Kind.REFERENCE,
            most=64,
            is_required=True,
            synonyms="缴费流水号|缴费流水|付款流水号|付款流水|支付流水号|收款流水号|流水号|缴费编号"
            "|收款编号|交易号|payment number|payment no|payment id|payment reference"
            "|transaction id|transaction number|receipt number",
            example="JF-20261112-0001",
        ),
        Field(
            name="paid_date",
            label=_("Paid on"),
            kind=Kind.DAY,
            is_required=True,
            synonyms="缴费日期|缴费时间|付款日期|付款时间|到账日期|收款日期|支付日期|交易日期"
            "|paid date|paid on|payment date|date paid|received on",
            example="2026-11-12",
        ),
        Field(
            name="paid_cents",
            label=_("Amount paid"),
            kind=Kind.FEE,
            is_required=True,
            synonyms="缴费金额|付款金额|支付金额|到账金额|收款金额|实缴金额|金额|amount paid"
            "|paid amount|payment amount|payment|amount",
            example="1750.00",
        ),
        Field(
            name="bill_month",
            label=_("Month of the bill"),
            kind=Kind.MONTH,
            synonyms="账期|账单月份|所属账期|缴费账期|bill month|billing month|billing period",
            example="2026-10",
        ),
        Field(
            name="method",
            label=_("Way of payment"),
            kind=Kind.CHOICE,
            choices=PaymentMethod,
            synonyms="缴费方式|付款方式|支付方式|收款方式|payment method|method|paid by",
            example="TRANSFER",
        ),
        Field(
            name="payment_status",
            label=_("Status"),
            kind=Kind.CHOICE,
            choices=PaymentStatus,
            synonyms="缴费状态|付款状态|支付状态|状态|payment status|status",
            example="DONE",
        ),
        Field(
            name="payer",
            label=_("Payer"),
            kind=Kind.TEXT,
            most=100,
            synonyms="付款人|付款单位|付款方|缴费人|缴费单位|payer|paid from|payer name",
        ),
    ),
)
