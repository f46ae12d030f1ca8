"""Questions about units and people, and how far a person reaches."""

from primeline.staff.queries.administrators import has_administrator, headquarters
from primeline.staff.queries.cover import covers_of, covers_within, get_cover
from primeline.staff.queries.credentials import (
    OpenSession,
    has_second_factor,
    recovery_codes_left,
    sessions_of,
)
from primeline.staff.queries.failures import FailedSignIns, failed_sign_ins
from primeline.staff.queries.people import (
    PeopleSearch,
    account_managers_under,
    find_people,
    get_person,
    get_posting,
    ids_called,
    is_account_manager,
    may_change,
    names_by_id,
    names_of,
    people_over,
    people_to_name,
    people_within,
    person_of_username,
    postings_of,
    province_path,
    with_postings,
)
from primeline.staff.queries.reach import reach_of
from primeline.staff.queries.record import (
    covers_on_record,
    people_on_record,
    postings_on_record,
    units_on_record,
)
from primeline.staff.queries.units import (
    UnitNode,
    get_unit,
    unit_tree,
    units_in_order,
    units_to_name,
    units_within,
)

__all__ = [
    "FailedSignIns",
    "OpenSession",
    "PeopleSearch",
    "UnitNode",
    "account_managers_under",
    "covers_of",
    "covers_on_record",
    "covers_within",
    "failed_sign_ins",
    "find_people",
    "get_cover",
    "get_person",
    "get_posting",
    "get_unit",
    "has_administrator",
    "has_second_factor",
    "headquarters",
    "ids_called",
    "is_account_manager",
    "may_change",
    "names_by_id",
    "names_of",
    "people_on_record",
    "people_over",
    "people_to_name",
    "people_within",
    "person_of_username",
    "postings_of",
    "postings_on_record",
    "province_path",
    "reach_of",
    "recovery_codes_left",
    "sessions_of",
    "unit_tree",
    "units_in_order",
    "units_on_record",
    "units_to_name",
    "units_within",
    "with_postings",
]
