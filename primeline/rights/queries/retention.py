"""How long what is kept: what is in force for each class of data, and what was before."""

from dataclasses import dataclass

from primeline.kit.errors import NotFound
from primeline.rights.choices import DataClass, RuleStatus
from primeline.rights.models import RetentionRule
from primeline.rights.shipped import SCHEDULE, Shipped

MOST = 100


@dataclass(frozen=True, kw_only=True)
class RuleInForce:
    """The period of one class: as people set it, or as it was shipped where `rule` is None."""

    data_class: DataClass
    shipped: Shipped
    rule: RetentionRule | None
    proposed: RetentionRule | None

    @property
    def months(self) -> int:
        """How long; zero where nothing counts down."""
        return self.rule.months if self.rule else self.shipped.months

    @property
    def citation(self) -> str:
        """What says so."""
        return str(self.rule.citation if self.rule else self.shipped.citation)

    @property
    def is_changeable(self) -> bool:
        """Whether there is a period to be set."""
        return self.shipped.months > 0


def schedule() -> list[RuleInForce]:
    """Return what is in force for every class, with what is proposed instead."""
    rules: dict[tuple[str, str], RetentionRule] = {}
    wanted = [RuleStatus.IN_FORCE, RuleStatus.PROPOSED]
    found = RetentionRule.objects.filter(status__in=wanted).order_by("decided_at", "id")
    for rule in found.select_related("proposed_by", "decided_by"):
        rules[rule.data_class, rule.status] = rule
    return [
        RuleInForce(
            data_class=kind,
            shipped=shipped,
            rule=rules.get((kind.value, RuleStatus.IN_FORCE)),
            proposed=rules.get((kind.value, RuleStatus.PROPOSED)),
        )
        for kind, shipped in SCHEDULE.items()
    ]


def rule_of(kind: DataClass) -> RuleInForce:
    """Return what is in force for one class."""
    return next(line for line in schedule() if line.data_class is kind)


def months_kept(kind: DataClass) -> int:
    """Return for how many months data of a class are kept."""
    return rule_of(kind).months


def rules_before(kind: DataClass) -> list[RetentionRule]:
    """Return what was decided for a class, the latest first."""
    rows = (
        RetentionRule.objects.filter(data_class=kind)
        .exclude(status=RuleStatus.PROPOSED)
        .select_related("proposed_by", "decided_by")
    )
    return list(rows.order_by("-id")[:MOST])


def get_proposal(kind: DataClass) -> RetentionRule:
    """Return what is proposed for a class.

    :raises NotFound: if nothing is
    """
    found = RetentionRule.objects.filter(data_class=kind, status=RuleStatus.PROPOSED).first()
    if found is None:
        raise NotFound
    return found
