"""One row per person at a customer."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import Attitude, DecisionRole, PreferredChannel
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

CONTACTS: Final = Layout(
    target=Target.CONTACTS,
    fields=(
        ACCOUNT,
        Field(
            name="name",
            label=_("Name"),
            kind=Kind.TEXT,
            most=100,
            is_required=True,
            synonyms="姓名|联系人|联系人姓名|name|contact|contact name|full name|contact person",
            example=_("Wang Shili"),
        ),
        Field(
            name="job_title",
            label=_("Job title"),
            kind=Kind.TEXT,
            most=100,
            synonyms="职务|职位|岗位|job title|title|position",
            example=_("Head of the information centre"),
        ),
        Field(
            name="decision_role",
            label=_("Role in decisions"),
            kind=Kind.CHOICE,
            choices=DecisionRole,
            synonyms="决策角色|角色|关键人物属性|decision role|role",
            example="DECIDES",
        ),
        Field(
            name="attitude",
            label=_("Attitude"),
            kind=Kind.CHOICE,
            choices=Attitude,
            synonyms="态度|对我方态度|立场|attitude|stance",
            example="FRIENDLY",
        ),
        Field(
            name="reports_to",
            label=_("Reports to"),
            kind=Kind.TEXT,
            most=100,
            synonyms="汇报上级|上级|直接上级|上级姓名|汇报对象|reports to|manager name|superior"
            "|supervisor",
        ),
        Field(
            name="phone",
            label=_("Telephone"),
            kind=Kind.PHONE,
            most=32,
            synonyms="联系电话|电话|手机|手机号|手机号码|phone|telephone|mobile|phone number",
            example="0571 8888 1234",
        ),
        Field(
            name="email",
            label=_("E-mail"),
            kind=Kind.EMAIL,
            most=254,
            synonyms="邮箱|电子邮箱|电子邮件|email|e-mail|mail",
            example="wang@example.com",
        ),
        Field(
            name="birthday",
            label=_("Birthday"),
            kind=Kind.DAY,
            synonyms="生日|出生日期|birthday|date of birth|birth date",
            example="1980-05-06",
        ),
        Field(
            name="preferred_channel",
            label=_("Preferred channel"),
            kind=Kind.CHOICE,
            choices=PreferredChannel,
            synonyms="偏好渠道|首选渠道|联系方式偏好|preferred channel|channel",
            example="PHONE",
        ),
        Field(
            name="preferred_hours",
            label=_("Preferred hours"),
            kind=Kind.TEXT,
            most=40,
            synonyms="偏好时段|方便时间|preferred hours|best time",
            example="09:00-11:30",
        ),
        Field(
            name="is_primary",
            label=_("Main contact"),
            kind=Kind.FLAG,
            synonyms="是否主联系人|主要联系人|is primary|primary|main contact",
            example="yes",
        ),
    ),
)
