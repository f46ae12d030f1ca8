"""Industries: reference data that people edit. An entry is closed, never deleted."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers.models import Industry
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes


@deed("customers.add_industry")
def add_industry(
    *, code: str, name_zh: str, name_en: str = "", position: int = 0, by: Actor, at: datetime
) -> Industry:
    """Add an industry to the list.

    :raises Refused: if the code is taken
    """
    if Industry.objects.filter(code=code).exists():
        raise Refused(_("This code is taken. Choose another one."), field="code")
    return Industry.objects.create(code=code, name_zh=name_zh, name_en=name_en, position=position)


@deed("customers.change_industry")
def change_industry(
    *,
    industry: Industry,
    version: int,
    name_zh: str,
    name_en: str,
    is_active: bool,
    by: Actor,
    at: datetime,
) -> Industry:
    """Change the names of an industry, or close it to new accounts.

    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    changes = {"name_zh": name_zh, "name_en": name_en, "is_active": is_active}
    save_changes(Industry, pk=industry.pk, version=version, changes=changes)
    industry.refresh_from_db()
    return industry
