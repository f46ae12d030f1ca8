"""Policies to read: what makes a key account, which level, and what the latest runs did."""

from django.http import HttpResponse
from django.shortcuts import render

from primeline.customers import queries as customers
from primeline.staff.choices import Permission
from primeline.tiers import queries as tiers
from primeline.web.pages import page
from primeline.web.requests import PersonRequest


@page(Permission.VIEW_REFERENCE)
def policies(request: PersonRequest) -> HttpResponse:
    """List the policies, the one in force first."""
    found = tiers.policies()
    return render(request, "web/policy/list.html", {"policies": found})


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
