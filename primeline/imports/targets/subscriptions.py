"""One row per subscription, and one row per termination."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import PaymentMode
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT, LINE_WORDS
from primeline.products.choices import AccessKind, AssuranceLevel, Distance, SubscriptionStatus

_SUBSCRIPTION_WORDS: Final = (
    "业务号码|业务编号|订购编号|用户编号|用户号码|产品实例编号|产品号码|专线编号|专线号|服务号码"
    "|subscription id|subscription number|subscription|service id|service number|product id"
    "|line id|external id"
)

SUBSCRIPTIONS: Final = Layout(
    target=Target.SUBSCRIPTIONS,
    fields=(
        ACCOUNT,
        Field(
            name="external_id",
            label=_("Subscription number in your system"),
            kind=Kind.REFERENCE,
            most=64,
            synonyms=_SUBSCRIPTION_WORDS,
            example="YW-0000456",
        ),
        Field(
            name="line",
            label=_("Line of business"),
            kind=Kind.LINE,
            synonyms=LINE_WORDS,
            example=_("Internet leased line"),
        ),
        Field(
            name="fee_cents",
            label=_("Monthly fee"),
            kind=Kind.FEE,
            synonyms="月费|月租|月租费|月使用费|资费|费用|monthly fee"
            "|fee|monthly charge|price|rent",
            example="1750.00",
        ),
        Field(
            name="opened_date",
            label=_("Opened on"),
            kind=Kind.DAY,
            synonyms="开通日期|开通时间|竣工日期|起租日期|启用日期|opened date|opened on|start date"
            "|activation date|opened|in service date",
            example="2024-03-05",
        ),
        Field(
            name="status",
            label=_("Status"),
            kind=Kind.CHOICE,
            choices=SubscriptionStatus,
            synonyms="业务状态|用户状态|状态|status|subscription status|state",
            example="ACTIVE",
        ),
        Field(
            name="terminated_date",
            label=_("Terminated on"),
            kind=Kind.DAY,
            synonyms="拆机日期|拆机时间|销户日期|终止日期|terminated date|terminated on|end date"
            "|cancellation date",
        ),
        Field(
            name="reason_recorded",
            label=_("Reason for termination"),
            kind=Kind.REASON,
            synonyms="拆机原因|终止原因|离网原因|termination reason|reason|churn reason",
        ),
        Field(
            name="agreement",
            label=_("Contract number"),
            kind=Kind.REFERENCE,
            most=40,
            synonyms="合同编号|合同号|协议编号|contract number|contract no"
            "|agreement number|contract",
            example="HT-2024-0017",
        ),
        Field(
            name="payment_mode",
            label=_("Payment"),
            kind=Kind.CHOICE,
            choices=PaymentMode,
            synonyms="付费方式|付费类型|预付后付|payment mode|payment|billing mode",
            example="POSTPAID",
        ),
        Field(
            name="label",
            label=_("Short name"),
            kind=Kind.TEXT,
            is_free=True,
            most=100,
            synonyms="业务名称|专线名称|电路名称|名称|label|name|circuit name",
            example=_("Internet access of the head office"),
        ),
        Field(
            name="circuit_number",
            label=_("Circuit number"),
            kind=Kind.REFERENCE,
            most=40,
            synonyms="电路代号|电路编号|电路号|circuit number|circuit id|circuit",
            example=_("Lancheng-Yucheng ETH0001"),
        ),
        Field(
            name="a_end",
            label=_("A end"),
            kind=Kind.TEXT,
            most=200,
            synonyms="A端|A端地址|a端机房|a end|a-end|site a|a address|装机地址|安装地址",
            example=_("1 Example Road, Lancheng"),
        ),
        Field(
            name="z_end",
            label=_("Z end"),
            kind=Kind.TEXT,
            most=200,
            synonyms="Z端|Z端地址|z端机房|z end|z-end|site z|site b|z address",
        ),
        Field(
            name="distance",
            label=_("Distance"),
            kind=Kind.CHOICE,
            choices=Distance,
            synonyms="覆盖范围|业务覆盖范围|距离|distance|scope",
            example="IN_CITY",
        ),
        Field(
            name="bandwidth_mbps",
            label=_("Bandwidth in Mbit/s"),
            kind=Kind.COUNT,
            synonyms="带宽|带宽mbps|速率|bandwidth|bandwidth mbps|speed|mbps",
            example="100",
        ),
        Field(
            name="quantity",
            label=_("Quantity"),
            kind=Kind.COUNT,
            synonyms="数量|卡数|成员数|端口数|quantity|count|cards|units",
            example="1",
        ),
        Field(
            name="ip_addresses",
            label=_("IP addresses"),
            kind=Kind.TEXT,
            most=200,
            synonyms="IP地址|ip|ip段|ip addresses|ip address",
        ),
        Field(
            name="access_kind",
            label=_("Access"),
            kind=Kind.CHOICE,
            choices=AccessKind,
            synonyms="接入方式|接入类型|access kind|access|access type",
            example="OWN_FIBER",
        ),
        Field(
            name="access_operator",
            label=_("Other operator"),
            kind=Kind.TEXT,
            most=64,
            is_free=True,
            synonyms="接入运营商|租用运营商|他网运营商|access operator|other operator",
        ),
        Field(
            name="access_number",
            label=_("Other operator's number"),
            kind=Kind.REFERENCE,
            most=40,
            synonyms="他网电路号|租用电路号|access number",
        ),
        Field(
            name="access_fault_phone",
            label=_("Other operator's fault telephone"),
            kind=Kind.TEXT,
            most=32,
            synonyms="他网报障电话|access fault phone|fault phone",
        ),
        Field(
            name="assurance",
            label=_("Assurance level"),
            kind=Kind.CHOICE,
            choices=AssuranceLevel,
            synonyms="保障等级|业务保障等级|服务等级|assurance|assurance level|sla|sla level",
            example="AA",
        ),
    ),
)

TERMINATIONS: Final = Layout(
    target=Target.TERMINATIONS,
    fields=(
        Field(
            name="subscription",
            label=_("Subscription or circuit number"),
            kind=Kind.REFERENCE,
            most=64,
            is_required=True,
            synonyms=_SUBSCRIPTION_WORDS + "|电路代号|电路编号|电路号|circuit number|circuit id",
            example="YW-0000456",
        ),
        Field(
            name="terminated_date",
            label=_("Terminated on"),
            kind=Kind.DAY,
            is_required=True,
            synonyms="拆机日期|拆机时间|销户日期|终止日期|离网日期|terminated date|terminated on"
            "|end date|cancellation date|termination date",
            example="2026-10-31",
        ),
        Field(
            name="reason_recorded",
            label=_("Reason for termination"),
            kind=Kind.REASON,
            is_required=True,
            synonyms="拆机原因|终止原因|离网原因|原因|termination reason|reason|churn reason",
            example=_("Competitor's lower price"),
        ),
        Field(
            name="reason_verified",
            label=_("Verified reason"),
            kind=Kind.REASON,
            synonyms="核实原因|回访原因|verified reason",
        ),
        Field(
            name="reason_verified_date",
            label=_("Verified on"),
            kind=Kind.DAY,
            synonyms="核实日期|回访日期|verified date|verified on",
        ),
    ),
)
