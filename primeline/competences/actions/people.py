"""What people and their leads say of competences."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from primeline.competences import rules
from primeline.competences.choices import Basis
from primeline.competences.models import Assessment, Competence
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.staff.models import Person
from primeline.staff.rules import day_of


@deed("competences.assess")
def assess(
    *,
    person: Person,
    competence: Competence,
    level: int,
    valid_until: date | None = None,
    remark: str = "",
    by: Actor,
    at: datetime,
) -> Assessment:
    """Say how well somebody does something: of oneself it is a statement, else it is confirmed.

    :raises Refused: if the competence is out of use, or level or day do not fit
    """
    rules.check_level(level)
    rules.check_valid_until(valid_until, today=day_of(at))
    if not competence.is_active:
        raise Refused(_("This competence is out of use. Choose another one."), field="competence")
    is_own = by.actor_id == person.pk
    return Assessment.objects.create(
        person=person,
        competence=competence,
        basis=Basis.SELF if is_own else Basis.LEAD,
        level=level,
        valid_until=valid_until,
        remark=remark.strip(),
        said_by_id=by.actor_id,
        said_at=at,
    )
