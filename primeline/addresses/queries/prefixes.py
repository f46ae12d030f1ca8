"""Prefixes: those of one's own units, of those below, and of those above, which serve them too."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from primeline.addresses import rules
from primeline.addresses.models import Prefix
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach


def prefixes_within(
    reach: Reach, permission: Permission = Permission.VIEW_ADDRESSES
) -> QuerySet[Prefix]:
    """Return the prefixes within reach, in use or not. Every list of them starts here.

    A prefix serves its unit and all below it: whoever looks or reserves reaches those of the units
    above as well. To change one, its unit has to lie within reach.
    """
    paths = reach.paths_for(permission)
    wanted = Q(pk__in=[])
    for path in paths:
        wanted |= Q(unit__path__startswith=path)
    if permission != Permission.EDIT_PREFIXES:
        wanted |= Q(unit__path__in=[above for path in paths for above in _way_up(path)])
    return Prefix.objects.filter(wanted).select_related("unit", "line")


def get_prefix(
    reach: Reach, prefix_id: int, permission: Permission = Permission.VIEW_ADDRESSES
) -> Prefix:
    """Return one prefix.

    :raises NotFound: if there is none, or it is out of reach
    """
    prefix = prefixes_within(reach, permission).filter(pk=prefix_id).first()
    if prefix is None:
        raise NotFound
    return prefix


def pools_for(path: str, *, line_id: int | None, family: int) -> list[Prefix]:
    """Return from where a unit gives addresses for a line of business, the nearest first.

    At the same unit a prefix of just this line comes before one of any.
    """
    wanted = Q(line=None) if line_id is None else Q(line=None) | Q(line_id=line_id)
    rows = Prefix.objects.filter(
        wanted, is_active=True, family=family, unit__path__in=_way_up(path)
    )
    is_general = Case(When(line=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(rows.order_by(Length("unit__path").desc(), is_general, "first"))


def holding(network: rules.Network) -> Prefix | None:
    """Return the prefix in use in which a network lies, if there is one."""
    first, last = rules.keys_of(network)
    found = Prefix.objects.filter(is_active=True, first__lte=first, last__gte=last)
    return found.select_related("unit", "line").first()


def is_kept_here() -> bool:
    """Test whether addresses are kept here at all: without a prefix nobody does."""
    return Prefix.objects.filter(is_active=True).exists()


def _way_up(path: str) -> list[str]:
    ids = [one for one in path.split("/") if one]
    return ["/" + "/".join(ids[:count]) + "/" for count in range(1, len(ids) + 1)]
