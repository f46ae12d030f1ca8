"""Prefixes: put on file, changed, given up."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from primeline.addresses import rules
from primeline.addresses.actions.overlaps import is_overlap
from primeline.addresses.choices import HELD
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.values import PrefixFacts
from primeline.audit import walls
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes


@deed("addresses.register_prefix")
def register_prefix(*, network: str, facts: PrefixFacts, by: Actor, at: datetime) -> Prefix:
    """Put a network on file from which a unit gives addresses.

    :raises Refused: if it is none, overlaps another one, or what is said of it cannot be
    """
    read = rules.network_of(network)
    rules.check_prefix(read)
    first, last = rules.keys_of(read)
    try:
        with transaction.atomic():
            return Prefix.objects.create(
                network=str(read),
                family=rules.family_of(read),
                first=first,
                last=last,
                **_checked(facts),
            )
    except IntegrityError as error:
        if not is_overlap(error):
            raise
        raise Refused(_overlapping(first, last), field="network") from error


@deed("addresses.change_prefix")
def change_prefix(
    *, prefix: Prefix, version: int, facts: PrefixFacts, by: Actor, at: datetime
) -> Prefix:
    """Change whose a prefix is, what it is for, and how long addresses rest after use.

    :raises Refused: if what is said cannot be
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    kept = (prefix.unit_id, prefix.line_id)
    save_changes(Prefix, pk=prefix.pk, version=version, changes=_checked(facts, kept=kept))
    prefix.refresh_from_db()
    return prefix


@deed("addresses.retire_prefix")
def retire_prefix(*, prefix: Prefix, version: int, by: Actor, at: datetime, reason: str) -> Prefix:
    """Give no more addresses from a prefix; it can be put on file anew, whole or in parts.

    :raises Refused: if somebody still has an address of it, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")
    Prefix.objects.select_for_update(of=("self",)).get(pk=prefix.pk)
    with walls.open_for_system():
        held = Allocation.objects.filter(prefix=prefix, status__in=HELD).count()
    if held:
        raise Refused(
            _("%(count)s addresses or networks of it are still held. Release them first.")
            % {"count": held}
        )
    save_changes(Prefix, pk=prefix.pk, version=version, changes={"is_active": False})
    prefix.refresh_from_db()
    return prefix


def _checked(
    facts: PrefixFacts, *, kept: tuple[int | None, int | None] = (None, None)
) -> dict[str, Any]:
    rules.check_quarantine(facts.quarantine_days)
    if not facts.unit.is_active and facts.unit.pk != kept[0]:
        raise Refused(_("This unit is closed. Choose another one."), field="unit")
    if facts.line is not None and not facts.line.is_active and facts.line.pk != kept[1]:
        raise Refused(_("This line of business is closed. Choose another one."), field="line")
    return {
        "unit": facts.unit,
        "line": facts.line,
        "name": facts.name.strip(),
        "quarantine_days": facts.quarantine_days,
    }


def _overlapping(first: str, last: str) -> object:
    there = Prefix.objects.filter(is_active=True, first__lte=last, last__gte=first)
    found = there.order_by("first").values_list("network", flat=True).first()
    said = _("This overlaps %(network)s, which is on file already.")
    return said % {"network": found or _("another prefix")}
