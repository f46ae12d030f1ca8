"""One row per account whose manager or deputy is named."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.imports.choices import Target
from primeline.imports.targets.field import READER, Field, Kind, Layout
from primeline.imports.targets.shared import ACCOUNT

MANAGERS: Final = Layout(
    target=Target.MANAGERS,
    fields=(
        ACCOUNT,
        Field(
            name="account_manager",
            label=_("Account manager"),
            kind=Kind.PERSON,
            synonyms="客户经理|新客户经理|接收客户经理|客户经理工号|客户经理姓名|account manager"
            "|new account manager|manager",
            example=READER,
        ),
        Field(
            name="deputy",
            label=_("Deputy"),
            kind=Kind.PERSON,
            synonyms="副客户经理|备份经理|协办经理|B角|deputy|backup manager",
        ),
    ),
)
