"""Policies: which is in force, and as the rules read it."""

from datetime import date

from django.db.models import Q, QuerySet

from primeline.kit.errors import NotFound
from primeline.tiers.choices import PolicyStatus
from primeline.tiers.models import KeyAccountRule, Policy, PolicyRun, TierRule
from primeline.tiers.values import GradeRule, KeyRule, Rulebook

_ORDER = (PolicyStatus.IN_FORCE, PolicyStatus.DRAFT, PolicyStatus.SUPERSEDED)


def policies() -> list[Policy]:
    """Return all policies: the one in force first, then drafts, then those superseded."""
    found = Policy.objects.select_related("approved_by").order_by("-active_from_month", "code")
    return sorted(found, key=lambda policy: _ORDER.index(PolicyStatus(policy.status)))


def get_policy(code: str) -> Policy:
    """Return one policy by its code.

    :raises NotFound: if there is none
    """
    policy = Policy.objects.select_related("approved_by").filter(code=code).first()
    if policy is None:
        raise NotFound
    return policy


def policy_for(month: date) -> Policy:
    """Return the policy that was or is in force in a month.

    :raises NotFound: if none was
    """
    policy = (
        Policy.objects.exclude(status=PolicyStatus.DRAFT)
        .filter(Q(active_to_month=None) | Q(active_to_month__gt=month))
        .filter(active_from_month__lte=month)
        .first()
    )
    if policy is None:
        raise NotFound
    return policy


def key_rules_of(policy: Policy) -> QuerySet[KeyAccountRule]:
    """Return the key-account rules of a policy in their order, with their lines."""
    return KeyAccountRule.objects.filter(policy=policy).select_related("line").order_by("position")


def tier_rules_of(policy: Policy) -> QuerySet[TierRule]:
    """Return the tier rules of a policy in their order."""
    return TierRule.objects.filter(policy=policy).order_by("position")


def runs_of(policy: Policy, *, most: int = 12) -> list[PolicyRun]:
    """Return the latest applications of a policy to the whole base."""
    return list(PolicyRun.objects.filter(policy=policy).order_by("-month", "-pk")[:most])


def rulebook_of(policy: Policy) -> Rulebook:
    """Return a policy as the rules read it."""
    key_rules = KeyAccountRule.objects.filter(policy=policy).order_by("position")
    grade_rules = tier_rules_of(policy)
    return Rulebook(
        policy_id=policy.pk,
        window_months=policy.window_months,
        rise_after_months=policy.rise_after_months,
        fall_after_months=policy.fall_after_months,
        key_industries=frozenset(policy.key_industries),
        key_rules=tuple(_key_rule(rule, policy) for rule in key_rules),
        grade_rules=tuple(_grade_rule(rule) for rule in grade_rules),
    )


def _key_rule(rule: KeyAccountRule, policy: Policy) -> KeyRule:
    cents, count = rule.threshold_cents or 0, rule.threshold_count or 0
    return KeyRule(
        id=rule.pk,
        kind=rule.kind,
        line_id=rule.line_id,
        threshold_cents=cents,
        leave_cents=cents if rule.leave_cents is None else rule.leave_cents,
        threshold_count=count,
        leave_count=count if rule.leave_count is None else rule.leave_count,
        assurance=rule.assurance,
        window_months=rule.window_months or policy.window_months,
    )


def _grade_rule(rule: TierRule) -> GradeRule:
    cents, count = rule.threshold_cents, rule.threshold_count or 0
    return GradeRule(
        id=rule.pk,
        scheme=rule.scheme,
        grade=rule.grade,
        tier=rule.tier,
        organization_kind=rule.organization_kind,
        business_kind=rule.business_kind,
        threshold_cents=cents,
        leave_cents=cents if rule.leave_cents is None else rule.leave_cents,
        count_of=rule.count_of,
        threshold_count=count,
        leave_count=count if rule.leave_count is None else rule.leave_count,
        is_reported_apart=rule.is_reported_apart,
    )
