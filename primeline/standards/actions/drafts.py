"""Drafting a version of the matrix: copied from another, its rules changed one by one."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from primeline.kit import proposals
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.kit.saving import TAKEN, is_taken, save_changes
from primeline.staff.models import Person
from primeline.standards import queries
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import PolicyRow, PolicyVersion
from primeline.standards.rules import check_rule
from primeline.standards.values import RuleFacts

_COPIED = (
    "step",
    "tier",
    "assurance",
    "line",
    "distance",
    "area",
    "priority",
    "unit",
    "customer",
    "clock",
    "limit_seconds",
    "average_seconds",
    "target_percent",
    "rungs",
    "severity",
    "is_statutory",
    "mark",
    "citation",
    "standard",
)


@deed("standards.draft_version")
def draft_version(
    *, copied_from: PolicyVersion, note: str, by: Person, at: datetime
) -> PolicyVersion:
    """Begin a version with the rules of another; an older one leads back to how it was.

    :raises Refused: if what it begins with was never in force, or nothing says what it is for
    """
    if copied_from.status != PolicyStatus.APPROVED:
        raise Refused(_("Begin with a version that was approved."))
    if not note.strip():
        raise Refused(_("Say what this version is to change."), field="note")
    number = (PolicyVersion.objects.aggregate(top=Max("number"))["top"] or 0) + 1
    try:
        with transaction.atomic():
            draft = PolicyVersion.objects.create(
                number=number,
                based_on=queries.latest_approved(),
                copied_from=copied_from,
                note=note.strip(),
                author=by,
                drafted_at=at,
            )
    except IntegrityError as error:
        if is_taken(error):
            raise ChangedMeanwhile(TAKEN) from error
        raise
    copy_rules(copied_from, draft)
    return draft


@deed("standards.add_rule")
def add_rule(*, draft: PolicyVersion, facts: RuleFacts, by: Person, at: datetime) -> PolicyRow:
    """Add a rule to a draft of one's own.

    :raises Refused: if it is no draft or somebody else's, or the rule cannot be meant
    """
    _hold_draft(draft.pk, by)
    check_rule(facts)
    return PolicyRow.objects.create(policy_version_id=draft.pk, **_columns(facts))


@deed("standards.change_rule")
def change_rule(
    *, rule: PolicyRow, version: int, facts: RuleFacts, by: Person, at: datetime
) -> PolicyRow:
    """Change a rule of a draft of one's own.

    :raises Refused: if it is no draft or somebody else's, or the rule cannot be meant
    :raises ChangedMeanwhile: if it was saved since `version` was read
    """
    _hold_draft(rule.policy_version_id, by)
    check_rule(facts)
    save_changes(PolicyRow, pk=rule.pk, version=version, changes=_columns(facts))
    rule.refresh_from_db()
    return rule


@deed("standards.remove_rule")
def remove_rule(*, rule: PolicyRow, version: int, by: Person, at: datetime) -> None:
    """Take a rule out of a draft of one's own.

    :raises Refused: if it is no draft or somebody else's
    :raises ChangedMeanwhile: if it was saved since `version` was read
    """
    _hold_draft(rule.policy_version_id, by)
    save_changes(PolicyRow, pk=rule.pk, version=version, changes={"is_active": False})


@deed("standards.drop_draft")
def drop_draft(*, draft: PolicyVersion, version: int, by: Person, at: datetime) -> None:
    """Give a draft of one's own up.

    :raises Refused: if it is no draft or somebody else's
    :raises ChangedMeanwhile: if it was saved since `version` was read
    """
    _hold_draft(draft.pk, by)
    changes = {"status": PolicyStatus.DROPPED}
    save_changes(PolicyVersion, pk=draft.pk, version=version, changes=changes)


def copy_rules(source: PolicyVersion, draft: PolicyVersion) -> None:
    """Give a new version the rules of another."""
    rules = PolicyRow.objects.filter(policy_version=source, is_active=True).order_by("pk")
    copies = []
    for rule in rules:
        copied = model_to_dict(rule, fields=_COPIED)
        for name in ("step", "line", "unit", "customer", "standard"):
            copied[f"{name}_id"] = copied.pop(name)
        copies.append(PolicyRow(policy_version=draft, **copied))
    PolicyRow.objects.bulk_create(copies)


def _hold_draft(pk: int, by: Actor) -> PolicyVersion:
    """Nobody proposes it while its rules are being changed, and only its author changes it."""
    held = PolicyVersion.objects.select_for_update().filter(pk=pk).first()
    if held is None:
        raise NotFound
    if held.status != PolicyStatus.DRAFT:
        raise Refused(_("Only a draft is changed. Begin a new version with the rules of this one."))
    proposals.check_own(held.author_id, by.actor_id)
    return held


def _columns(facts: RuleFacts) -> dict[str, Any]:
    columns = asdict(facts)
    columns["rungs"] = [{"percent": r.percent, "tells": list(r.tells)} for r in facts.rungs]
    columns["citation"] = facts.citation.strip()
    return columns
