"""One row per place of an account."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.customers.choices import SiteKind
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

SITES: Final = Layout(
    target=Target.SITES,
    fields=(
        ACCOUNT,
        Field(
            name="name",
            label=_("What the site is called"),
            kind=Kind.TEXT,
            most=100,
            is_required=True,
            synonyms="站点名称|站点|网点名称|网点|门店名称|门店|机房名称|site name|site|store name"
            "|location name|location",
            example=_("Binjiang store"),
        ),
        Field(
            name="kind",
            label=_("Kind of site"),
            kind=Kind.CHOICE,
            choices=SiteKind,
            synonyms="站点类型|网点类型|门店类型|site type|site kind|kind of site|location type",
            example="STORE",
        ),
        Field(
            name="province",
            label=pgettext_lazy("address", "Province"),
            kind=Kind.TEXT,
            most=40,
            is_free=True,
            synonyms="省份|省|所在省份|province|state",
            example=_("Donglan Province"),
        ),
        Field(
            name="city",
            label=_("City"),
            kind=Kind.TEXT,
            most=40,
            is_free=True,
            synonyms="城市|市|所在城市|地市|city|town",
            example=_("Lancheng"),
        ),
        Field(
            name="district",
            label=_("District"),
            kind=Kind.TEXT,
            most=40,
            synonyms="区县|区|县|所在区县|district|county",
            example=_("Binjiang District"),
        ),
        Field(
            name="street",
            label=_("Street and building"),
            kind=Kind.TEXT,
            most=200,
            synonyms="街道与楼宇|详细地址|站点地址|街道|地址|street|street address|address",
            example=_("1 Example Road"),
        ),
        Field(
            name="way_in",
            label=_("Way in"),
            kind=Kind.TEXT,
            most=200,
            synonyms="进场方式|进场要求|入场要求|way in|access|access notes",
            example=_("Show a staff pass at the gate"),
        ),
        Field(
            name="served_by",
            label=_("Served by"),
            kind=Kind.UNIT,
            is_anywhere=True,
            synonyms="服务单位|维护单位|属地单位|served by|serving unit",
        ),
    ),
)
