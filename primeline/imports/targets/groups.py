"""One row per account that is the subsidiary of another."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

GROUPS: Final = Layout(
    target=Target.GROUPS,
    fields=(
        ACCOUNT,
        Field(
            name="parent",
            label=_("Account right above"),
            kind=Kind.REFERENCE,
            most=64,
            is_required=True,
            synonyms="上级客户编号|上级客户|母公司客户编号|母公司编号|所属集团编号|上级编号|parent"
            "|parent account|parent account number|parent customer|parent id|belongs to",
            example="KH-000001",
        ),
        Field(
            name="active_from",
            label=_("Subsidiary since"),
            kind=Kind.DAY,
            synonyms="隶属起始日期|隶属日期|加入集团日期|加入日期|subsidiary since|since|joined on"
            "|member since",
            example="2024-03-05",
        ),
        Field(
            name="payer",
            label=_("Account that pays"),
            kind=Kind.REFERENCE,
            most=64,
            synonyms="付费客户编号|统付客户编号|统付客户|付费方|统付单位|payer|payer account"
            "|paying account|paid by",
        ),
    ),
)
