"""Policies: filled in, adopted, and put out of force by the next one."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products.models import LineOfBusiness
from primeline.staff.models import Person
from primeline.tiers.actions.loads import install_load_limits
from primeline.tiers.choices import PolicyStatus
from primeline.tiers.models import KeyAccountRule, Policy, TierRule
from primeline.tiers.shipped import (
    KEY_INDUSTRIES,
    LOAD_LIMIT,
    LOAD_POINTS,
    POLICIES,
    ShippedPolicy,
)


@deed("tiers.install_policies")
def install_policies(*, by: Actor, at: datetime) -> int:
    """Add the shipped policies that are not there yet; return how many.

    The first with a starting month is in force, unless one is already; limits of loads come
    along. The lines of business must be on file.
    """
    known = set(Policy.objects.values_list("code", flat=True))
    missing = [shipped for shipped in POLICIES if shipped.code not in known]
    for shipped in missing:
        _install(shipped)
    install_load_limits(by=by, at=at)
    return len(missing)


@deed("tiers.adopt_policy")
def adopt_policy(
    *, policy: Policy, version: int, from_month: date, by: Person, at: datetime, reason: str
) -> Policy:
    """Put a draft into force from a month on; the one in force so far ends where it begins.

    :raises Refused: if it is no draft, begins in the past, or no reason is given
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    _check_adoption(policy, from_month, at, reason)
    before = Policy.objects.filter(status=PolicyStatus.IN_FORCE)
    before.update(status=PolicyStatus.SUPERSEDED, active_to_month=from_month)
    draft = Policy.objects.filter(pk=policy.pk, version=version, status=PolicyStatus.DRAFT)
    if not draft.update(
        status=PolicyStatus.IN_FORCE,
        active_from_month=from_month,
        approved_by=by,
        approved_at=at,
        version=version + 1,
    ):
        raise ChangedMeanwhile(_("Somebody else changed this policy in the meantime. Reload it."))
    policy.refresh_from_db()
    return policy


def _check_adoption(policy: Policy, from_month: date, at: datetime, reason: str) -> None:
    if policy.status != PolicyStatus.DRAFT:
        raise Refused(_("Only a draft can be adopted. Draft a new policy from this one."))
    if from_month.day != 1 or from_month < timezone.localdate(at).replace(day=1):
        raise Refused(
            _("A policy begins with a month, this one or a later one."), field="from_month"
        )
    if not reason.strip():
        raise Refused(_("Say why, so that it can be understood later."), field="reason")


def _install(shipped: ShippedPolicy) -> None:
    takes_force = shipped.active_from_month is not None and not (
        Policy.objects.filter(status=PolicyStatus.IN_FORCE).exists()
    )
    policy = Policy.objects.create(
        code=shipped.code,
        name_zh=shipped.name_zh,
        name_en=shipped.name_en,
        status=PolicyStatus.IN_FORCE if takes_force else PolicyStatus.DRAFT,
        active_from_month=shipped.active_from_month if takes_force else None,
        fall_after_months=shipped.fall_after_months,
        key_industries=list(KEY_INDUSTRIES),
        load_points=LOAD_POINTS,
        load_limit=LOAD_LIMIT,
    )
    lines = dict(LineOfBusiness.objects.values_list("code", "pk"))
    KeyAccountRule.objects.bulk_create(
        KeyAccountRule(
            policy=policy,
            position=position,
            kind=rule.kind,
            line_id=lines[rule.line_code] if rule.line_code else None,
            **rule.limits,
        )
        for position, rule in enumerate(shipped.key_rules, start=1)
    )
    TierRule.objects.bulk_create(
        TierRule(
            policy=policy,
            position=position,
            scheme=rule.scheme,
            grade=rule.grade,
            tier=rule.tier,
            **rule.limits,
        )
        for position, rule in enumerate(shipped.tier_rules, start=1)
    )
