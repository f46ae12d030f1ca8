"""People state, leads confirm; trainings count once confirmed; gaps follow the accounts."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.competences import actions, queries
from primeline.competences.choices import LackKind, Result
from primeline.competences.queries import SkillSearch
from primeline.competences.values import Attended
from primeline.customers.choices import Tier
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.products.actions import install_reference
from primeline.staff.queries import PeopleSearch
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_branch,
    hugo,
    lake_branch,
    lin,
    mira,
    nora,
)

pytestmark = pytest.mark.django_db

AT = TUESDAY_10AM
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _catalog() -> None:
    install_reference(by=CASTING, at=AT)
    actions.install_catalog(by=CASTING, at=AT)


def assess(level: int, *, by: object, code: str = "PRODUCT", days: int | None = None) -> None:
    actions.assess(
        person=lin(),
        competence=queries.get_competence(code),
        level=level,
        valid_until=None if days is None else TODAY + timedelta(days=days),
        by=by,  # type: ignore[arg-type]
        at=AT,
    )


def held() -> int:
    skills = queries.skills_of([lin().pk])[lin().pk]
    return queries.held_of(skills, today=TODAY).get(queries.get_competence("PRODUCT").pk, 0)


def test_what_somebody_states_counts_once_a_lead_has_confirmed_it() -> None:
    assess(4, by=lin())
    skill = queries.skills_of([lin().pk])[lin().pk][0]
    assert (held(), skill.is_waiting) == (0, True)

    assess(3, by=greta(), days=10)
    skill = queries.skills_of([lin().pk])[lin().pk][0]
    assert (held(), skill.is_waiting) == (3, False)
    assert skill.held(TODAY + timedelta(days=11)) == 0

    found = queries.directory(
        reach_now(greta(), at=AT),
        PeopleSearch(),
        SkillSearch(competence=skill.competence, level=3),
        today=TODAY,
    )
    assert found == [lin()]
    assess(0, by=greta())
    assert held() == 0
    assert [one.level for one in queries.assessments_of(lin())] == [0, 3, 4]


def test_a_training_counts_once_somebody_else_has_recorded_or_confirmed_it() -> None:
    reach = reach_now(lin(), at=AT)
    course = queries.get_course("PERSONAL_DATA")
    attended = Attended(held_date=TODAY - timedelta(days=1), hours=4, result=Result.PASSED)

    def missing() -> bool:
        lacks = queries.development_of(reach, [lin()], today=TODAY)[0].lacks
        return course.name_en in {
            lack.name_en for lack in lacks if lack.kind is LackKind.TRAINING_MISSING
        }

    made = actions.record_training(person=lin(), course=course, attended=attended, by=lin(), at=AT)
    assert missing()
    with pytest.raises(Refused):
        actions.record_training(person=lin(), course=course, attended=attended, by=lin(), at=AT)
    with pytest.raises(Refused):
        actions.confirm_training(training=made, version=1, by=lin(), at=AT)
    confirmed = actions.confirm_training(training=made, version=1, by=greta(), at=AT)
    assert not missing()
    assert confirmed.valid_until is not None
    assert confirmed.valid_until.year == TODAY.year + 1
    with pytest.raises(Refused):
        actions.withdraw_training(training=confirmed, version=2, reason="?", by=lin(), at=AT)
    actions.withdraw_training(training=confirmed, version=2, reason="Not hers", by=greta(), at=AT)
    assert missing()


def test_gaps_are_told_to_the_person_and_who_leads_them_for_accounts_they_reach() -> None:
    an_account("Harbor Silk", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
    an_account("Lake Cranes", unit=lake_branch(), manager=lin(), tier=Tier.DIAMOND)
    assess(2, by=greta())

    def gap(reader: object) -> int | None:
        reach = reach_now(reader, at=AT)  # type: ignore[arg-type]
        found = {one.person.pk: one for one in queries.development_led(reach, today=TODAY)}
        own = queries.development_of(reach, [lin()], today=TODAY)[0]
        shown = found.get(lin().pk, own if reader == lin() else None)
        if shown is None:
            return None
        return {one.competence.code: one.demand.level for one in shown.gaps}.get("PRODUCT", 0)

    # A gold account asks for 2 and that is confirmed; the diamond one asks for 3, elsewhere.
    assert gap(greta()) == 0
    assert gap(lin()) == 3
    assert gap(hugo()) is None


def test_it_costs_the_same_for_one_manager_as_for_three() -> None:
    an_account("Harbor Silk", unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)
    reach = reach_now(greta(), at=AT)
    people = [lin(), nora(), mira()]
    with CaptureQueriesContext(connection) as one:
        queries.development_of(reach, people[:1], today=TODAY)
    for person in people:
        actions.assess(
            person=person,
            competence=queries.get_competence("SALES"),
            level=2,
            by=CASTING,
            at=AT,
        )
    with CaptureQueriesContext(connection) as three:
        queries.development_of(reach, people, today=TODAY)

    assert len(three) == len(one) <= 7
