"""What happened can be found, read field by field, and any past state shown; each within reach."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit import queries, walls
from primeline.audit.actions import look
from primeline.audit.models import Look
from primeline.audit.queries import ActSearch
from primeline.audit.queries.reached import reached_ids
from primeline.audit.tests.test_reach_wall import a_customer, an_organization
from primeline.audit.tests.writing import TESTER, TUESDAY_10AM, an_act, an_industry
from primeline.audit.walls.metadata import archive_tables
from primeline.customers.choices import CustomerStatus
from primeline.customers.models import Customer, Industry
from primeline.kit import deeds
from primeline.kit.errors import NotFound
from primeline.staff.choices import Role
from primeline.staff.models import Person
from primeline.staff.reach import Bound, Reach
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]

HOUR = timedelta(hours=1)


def a_reach(role: Role, path: str = "/1/") -> Reach:
    return Reach(
        person_id=1, bounds=(Bound(role=role, unit_id=1, path=path),), named_ids=frozenset({1})
    )


AUDITOR = a_reach(Role.AUDITOR)
ELSEWHERE = a_reach(Role.AUDITOR, "/1/4/")
LEAD = a_reach(Role.BRANCH_LEAD)


@pytest.fixture
def customer() -> Customer:
    """An account of branch 3 with three states, an hour apart."""
    with an_act("test.organize"):
        an_organization()
    with deeds.act(kind="test.open", by=TESTER, at=TUESDAY_10AM):
        customer = a_customer(1, owner_unit_id=3, notes="first")
    for hours, changes in ((1, {"notes": "second"}), (2, {"status": "SUSPENDED", "version": 2})):
        with deeds.act(kind="test.change", by=TESTER, at=TUESDAY_10AM + hours * HOUR, reason="so"):
            Customer.objects.filter(pk=customer.pk).update(**changes)
    return customer


def test_every_table_says_whose_eyes_its_history_is_for() -> None:
    for table in archive_tables():
        assert reached_ids(ELSEWHERE, table.name, {"999999"}) <= {"999999"}, table.name


class TestHistoryOf:
    def test_tells_each_change_in_the_words_of_the_model(self, customer: Customer) -> None:
        with walls.open_for(LEAD):
            latest, middle, first = queries.history_of(
                LEAD, table="customers_customer", row_id=customer.pk
            )

        (status,) = latest.fields
        assert (status.field, status.before, status.after) == ("status", "ACTIVE", "SUSPENDED")
        assert status.after_shown == CustomerStatus.SUSPENDED.label
        assert (latest.kind, latest.reason, latest.at) == (
            "test.change",
            "so",
            TUESDAY_10AM + 2 * HOUR,
        )
        assert [change.field for change in middle.fields] == ["notes"]
        opened = {change.field: change for change in first.fields}
        assert first.operation == "I"
        assert opened["owner_unit"].after == 3
        assert opened["owner_unit"].points_to == "staff_unit"
        assert "id" not in opened

    def test_goes_on_where_it_stopped(self, customer: Customer) -> None:
        table = "customers_customer"

        first = queries.history_of(LEAD, table=table, row_id=customer.pk, limit=2)
        rest = queries.history_of(
            LEAD, table=table, row_id=customer.pk, before=first[-1].history_id
        )

        assert [change.operation for change in (*first, *rest)] == ["U", "U", "I"]

    def test_is_hidden_from_those_out_of_reach(self, customer: Customer) -> None:
        with walls.open_for(ELSEWHERE), pytest.raises(NotFound):
            queries.history_of(ELSEWHERE, table="customers_customer", row_id=customer.pk)


class TestPastState:
    @pytest.mark.parametrize(
        ("hours", "notes", "status"),
        [(0, "first", "ACTIVE"), (1.5, "second", "ACTIVE"), (9, "second", "SUSPENDED")],
    )
    def test_shows_a_row_as_it_was(
        self, customer: Customer, hours: float, notes: str, status: str
    ) -> None:
        state = queries.past_state(
            LEAD, table="customers_customer", row_id=customer.pk, at=TUESDAY_10AM + hours * HOUR
        )

        assert (state["notes"], state["status"], state["owner_unit_id"]) == (notes, status, 3)
        assert state["is_restricted"] is False

    def test_gives_back_the_types_of_the_model(self) -> None:
        with an_act():
            an_organization()
            Person.objects.filter(pk=1).update(phone="1")
            customer = a_customer(1, owner_unit_id=3)
            clearance = customer.clearances.create(
                person_id=1, active_from=datetime(2026, 1, 2, 3, 4, 5, 120000, tzinfo=UTC)
            )

        state = queries.past_state(
            LEAD, table="customers_clearance", row_id=clearance.pk, at=TUESDAY_10AM
        )

        assert state == {
            "id": clearance.pk,
            "customer_id": 1,
            "person_id": 1,
            "active_from": datetime(2026, 1, 2, 3, 4, 5, 120000, tzinfo=UTC),
            "active_to": None,
        }

    def test_knows_nothing_of_a_row_before_it_was_made(self, customer: Customer) -> None:
        with pytest.raises(NotFound):
            queries.past_state(
                LEAD, table="customers_customer", row_id=customer.pk, at=TUESDAY_10AM - HOUR
            )


class TestSearchActs:
    def kinds(self, search: ActSearch, reach: Reach = AUDITOR) -> list[str]:
        with walls.open_for(reach):
            return [act.kind for act in queries.search_acts(reach, search).acts]

    def test_finds_the_latest_first(self, customer: Customer) -> None:
        assert self.kinds(ActSearch()) == [
            "test.change",
            "test.change",
            "test.open",
            "test.organize",
        ]

    def test_narrows_by_what_is_asked(self, customer: Customer) -> None:
        of_customer = ActSearch(table="customers_customer", row_id=str(customer.pk))
        assert self.kinds(ActSearch(kind="test.o")) == ["test.open", "test.organize"]
        assert self.kinds(of_customer) == ["test.change", "test.change", "test.open"]
        assert self.kinds(ActSearch(text="SO", from_at=TUESDAY_10AM + 2 * HOUR)) == ["test.change"]
        assert self.kinds(ActSearch(to_at=TUESDAY_10AM + HOUR)) == ["test.open", "test.organize"]
        assert self.kinds(ActSearch(actor_name="nobody")) == []
        assert self.kinds(ActSearch(actor_id=1)) == []

    def test_finds_people_by_their_names_in_either_language(self) -> None:
        industry = an_industry("N")
        with deeds.act(kind="test.by_lin", by=cast.lin(), at=TUESDAY_10AM):
            type(industry).objects.filter(pk=industry.pk).update(position=3)

        for name in ("lin", "Lin", "林晓", "林"):
            assert self.kinds(ActSearch(actor_name=name)) == ["test.by_lin"]
            assert "test.by_lin" in self.kinds(ActSearch(text=name))

    def test_goes_page_by_page(self) -> None:
        for number in range(5):
            an_industry(f"I{number}")

        seen: list[int] = []
        after = None
        while True:
            page = queries.search_acts(AUDITOR, ActSearch(), after=after, limit=2)
            seen += [act.act_id for act in page.acts]
            if page.after is None:
                break
            after = page.after

        assert len(seen) == len(set(seen)) == 5
        assert seen == sorted(seen, reverse=True)

    def test_shows_only_the_first_changes_of_a_large_act(self) -> None:
        with an_act() as act:
            Industry.objects.bulk_create(Industry(code=f"I{n}", name_zh="业") for n in range(9))

        (shown,) = queries.search_acts(AUDITOR, ActSearch()).acts
        rest = queries.changes_of(
            AUDITOR, act_id=act, after=shown.changes[-1].history_id, limit=100
        )

        assert (len(shown.changes), shown.has_more_changes, len(rest)) == (5, True, 4)

    def test_shows_lines_and_looks(self) -> None:
        look(subject_kind="customers_customer", subject_id="7", by=TESTER, at=TUESDAY_10AM)
        with an_act("test.count"):
            deeds.note("test.line", counted=3)

        counted, looked = queries.search_acts(AUDITOR, ActSearch()).acts

        assert counted.lines == (("test.line", {"counted": 3}),)
        assert looked.looks[0].subject_id == "7"
        assert self.kinds(ActSearch(table="customers_customer", row_id="7")) == ["audit.look"]

    def test_hides_acts_and_changes_beyond_the_reach(self, customer: Customer) -> None:
        search = ActSearch(kind="test.change")
        act_id = queries.search_acts(AUDITOR, search).acts[0].act_id
        with walls.open_for(ELSEWHERE):
            page = queries.search_acts(ELSEWHERE, search)
            details = queries.changes_of(ELSEWHERE, act_id=act_id)

        assert page.acts == ()
        assert details == []

    def test_is_for_those_who_may_look_at_the_record(self, customer: Customer) -> None:
        with pytest.raises(NotFound):
            queries.search_acts(LEAD, ActSearch())
        with pytest.raises(NotFound):
            queries.changes_of(LEAD, act_id=1)

    def test_asks_a_fixed_number_of_questions(self) -> None:
        for number in range(12):
            an_industry(f"I{number}")

        with CaptureQueriesContext(connection) as asked:
            queries.search_acts(AUDITOR, ActSearch())

        # One more of the acts and of the changes each: what was struck of them.
        assert len(asked) == 7


class TestLook:
    def test_stands_under_an_act_of_its_own(self) -> None:
        made = look(
            subject_kind="export", purpose="list", rows_count=20, by=TESTER, at=TUESDAY_10AM
        )

        found = Look.objects.get(pk=made.pk)
        assert (found.act.kind, found.act.actor_name) == ("audit.look", "system:test")
        assert (found.purpose, found.rows_count) == ("list", 20)
        long = look(subject_kind="export", purpose="?a=" * 200, by=TESTER, at=TUESDAY_10AM)
        assert len(long.purpose) == 300

    def test_joins_the_deed_that_it_is_part_of(self) -> None:
        with an_act("test.export") as act:
            made = look(subject_kind="export", by=TESTER, at=TUESDAY_10AM)

        assert made.act_id == act
