"""On PostgreSQL the database itself shows nobody more than their reach, and nothing by default."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from primeline.audit import walls
from primeline.audit.models import Grant
from primeline.audit.tests.writing import Undone, an_act, execute, refused
from primeline.audit.walls.metadata import archive_tables
from primeline.audit.walls.policies import reach_of_model
from primeline.customers.models import Contact, Customer, Industry
from primeline.customers.queries import visible_to, within_and_granted
from primeline.products.models import LineOfBusiness, Subscription
from primeline.staff.choices import Role
from primeline.staff.models import Person, Unit
from primeline.staff.reach import Bound, Granted, Reach

pytestmark = [pytest.mark.django_db, pytest.mark.empty_archive]

PATHS = ["/1/", "/1/2/", "/1/2/3/", "/1/2/31/", "/1/4/"]
KINDS = ["HEADQUARTERS", "PROVINCE", "BRANCH", "BRANCH", "PROVINCE"]
PEOPLE = range(1, 5)
INDUSTRIES = ["BANK", "HOTEL"]
LINES = ["MOBILE", "INTERNET"]
NO_REACH = Reach(person_id=1, bounds=(), named_ids=frozenset({1}))


def id_at(path: str) -> int:
    return int(path.rstrip("/").split("/")[-1])


def an_organization() -> None:
    """Make units, people, industries and lines whose ids are known beforehand."""
    for path, kind in zip(PATHS, KINDS, strict=True):
        above = path.rstrip("/").rsplit("/", 1)[0] + "/"
        Unit.objects.create(
            id=id_at(path),
            code=path,
            path=path,
            kind=kind,
            name_zh=path,
            parent_id=None if above == "/" else id_at(above),
        )
    for number in PEOPLE:
        Person.objects.create(id=number, username=f"p{number}", name_zh="人", home_unit_id=1)
    for number, code in enumerate(INDUSTRIES):
        Industry.objects.create(id=number, code=code, name_zh=code)
    for number, code in enumerate(LINES):
        LineOfBusiness.objects.create(id=number, code=code, name_zh=code, family="FIXED")


def a_customer(number: int, **values: Any) -> Customer:
    lines = values.pop("lines", ())
    customer = Customer.objects.create(
        id=number, number=f"A{number}", kind="ORGANIZATION", name="名", cover_name="暗", **values
    )
    Contact.objects.create(customer=customer, name="人")
    for line in lines:
        Subscription.objects.create(
            number=f"S{number}-{line}",
            customer=customer,
            line_id=line,
            fee_cents=1,
            opened_date=date(2026, 1, 1),
        )
    return customer


customers = st.fixed_dictionaries(
    {
        "owner_unit_id": st.sampled_from(PATHS).map(id_at),
        "account_manager_id": st.sampled_from([None, 1, 2]),
        "deputy_id": st.sampled_from([None, 3, 4]),
        "industry_id": st.sampled_from([None, 0, 1]),
        "is_restricted": st.sampled_from([False, False, True]),
        "lines": st.sets(st.sampled_from([0, 1])),
    }
)
bounds = st.builds(
    Bound,
    role=st.sampled_from([*Role]),
    unit_id=st.just(1),
    path=st.sampled_from(PATHS),
    industries=st.frozensets(st.sampled_from(INDUSTRIES), max_size=1),
    lines=st.frozensets(st.sampled_from(LINES), max_size=1),
    customer_ids=st.frozensets(st.integers(1, 8), max_size=3),
)
reaches = st.builds(
    Reach,
    person_id=st.just(1),
    bounds=st.lists(bounds, max_size=3).map(tuple),
    named_ids=st.frozensets(st.sampled_from([*PEOPLE]), min_size=1, max_size=2),
    cleared_ids=st.frozensets(st.integers(1, 8), max_size=2),
    # Grants have their number before they have their row, see `grants_for`.
    granted=st.sets(st.integers(1, 8), max_size=3).map(
        lambda ids: tuple(Granted(grant_id=number, customer_id=number) for number in ids)
    ),
)


def grants_for(reach: Reach) -> None:
    """Open the accounts to the reader; those with an even number were open until just now."""
    now = datetime.now(UTC)
    for granted in reach.granted:
        is_over = granted.customer_id % 2 == 0
        Grant.objects.create(
            id=granted.grant_id,
            person_id=reach.person_id,
            table="customers_customer",
            row_id=granted.customer_id,
            purpose="tried",
            active_from=now - timedelta(days=2),
            active_to=now + timedelta(days=-1 if is_over else 1),
            subject_kind="test",
            subject_id=1,
        )


def ids_in(table: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table}")  # noqa: S608 - the name of a model's table
        return {row[0] for row in cursor.fetchall()}


@contextmanager
def passing_world() -> Iterator[None]:
    try:
        with transaction.atomic(), an_act():
            yield
            raise Undone
    except Undone:
        pass


@pytest.mark.engine("postgres")
class TestWall:
    @settings(
        max_examples=60,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(rows=st.lists(customers, max_size=8), reach=reaches)
    def test_shows_exactly_what_is_visible(self, rows: list[dict[str, Any]], reach: Reach) -> None:
        with passing_world():
            an_organization()
            for number, row in enumerate(rows, start=1):
                a_customer(number, **row)
            grants_for(reach)
            visible = {*visible_to(reach, with_granted=True).values_list("id", flat=True)}
            hung = within_and_granted(reach, prefix="customer__")

            with walls.open_for(reach):
                shown = ids_in("customers_customer")
                contacts = ids_in("customers_contact")
                subscriptions = ids_in("products_subscription")
                history = ids_in("audit_historyrow")

            assert shown == visible
            assert contacts == {*Contact.objects.filter(hung).values_list("id", flat=True)}
            assert subscriptions == {
                *Subscription.objects.filter(hung).values_list("id", flat=True)
            }
            assert len(history) == len(shown) + len(contacts) + len(subscriptions) + len(
                [*PATHS, *PEOPLE, *INDUSTRIES, *LINES, *reach.granted]
            )

    def test_shows_nothing_by_default(self) -> None:
        with an_act():
            an_organization()
            a_customer(1, owner_unit_id=1)
        everything = Bound(role=Role.SERVICE_CENTER, unit_id=1, path="/1/")
        reach = Reach(person_id=1, bounds=(everything,), named_ids=frozenset({1}))

        with walls.open_for(reach):
            assert Customer.objects.count() == 1
        walls.close()

        for table in self.walled_tables():
            assert ids_in(table) == set(), table

    def walled_tables(self) -> list[str]:
        return [table.name for table in archive_tables() if reach_of_model(table.model)]

    def test_shows_nothing_on_a_reused_connection_with_empty_settings(self) -> None:
        with an_act():
            an_organization()
            a_customer(1, owner_unit_id=1)
        walls.close()

        for setting in ("wall", "units", "people", "cleared", "limited"):
            execute(f"SELECT set_config('primeline.{setting}', '', true)")
        assert ids_in("customers_customer") == set()
        execute("SELECT set_config('primeline.wall', 'reach', true)")
        assert ids_in("customers_customer") == set()

    def test_refuses_rows_written_beyond_the_reach(self) -> None:
        with an_act():
            an_organization()
            inside = a_customer(1, owner_unit_id=3)
            a_customer(2, owner_unit_id=4)
        branch = Bound(role=Role.BRANCH_LEAD, unit_id=3, path="/1/2/3/")
        reach = Reach(person_id=1, bounds=(branch,), named_ids=frozenset({1}))

        with walls.open_for(reach), an_act():
            assert Customer.objects.update(notes="seen") == 1
            with refused("row-level security"):
                a_customer(3, owner_unit_id=4)
            with refused("row-level security"):
                Customer.objects.filter(pk=inside.pk).update(owner_unit_id=4)

    def test_is_as_it_was_after_an_opening_inside_another(self) -> None:
        with an_act():
            an_organization()
            a_customer(1, owner_unit_id=1)

        with walls.open_for(NO_REACH):
            with walls.open_for_system():
                assert ids_in("customers_customer") == {1}
            assert ids_in("customers_customer") == set()
        assert ids_in("customers_customer") == {1}

    def test_is_as_it_was_after_an_opening_that_was_rolled_back(self) -> None:
        with an_act():
            an_organization()
            a_customer(1, owner_unit_id=1)

        with walls.open_for(NO_REACH):
            with refused("division"), walls.open_for_system():
                execute("SELECT 1 / 0")
            assert ids_in("customers_customer") == set()


@pytest.mark.engine("postgres")
@pytest.mark.django_db(transaction=True)
class TestWallOutsideTransactions:
    def test_is_closed_again_and_survives_a_new_connection(self) -> None:
        with an_act():
            an_organization()
            a_customer(1, owner_unit_id=1)
        walls.close()
        assert ids_in("customers_customer") == set()

        with walls.open_for_system():
            assert ids_in("customers_customer") == {1}
            connection.close()
            assert ids_in("customers_customer") == {1}
            with transaction.atomic():
                with walls.open_for(NO_REACH):
                    assert ids_in("customers_customer") == set()
                transaction.set_rollback(True)
            assert ids_in("customers_customer") == {1}
        assert ids_in("customers_customer") == set()


def test_every_row_that_hangs_on_an_account_says_so() -> None:
    for table in archive_tables():
        points_to_accounts = [
            field.name
            for field in table.model._meta.local_concrete_fields
            if field.related_model is not None
            and field.related_model is not table.model
            and reach_of_model(field.related_model) is not None
        ]
        says = hasattr(table.model, "reach_by") or hasattr(table.model, "reach_through")
        assert says or not points_to_accounts, (
            f"{table.model._meta.label} needs `reach_through`: one of {points_to_accounts} or None"
        )


def test_every_way_leads_to_an_account() -> None:
    for table in archive_tables():
        reach = reach_of_model(table.model)
        if isinstance(reach, str):
            model: Any = table.model
            for step in reach.split("__"):
                try:
                    model = model._meta.get_field(step).related_model
                except FieldDoesNotExist:
                    pytest.fail(f"{table.model._meta.label} has no {step}")
                assert reach_of_model(model) is not None
            assert model is apps.get_model("customers.Customer")
