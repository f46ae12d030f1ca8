"""Versions of the matrix: the list, one of them with what it changes, its rules."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.kit import clock
from primeline.staff.choices import Permission
from primeline.standards import queries, rules
from primeline.standards.choices import FindingKind, PolicyStatus
from primeline.standards.values import Change, Finding, Row
from primeline.web.pages import page
from primeline.web.requests import PersonRequest
from primeline.web.standards.forms import ProposalForm, ReasonForm, ReturnForm
from primeline.web.standards.matrix import coverage_of, filters, grouped, narrowed
from primeline.web.standards.words import Names

if TYPE_CHECKING:
    from primeline.standards.models import PolicyVersion

TONES = {
    PolicyStatus.DRAFT: "plain",
    PolicyStatus.PROPOSED: "wait",
    PolicyStatus.APPROVED: "good",
    PolicyStatus.REFUSED: "bad",
    PolicyStatus.DROPPED: "plain",
}
UNDECIDED = (PolicyStatus.DRAFT, PolicyStatus.PROPOSED)


@page(Permission.VIEW_REFERENCE)
def versions(request: PersonRequest) -> HttpResponse:
    """List the versions: what waits for a decision, drafts, and those that were decided about."""
    found = queries.versions()
    in_force = queries.version_in_force(clock.now())
    context = {
        "waiting": [one for one in found if one.status == PolicyStatus.PROPOSED],
        "drafts": [one for one in found if one.status == PolicyStatus.DRAFT],
        "decided": [
            one for one in found if one.status not in (PolicyStatus.PROPOSED, PolicyStatus.DRAFT)
        ],
        "in_force": in_force,
        "tones": TONES,
        "may_edit": request.reach.may(Permission.EDIT_POLICY),
    }
    return render(request, "web/standards/versions.html", context)


@page(Permission.VIEW_REFERENCE)
def version(request: PersonRequest, number: int) -> HttpResponse:
    """Show one version: what it changes, what is wrong with it, and what may be done with it."""
    return shown_version(request, queries.get_version(number))


@page(Permission.VIEW_REFERENCE)
def rules_of_version(request: PersonRequest, number: int) -> HttpResponse:
    """Show all rules of one version; of a draft of one's own, each leads to its form."""
    shown = queries.get_version(number)
    rows = narrowed(request, queries.rows_of(shown.pk))
    names = Names(request.reach, rows)
    context = {
        "version": shown,
        "groups": grouped(names, rows),
        "shown_count": len(rows),
        "may_change": _is_mine(request, shown) and shown.status == PolicyStatus.DRAFT,
        **filters(request),
    }
    return render(request, "web/standards/rules.html", context)


def shown_version(
    request: PersonRequest, shown: "PolicyVersion", *, status: int = 200, **bound: Any
) -> HttpResponse:
    """Return the page of a version, with forms as they were sent where something was wrong."""
    at = clock.now()
    rows = queries.rows_of(shown.pk)
    base = shown.based_on
    before = queries.rows_of(base.pk) if base else ()
    names = Names(request.reach, [*rows, *before])
    found = rules.findings(rows, before)
    known = _known(found, rules.findings(before))
    is_mine, is_open = _is_mine(request, shown), shown.status == PolicyStatus.PROPOSED
    context = {
        "version": shown,
        "rules_count": len(rows),
        "tone": TONES[PolicyStatus(shown.status)],
        "rivals": queries.rivals_of(base, but=shown) if shown.status in UNDECIDED else [],
        "changes": [_change(names, change) for change in rules.compare(before, rows)]
        if base
        else [],
        "new_findings": [_finding(names, one) for one in found if one not in known],
        "old_findings": [_finding(names, one) for one in known],
        "gaps": sum(table["gaps"] for table in coverage_of(rows, at)),
        "is_forbidden": rules.is_forbidden(found),
        "is_draft_of_mine": is_mine and shown.status == PolicyStatus.DRAFT,
        "is_proposal_of_mine": is_mine and is_open,
        "may_edit": request.reach.may(Permission.EDIT_POLICY),
        "may_decide": is_open and not is_mine and request.reach.may(Permission.EDIT_POLICY),
        "may_return": _may_return(request, shown),
        "is_in_force": (now := queries.version_in_force(at)) is not None and now.pk == shown.pk,
        "proposal_form": ProposalForm(initial={"version": shown.version}),
        "reason_form": ReasonForm(initial={"version": shown.version}),
        "return_form": ReturnForm(initial={"version": shown.version}),
        **bound,
    }
    return render(request, "web/standards/version.html", context, status=status)


def _known(found: Sequence[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Return what is no worse than in the version before, so that what is new stands out."""
    was = {(one.kind, _said(one.row), _said(one.other)) for one in before}
    return [one for one in found if (one.kind, _said(one.row), _said(one.other)) in was]


def _said(row: Row | None) -> Row | None:
    return None if row is None else replace(row, id=0)


def _is_mine(request: PersonRequest, shown: "PolicyVersion") -> bool:
    return shown.author_id == request.user.pk and request.reach.may(Permission.EDIT_POLICY)


def _may_return(request: PersonRequest, shown: "PolicyVersion") -> bool:
    """An approved version that another has taken the place of can come back as a new one."""
    is_old = shown.status == PolicyStatus.APPROVED and queries.latest_approved().pk != shown.pk
    return is_old and request.reach.may(Permission.EDIT_POLICY)


def _change(names: Names, change: Change) -> dict[str, Any]:
    if change.before is None:
        kind, tone = _("new"), "good"
    elif change.after is None:
        kind, tone = _("taken out"), "bad"
    else:
        kind, tone = _("changed"), "wait"
    return {
        "kind": kind,
        "tone": tone,
        "before": names.shown(change.before) if change.before else None,
        "after": names.shown(change.after) if change.after else None,
        "shown": names.shown(change.row),
        "has_other_rungs": "rungs" in change.fields
        or (change.row.rungs and None in (change.before, change.after)),
    }


def _finding(names: Names, finding: Finding) -> dict[str, Any]:
    return {
        "kind": FindingKind(finding.kind).label,
        "is_forbidden": rules.is_forbidden([finding]),
        "shown": names.shown(finding.row),
        "other": names.shown(finding.other) if finding.other else None,
    }
