"""One row per device that stands at an account; one row per service from another operator."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT, LINE_WORDS
from primeline.products.choices import (
    EquipmentKind,
    EquipmentOwner,
    KnowledgeSource,
    OutsideOutcome,
)

EQUIPMENT: Final = Layout(
    target=Target.EQUIPMENT,
    fields=(
        ACCOUNT,
        Field(
            name="serial",
            label=_("Serial number"),
            kind=Kind.REFERENCE,
            most=64,
            is_required=True,
            synonyms="序列号|设备序列号|设备编号|资产编号|SN|serial|serial no|serial number"
            "|device serial|asset number",
            example="SN-2024-00017",
        ),
        Field(
            name="kind",
            label=_("Kind of equipment"),
            kind=Kind.CHOICE,
            choices=EquipmentKind,
            synonyms="设备类型|设备种类|设备类别|device type|equipment type|device kind",
            example="ROUTER",
        ),
        Field(
            name="make",
            label=_("Make and model"),
            kind=Kind.TEXT,
            most=100,
            is_free=True,
            synonyms="品牌型号|设备型号|型号|厂家型号|make|model|make and model|device model",
            example=_("Example R-100"),
        ),
        Field(
            name="owner",
            label=_("Whose property it is"),
            kind=Kind.CHOICE,
            choices=EquipmentOwner,
            synonyms="产权|产权归属|设备产权|归属|owner|ownership|property of",
            example="OPERATOR",
        ),
        Field(
            name="place",
            label=_("Where it stands"),
            kind=Kind.TEXT,
            most=200,
            synonyms="安装位置|安装地点|安装地址|所在位置|放置位置|place|location|installed at"
            "|installation address",
            example=_("Equipment room, 1 Example Road, Lancheng"),
        ),
        Field(
            name="installed_date",
            label=_("Installed on"),
            kind=Kind.DAY,
            synonyms="安装日期|安装时间|装机日期|installed on|installed date|installation date",
            example="2024-03-05",
        ),
        Field(
            name="warranty_date",
            label=_("Warranty until"),
            kind=Kind.DAY,
            synonyms="保修截止|保修到期|质保到期|保修截止日期|warranty until|warranty end|warranty",
            example="2027-03-04",
        ),
        Field(
            name="subscription",
            label=_("For the circuit"),
            kind=Kind.REFERENCE,
            most=64,
            synonyms="订购编号|电路编号|专线编号|业务号码|circuit|circuit number|subscription"
            "|subscription number",
        ),
    ),
)

OUTSIDE_SERVICES: Final = Layout(
    target=Target.OUTSIDE,
    fields=(
        ACCOUNT,
        Field(
            name="operator",
            label=_("Operator"),
            kind=Kind.TEXT,
            most=64,
            is_free=True,
            is_required=True,
            synonyms="运营商|异网运营商|对方运营商|竞争对手|友商|operator|other operator|provider"
            "|competitor|carrier",
            example=_("Example Telecom"),
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
            name="what",
            label=_("What the service is"),
            kind=Kind.TEXT,
            most=100,
            is_free=True,
            synonyms="异网业务内容|业务内容|业务说明|具体内容|what|what exactly|details"
            "|description",
            example=_("Head office 200M"),
        ),
        Field(
            name="from_cents",
            label=_("A month from, in yuan"),
            kind=Kind.FEE,
            synonyms="月费下限|最低月费|月费|月消费|资费|at least|monthly fee from|from|monthly fee"
            "|price|fee",
            example="3000.00",
        ),
        Field(
            name="to_cents",
            label=_("A month up to, in yuan"),
            kind=Kind.FEE,
            synonyms="月费上限|最高月费|at most|monthly fee to|to",
            example="5000.00",
        ),
        Field(
            name="ends_date",
            label=_("Ends on"),
            kind=Kind.DAY,
            synonyms="到期日期|到期日|合同到期日|异网到期日|runs until|end date|ends on|expires"
            "|contract end",
            example="2027-03-31",
        ),
        Field(
            name="source",
            label=_("How we know"),
            kind=Kind.CHOICE,
            choices=KnowledgeSource,
            synonyms="信息来源|来源|source|how we know",
            example="CUSTOMER",
        ),
        Field(
            name="source_note",
            label=_("More about that"),
            kind=Kind.TEXT,
            most=200,
            is_free=True,
            synonyms="来源说明|信息来源说明|source note|about the source",
        ),
        Field(
            name="learned_date",
            label=_("Known since"),
            kind=Kind.DAY,
            synonyms="获知日期|了解日期|采集日期|登记日期|learned on|learned date|known since",
            example="2024-03-05",
        ),
        Field(
            name="outcome",
            label=_("What became of it"),
            kind=Kind.CHOICE,
            choices=OutsideOutcome,
            synonyms="结果|异网结果|outcome|result|what became of it",
        ),
        Field(
            name="over_date",
            label=_("Over since"),
            kind=Kind.DAY,
            synonyms="结束日期|终止日期|over since|over date|ended on",
        ),
    ),
)
