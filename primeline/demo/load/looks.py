"""Looks that an auditor should stumble over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from primeline.audit import actions as audit
from primeline.demo.load.organization import Organization, leaver, night_owl
from primeline.demo.plan.chance import draws
from primeline.demo.plan.findings import EXPORTED_ROWS, NIGHT_LOOKS
from primeline.demo.plan.shapes import Plan
from primeline.staff.models import Person

_ZONE = ZoneInfo("Asia/Shanghai")


def load_looks(plan: Plan, customers: Sequence[int], organization: Organization) -> None:
    """Let somebody who leaves take contacts along, and an agent open accounts one night."""
    leaving = Person.objects.get(pk=organization.people[leaver(plan.staff).key])
    audit.look(
        subject_kind="contact",
        purpose="导出联系人",
        rows_count=max(1, round(EXPORTED_ROWS * plan.scale)),
        by=leaving,
        at=_at(plan.today - timedelta(days=1), time(20, 47)),
    )
    agent = Person.objects.get(pk=organization.people[night_owl(plan.staff).key])
    random = draws(plan.seed, "night")
    count = max(1, round(NIGHT_LOOKS * plan.scale))
    for place, moment in enumerate(_night(plan.today, count, random)):
        audit.look(
            subject_kind="customer",
            subject_id=str(customers[place * 13 % len(customers)]),
            purpose="",
            by=agent,
            at=moment,
        )


def _night(today: date, count: int, random: Random) -> list[datetime]:
    started = _at(today - timedelta(days=2), time(2, 10))
    return sorted(started + timedelta(seconds=random.randrange(9000)) for _ in range(count))


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, _ZONE).astimezone(UTC)
