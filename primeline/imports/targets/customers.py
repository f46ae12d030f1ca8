"""One row per account: who it is, whom to call, and what it holds, pays and has ended."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import (
    BusinessKind,
    CustomerKind,
    CustomerStatus,
    IdentifierKind,
    Scale,
)
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout

_IDENTITY: Final = (
    Field(
        name="customer",
        label=_("Account number in your system"),
        kind=Kind.REFERENCE,
        most=64,
        is_required=True,
        synonyms="客户编号|客户编码|客户号|客户标识|集团编号|集团客户编号|账户编号|编号|external id"
        "|customer id|customer number|customer no|account number|account id|custid|client id"
        "|external number|rownames|subscriber id|account no",
        example="KH-000123",
    ),
    Field(
        name="name",
        label=_("Name"),
        kind=Kind.TEXT,
        most=200,
        synonyms="客户名称|客户全称|单位名称|企业名称|公司名称|集团名称|集团客户名称|姓名|名称"
        "|customer name|company name|company|name|full name|organization|organisation|client name",
        example=_("Lanjiang Example Manufacturing Ltd."),
    ),
    Field(
        name="short_name",
        label=_("Short name"),
        kind=Kind.TEXT,
        most=40,
        synonyms="客户简称|简称|short name|abbreviation",
        example=_("Example Manufacturing"),
    ),
    Field(
        name="name_en",
        label=_("English name"),
        kind=Kind.TEXT,
        most=200,
        synonyms="英文名称|英文名|english name|name en",
        example="Lanjiang Example Manufacturing",
    ),
    Field(
        name="kind",
        label=_("Organization or individual"),
        kind=Kind.CHOICE,
        choices=CustomerKind,
        synonyms="客户类型|客户类别|客户性质|customer type|customer kind|kind|account type",
        example="ORGANIZATION",
    ),
    Field(
        name="identifier_kind",
        label=_("Kind of identifier"),
        kind=Kind.CHOICE,
        choices=IdentifierKind,
        synonyms="证件类型|证件种类|identifier type|identifier kind|id type",
        example="CREDIT_CODE",
    ),
    Field(
        name="identifier",
        label=_("Identifier"),
        kind=Kind.IDENTIFIER,
        most=40,
        synonyms="证件号码|证件号|统一社会信用代码|信用代码|营业执照号"
        "|身份证号|身份证号码|identifier"
        "|credit code|uscc|tax id|id number|identity card",
        example="",
    ),
)

_CLASSIFICATION: Final = (
    Field(
        name="industry",
        label=_("Industry"),
        kind=Kind.INDUSTRY,
        synonyms="行业|所属行业|行业类别|行业分类|industry|sector|vertical",
        example=_("Manufacturing"),
    ),
    Field(
        name="scale",
        label=_("Scale"),
        kind=Kind.CHOICE,
        choices=Scale,
        synonyms="规模|企业规模|客户规模|scale|company size|size",
        example="MEDIUM",
    ),
    Field(
        name="business_kind",
        label=_("Business form"),
        kind=Kind.CHOICE,
        choices=BusinessKind,
        synonyms="业务形态|业务类型|business kind|business form",
    ),
    Field(
        name="brand",
        label=_("Brand"),
        kind=Kind.TEXT,
        most=40,
        is_free=True,
        synonyms="品牌|客户品牌|brand",
    ),
    Field(
        name="is_agent",
        label=_("Agent"),
        kind=Kind.FLAG,
        synonyms="是否代理商|代理商|is agent|agent|reseller",
        example="no",
    ),
    Field(
        name="status",
        label=_("Status"),
        kind=Kind.CHOICE,
        choices=CustomerStatus,
        synonyms="客户状态|账户状态|状态|status|account status|customer status",
        example="ACTIVE",
    ),
    Field(
        name="address",
        label=_("Address"),
        kind=Kind.TEXT,
        most=300,
        synonyms="地址|客户地址|单位地址|通信地址|address|street address",
        example=_("1 Example Road, Lancheng"),
    ),
    Field(
        name="opened_date",
        label=_("Customer since"),
        kind=Kind.DAY,
        synonyms="入网时间|入网日期|开户日期|开户时间|建档日期|opened date|customer since"
        "|start date|activation date|joined",
        example="2021-03-05",
    ),
    Field(
        name="notes",
        label=_("Notes"),
        kind=Kind.TEXT,
        most=2000,
        synonyms="备注|说明|notes|remarks|comment|comments",
    ),
)

_CARE: Final = (
    Field(
        name="owner_unit",
        label=_("Owner unit"),
        kind=Kind.UNIT,
        synonyms="归属单位|归属机构|归属分公司|分公司|所属单位|所属分公司|地市|归属地|owner unit"
        "|branch|unit|owner",
    ),
    Field(
        name="account_manager",
        label=_("Account manager"),
        kind=Kind.PERSON,
        synonyms="客户经理|客户经理工号|客户经理姓名|account manager|manager",
    ),
    Field(
        name="deputy",
        label=_("Deputy"),
        kind=Kind.PERSON,
        synonyms="副客户经理|备份经理|协办经理|B角|deputy|backup manager",
    ),
)

_CONTACT: Final = (
    Field(
        name="contact_name",
        label=_("Main contact"),
        kind=Kind.TEXT,
        most=100,
        group="CONTACT",
        synonyms="联系人|联系人姓名|关键联系人|主要联系人|contact|contact name|contact person",
        example=_("Wang Shili"),
    ),
    Field(
        name="contact_phone",
        label=_("Main contact's telephone"),
        kind=Kind.PHONE,
        most=32,
        group="CONTACT",
        synonyms="联系电话|联系人电话|手机|手机号|手机号码|电话|phone"
        "|telephone|mobile|contact phone",
        example="0571 8888 1234",
    ),
    Field(
        name="contact_email",
        label=_("Main contact's e-mail"),
        kind=Kind.EMAIL,
        most=254,
        group="CONTACT",
        synonyms="邮箱|电子邮箱|联系人邮箱|email|e-mail|contact email|mail",
        example="wang@example.com",
    ),
)

_SERVICES: Final = (
    Field(
        name="tenure_months",
        label=_("Months with us"),
        kind=Kind.COUNT,
        group="SERVICES",
        synonyms="在网时长|在网月数|网龄|在网月份|tenure|tenure months|months with us"
        "|account length|tenure in months|months",
    ),
    Field(
        name="monthly_charge",
        label=_("Charge of one month"),
        kind=Kind.FEE,
        group="SERVICES",
        synonyms="月费|月租|月租费|月消费|月均消费|月收入|monthly charges"
        "|monthly charge|monthly fee"
        "|monthly revenue|arpu|monthly charges amount",
    ),
    Field(
        name="total_charge",
        label=_("Charges since the beginning"),
        kind=Kind.FEE,
        group="SERVICES",
        synonyms="累计消费|累计费用|总费用|总消费|total charges|total charge|total revenue"
        "|total charges amount",
    ),
    Field(
        name="contract_months",
        label=_("Term of the contract in months"),
        kind=Kind.COUNT,
        group="SERVICES",
        synonyms="合约期|合同期限|合同期|合约时长|contract|contract term|contract months|term",
    ),
    Field(
        name="has_left",
        label=_("Has left"),
        kind=Kind.FLAG,
        group="SERVICES",
        synonyms="是否流失|流失|是否离网|离网|是否拆机|churn|churned"
        "|has left|churn label|left|exited",
    ),
    Field(
        name="left_date",
        label=_("Left on"),
        kind=Kind.DAY,
        group="SERVICES",
        synonyms="离网日期|离网时间|拆机日期|销户日期|churn date|left date|cancellation date"
        "|termination date",
    ),
    Field(
        name="leaving_reason",
        label=_("Reason for leaving"),
        kind=Kind.REASON,
        group="SERVICES",
        synonyms="离网原因|流失原因|拆机原因|churn reason|leaving reason|reason",
    ),
)

CUSTOMERS: Final = Layout(
    target=Target.CUSTOMERS,
    fields=_IDENTITY + _CLASSIFICATION + _CARE + _CONTACT + _SERVICES,
    takes_services=True,
)
