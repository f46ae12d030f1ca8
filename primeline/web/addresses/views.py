"""Prefixes with how full they are, and what of one is held."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.addresses import queries
from primeline.addresses.choices import Family
from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.web.pages import page
from primeline.web.requests import PersonRequest

AT_ONCE = 100
SEE = Permission.VIEW_ADDRESSES


@page(SEE)
def prefixes(request: PersonRequest) -> HttpResponse:
    """Show the prefixes within reach with how full they are, and the sums of their units."""
    at, family = clock.now(), request.GET.get("family", "")
    wanted = int(family) if family in {str(one) for one in Family.values} else None
    asked = queries.PrefixesAsked(
        family=wanted,
        with_retired="all" in request.GET,
        after=request.GET.get("after", "")[:40],
    )
    shown = queries.prefixes_page(request.reach, asked, at=at, most=AT_ONCE)
    context = {
        "shown": shown,
        "asked": asked,
        "units": queries.sums_of(request.reach, at=at),
        "families": Family.choices,
        "may_edit": request.reach.may(Permission.EDIT_PREFIXES),
    }
    return render(request, "web/addresses/list.html", context)


@page(SEE)
def prefix(request: PersonRequest, prefix_id: int) -> HttpResponse:
    """Show one prefix and what of it is held, or what was held before."""
    at, row = clock.now(), queries.get_prefix(request.reach, prefix_id)
    is_past = "past" in request.GET
    after = request.GET.get("after", "")[:40]
    held = queries.held_in(row, request.reach, at=at, is_past=is_past, after=after, most=AT_ONCE)
    edited = queries.prefixes_within(request.reach, Permission.EDIT_PREFIXES)
    may_reserve = request.reach.may(Permission.RESERVE_ADDRESSES)
    context = {
        "prefix": row,
        "usage": queries.usage_of([row], at=at)[row.pk],
        "held": held,
        "is_past": is_past,
        "after": after,
        "may_reserve": may_reserve and row.is_active,
        "may_act": may_reserve,
        "may_edit": row.is_active and edited.filter(pk=row.pk).exists(),
    }
    return render(request, "web/addresses/prefix.html", context)
