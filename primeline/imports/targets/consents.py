"""One row per consent that a person at a customer gave."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import ConsentProof, ConsentPurpose
from primeline.imports.choices import Target
from primeline.imports.targets.field import Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

CONSENTS: Final = Layout(
    target=Target.CONSENTS,
    fields=(
        ACCOUNT,
        Field(
            name="name",
            label=_("Name"),
            kind=Kind.TEXT,
            most=100,
            is_required=True,
            synonyms="姓名|联系人|联系人姓名|同意人|授权人|name|contact|contact name|full name",
            example=_("Wang Shili"),
        ),
        Field(
            name="purpose",
            label=_("Agrees to"),
            kind=Kind.CHOICE,
            choices=ConsentPurpose,
            is_required=True,
            synonyms="同意事项|授权事项|同意用途|授权用途|同意内容|consent|consent purpose"
            "|agrees to|purpose",
            example="SERVICE",
        ),
        Field(
            name="given_date",
            label=_("Given on"),
            kind=Kind.DAY,
            is_required=True,
            synonyms="同意日期|授权日期|同意时间|授权时间|given on|given date|consent date",
            example="2024-03-05",
        ),
        Field(
            name="proof",
            label=_("Shown by"),
            kind=Kind.CHOICE,
            choices=ConsentProof,
            synonyms="证明方式|凭证类型|证明类型|授权方式|shown by|proof|proof kind"
            "|consent channel",
            example="PAPER",
        ),
        Field(
            name="proof_place",
            label=_("Where the proof lies"),
            kind=Kind.TEXT,
            most=200,
            synonyms="凭证存放处|证明材料|凭证|凭证编号|存放位置|where the proof lies|proof place"
            "|proof text|evidence|proof reference",
            example=_("Archive 2024-0017"),
        ),
        Field(
            name="withdrawn_date",
            label=_("Withdrawn on"),
            kind=Kind.DAY,
            synonyms="撤回日期|撤销日期|撤回时间|withdrawn on|withdrawn date|revoked on",
        ),
    ),
)
