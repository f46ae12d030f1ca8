"""Policies to read: what makes a key account, which level, and what the latest runs did."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.staff.choices import Permission
from primeline.tiers import queries as tiers
from primeline.tiers.choices import PolicyStatus
from primeline.web.pages import page, today
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_REFERENCE)
def policies(request: PersonRequest) -> HttpResponse:
    """List the policies: the one that decides, those that decide nothing yet, those that did."""
    found = tiers.policies()
    parts = [
        (heading, text, [policy for policy in found if policy.status == status])
        for status, heading, text in (
            (PolicyStatus.IN_FORCE, _("In force"), _("Decides levels today, by each month's run.")),
            (
                PolicyStatus.DRAFT,
                _("Drafts"),
                _("A draft decides nothing. It counts once it is adopted for a month to come."),
            ),
            (PolicyStatus.SUPERSEDED, _("In force before"), ""),
        )
    ]
    context = {
        "parts": [part for part in parts if part[2]],
        "limits": tiers.load_limits(today().replace(day=1)),
        "may_edit": request.reach.may(Permission.EDIT_POLICY),
    }
    return render(request, "web/policy/list.html", context)


@page(Permission.VIEW_REFERENCE)
def policy(request: PersonRequest, code: str) -> HttpResponse:
    """Show one policy, rule by rule, with how many accounts of the reader each has made key."""
    shown = tiers.get_policy(code)
    # A run counts the whole base, which is nobody's business below headquarters.
    sees_runs = request.reach.may(Permission.EDIT_POLICY)
    context = {
        "policy": shown,
        "key_rules": tiers.key_rules_of(shown),
        "tier_rules": tiers.tier_rules_of(shown),
        "counts": tiers.key_accounts_by_rule(request.reach),
        "industries": [
            industry for industry in customers.industries() if industry.code in shown.key_industries
        ],
        "runs": tiers.runs_of(shown) if sees_runs else [],
    }
    return render(request, "web/policy/policy.html", context)
