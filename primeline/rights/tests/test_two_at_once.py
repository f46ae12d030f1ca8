"""Two at the desk at once: one decides, the other is told so, and nothing is done twice."""

from functools import partial

import pytest

from primeline.audit.models import Act
from primeline.customers import actions as customers
from primeline.kit.errors import Refused
from primeline.privacy.models import PersonKey
from primeline.privacy.tests.people import mei
from primeline.rights import actions
from primeline.rights.choices import CaseStatus, DataClass, RuleStatus
from primeline.rights.models import RetentionCase, RetentionRule
from primeline.rights.tests.test_retention import AFTER, WHY, found, sven
from primeline.staff.choices import Role
from primeline.testing.at_once import at_once
from primeline.testing.cast import TUESDAY_10AM, a_person, greta, harbor_branch, sara

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("B2")]


def test_two_who_decide_on_a_period_at_once_decide_it_once() -> None:
    proposed = actions.propose_rule(
        data_class=DataClass.LEFT,
        months=36,
        citation="Board 12/2026",
        reason=WHY,
        by=sara(),
        at=TUESDAY_10AM,
    )
    rule = RetentionRule.objects.get(pk=proposed.pk)
    deciding = partial(actions.decide_rule, rule=rule, version=rule.version, at=TUESDAY_10AM)
    one, other = sven(), a_person("sia", "西雅", "Sia", harbor_branch, Role.SERVICE_CENTER)

    done, raised = at_once(
        [
            partial(deciding, is_approved=True, by=one),
            partial(deciding, is_approved=False, by=other),
        ]
    )

    assert (len(done), [isinstance(error, Refused) for error in raised]) == (1, [True])
    rule.refresh_from_db()
    assert rule.status == (
        RuleStatus.IN_FORCE if rule.decided_by_id == one.pk else RuleStatus.REFUSED
    )
    assert Act.objects.filter(kind="rights.decide_period").count() == 1


def test_two_who_decide_on_a_person_at_once_decide_once() -> None:
    contact = mei()
    customers.retire_contact(contact=contact, version=contact.version, by=greta(), at=TUESDAY_10AM)
    (case,) = found()
    deciding = partial(
        actions.decide_case,
        case=case,
        version=case.version,
        kept_until_date=None,
        reason=WHY,
        today=max(AFTER.date(), case.due_date),
        at=AFTER,
    )

    done, raised = at_once(
        [
            partial(deciding, outcome=CaseStatus.ERASED, by=sara()),
            partial(deciding, outcome=CaseStatus.RESTRICTED, by=sven()),
        ]
    )

    assert (len(done), [isinstance(error, Refused) for error in raised]) == (1, [True])
    case = RetentionCase.objects.get(pk=case.pk)
    is_erased = not PersonKey.objects.filter(subject=contact.subject).exists()
    assert (case.status == CaseStatus.ERASED) is is_erased
    assert (case.status == CaseStatus.RESTRICTED) is not is_erased
