"""Setting how long what is kept: one proposes, another decides."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.kit.deeds import deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.rights import rules
from primeline.rights.choices import DataClass, RuleStatus
from primeline.rights.models import RetentionRule
from primeline.staff.models import Person


@deed("rights.propose_period")
def propose_rule(
    *, data_class: DataClass, months: int, citation: str, reason: str, by: Person, at: datetime
) -> RetentionRule:
    """Propose another period for a class of data.

    :raises Refused: if a statute asks for longer, or something else is proposed already
    """
    rules.check_period(data_class, months)
    proposed = RetentionRule.objects.filter(data_class=data_class, status=RuleStatus.PROPOSED)
    if proposed.exists():
        raise Refused(_("Another period is proposed already: it has to be decided on first."))
    return RetentionRule.objects.create(
        data_class=data_class,
        months=months,
        citation=citation,
        reason=reason,
        proposed_by=by,
        proposed_at=at,
    )


@deed("rights.decide_period")
def decide_rule(
    *, rule: RetentionRule, version: int, is_approved: bool, by: Person, at: datetime
) -> RetentionRule:
    """Put a proposed period in force, or refuse it.

    :raises Refused: if it was decided already, or by who proposed it
    :raises ChangedMeanwhile: if somebody decided since `version` was read
    """
    if rule.status != RuleStatus.PROPOSED:
        raise Refused(_("This period was decided on already."))
    if is_approved and rule.proposed_by_id == by.pk:
        raise Refused(_("Somebody else has to approve it: two people set a period."))
    changes = {
        "status": RuleStatus.IN_FORCE if is_approved else RuleStatus.REFUSED,
        # Whoever takes their own proposal back decides nothing.
        "decided_by_id": None if rule.proposed_by_id == by.pk else by.pk,
        "decided_at": at,
    }
    save_changes(RetentionRule, pk=rule.pk, version=version, changes=changes)
    rule.refresh_from_db()
    return rule
