"""The example in a database: small, but whole."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F, Q
from pytest_django import DjangoDbBlocker

from primeline.access.choices import RequestStatus
from primeline.access.models import AccessRequest
from primeline.audit.models import Act, HistoryRow, Look
from primeline.audit.walls import open_for_system
from primeline.commitments.choices import OPEN, CommitmentStatus
from primeline.commitments.models import Letter
from primeline.commitments.queries import standing_of, telling_of
from primeline.commitments.queries.people import leads_of
from primeline.customers import queries as customers
from primeline.customers.choices import CustomerKind, CustomerStatus
from primeline.customers.models import (
    Bill,
    Contact,
    Customer,
    FormerPost,
    GroupDuty,
    GroupLink,
    Site,
    TimelineLine,
)
from primeline.demo import actions, rules
from primeline.demo.choices import Step
from primeline.demo.load.rights import DUE as PEOPLE_DUE
from primeline.demo.load.visits import WHY_AWAY
from primeline.demo.plan.build import build_plan
from primeline.demo.plan.cases import STORIES as CASES
from primeline.demo.plan.shapes import Plan
from primeline.demo.rules import SEATS
from primeline.demo.seeding import BY
from primeline.demo.tests.built import COLUMNS, planned_flows, rows_of
from primeline.demo.tests.met import AS_TOLD, meetings_shown
from primeline.demo.tests.record import out_of_order, stood_otherwise
from primeline.kit.errors import Refused
from primeline.kit.installation import EXAMPLE, fact
from primeline.kpi.choices import LineChoice
from primeline.kpi.queries import figures_of
from primeline.kpi.values import Scope
from primeline.partners.choices import PartnerKind
from primeline.partners.models import Partner
from primeline.privacy.values import is_sealed
from primeline.processes.choices import CaseStatus
from primeline.processes.models import Case, WorkItem
from primeline.processes.queries import work_of
from primeline.processes.rules import ROLES
from primeline.products.actions import make_findable
from primeline.products.choices import DeadlineKind
from primeline.products.models import Agreement, FeeChange, OutsideService, Subscription
from primeline.products.queries import equipment_to_fetch, terms_in_force
from primeline.rights.models import RetentionCase
from primeline.rights.sources import find_due
from primeline.search.models import SearchEntry
from primeline.staff import actions as staff
from primeline.staff.choices import Role
from primeline.staff.models import Cover, Person, Posting, Unit
from primeline.staff.queries import reach_of
from primeline.tiers.choices import ListLevel
from primeline.tiers.models import NamedListing, Standing
from primeline.visits.models import ServiceAction

MARKS = pytest.mark.empty_archive, pytest.mark.mainly("sqlite")
pytestmark = [pytest.mark.django_db, pytest.mark.row("M2"), *MARKS]

TODAY = date(2026, 11, 22)
# An hour after midnight where the operator sits, and the day before by UTC.
AT = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
SCALE = 0.02


@pytest.fixture(scope="module")
def told() -> list[tuple[Step, int, int]]:
    return []


@pytest.fixture(scope="module")
def plan(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, told: list[tuple[Step, int, int]]
) -> Iterator[Plan]:
    """The small example, as planned and as written into the database of this module.

    It is written once; each test works in a transaction within this one.
    """
    planned, _ = build_plan(seed=actions.SEED, today=TODAY, scale=SCALE)
    with django_db_blocker.unblock(), open_for_system(), transaction.atomic():
        actions.seed_example(today=TODAY, at=AT, scale=SCALE, progress=lambda *s: told.append(s))
        yield planned
        transaction.set_rollback(True)


def test_seeding_tells_how_far_it_is(plan: Plan, told: list[tuple[Step, int, int]]) -> None:
    assert list(dict.fromkeys(step for step, _, _ in told)) == list(Step)
    assert all(0 <= done <= total for _, done, total in told)


class TestSeedExample:
    def test_writes_everything_that_was_planned(self, plan: Plan) -> None:
        _, bills = build_plan(seed=actions.SEED, today=TODAY, scale=SCALE)

        assert Unit.objects.count() == len(plan.staff.units)
        assert Person.objects.filter(is_active=True).count() == 400 + len(plan.staff.partners)
        # One more is away, so that something has nobody to do it.
        planned = Cover.objects.exclude(reason=WHY_AWAY)
        assert planned.count() == len(plan.staff.absences)
        served = Customer.objects.exclude(status=CustomerStatus.PROSPECT)
        assert served.count() == len(plan.customers)
        assert Contact.objects.filter(customer__in=served).count() == len(plan.contacts)
        assert Agreement.objects.count() == len(plan.agreements)
        assert FeeChange.objects.count() == len(plan.fee_changes)
        assert Bill.objects.count() == sum(1 for _ in bills)

    def test_arrives_at_the_subscriptions_of_today(self, plan: Plan) -> None:
        # Those who left long ago, for the rights desk, are not of the plan.
        left = Q(customer__in=RetentionCase.objects.values("customer"))
        stored = Subscription.objects.exclude(left).order_by("number").values_list(*COLUMNS)
        gone = {*Subscription.objects.filter(left).values_list("number", flat=True)}
        assert list(stored) == [row for row in rows_of(plan) if row[0] not in gone]

    def test_marks_the_installation_as_an_example(self, plan: Plan) -> None:
        assert fact(EXAMPLE)["scale"] == SCALE

    def test_refuses_a_database_that_is_in_use(self, plan: Plan) -> None:
        with pytest.raises(Refused):
            actions.seed_example(today=TODAY, at=AT, scale=SCALE)

    def test_lets_the_policy_find_the_planned_levels(self, plan: Plan) -> None:
        by_hand = {override.account: override.tier for override in plan.overrides}
        served = Customer.objects.exclude(status=CustomerStatus.PROSPECT)
        stored = served.order_by("number").values_list("is_key_account", "tier")

        planned = [
            by_hand.get(place, customer.tier if customer.closed is None else "")
            for place, customer in enumerate(plan.customers)
        ]
        assert list(stored) == [(bool(tier), tier) for tier in planned]

    def test_seals_persons_and_grades_them_by_card_or_by_what_they_pay(self, plan: Plan) -> None:
        persons = Customer.objects.filter(kind=CustomerKind.INDIVIDUAL)
        wanted = [c.identity.name for c in plan.customers if c.identity.is_person]
        last = Standing.objects.filter(customer__in=persons).order_by("month", "pk")
        latest = {one.customer_id: (one.scheme, one.grade) for one in last}

        assert [one.name for one in persons.order_by("number")] == wanted
        stored = persons.values_list("name", "identifier", "address")
        assert all(is_sealed(str(told)) for row in stored for told in row)
        assert {grade for scheme, grade in latest.values() if scheme == "NON_CARD"} == set("ABC")
        assert Counter(scheme for scheme, _ in latest.values())["CARD"] == 3

    def test_brings_in_what_is_held(self, plan: Plan) -> None:
        for customer in Customer.objects.all():
            held = Subscription.objects.held().filter(customer=customer)
            assert customer.monthly_fee_cents == sum(s.fee_cents for s in held)

    def test_writes_bills_that_add_up(self, plan: Plan) -> None:
        for bill in Bill.objects.all()[:500]:
            assert bill.amount_cents == sum(bill.charges.values())

    def test_keeps_the_history_of_every_row(self, plan: Plan) -> None:
        inserted = Counter(HistoryRow.objects.filter(operation="I").values_list("table", flat=True))

        for model in (Customer, Contact, Subscription, Bill, Agreement, Posting, TimelineLine):
            assert inserted[model._meta.db_table] == model.objects.count()

    def test_lets_the_current_month_happen_day_by_day(self, plan: Plan) -> None:
        days = Act.objects.filter(kind="demo.day").order_by("pk")
        taken_over = Act.objects.get(kind="demo.take_over")

        assert taken_over.at < datetime(2026, 11, 1, tzinfo=UTC)
        moments = [act.at for act in days]
        assert moments == sorted(moments)
        assert all(taken_over.at < at <= AT for at in moments)
        ended = Subscription.objects.filter(terminated_date__gte=date(2026, 11, 1)).first()
        assert ended is not None
        history = HistoryRow.objects.filter(
            table="products_subscription", row_id=str(ended.pk), operation="U"
        )
        assert history.filter(act__kind="demo.day").exists()

    def test_records_what_became_of_each_row_in_order_of_time(self, plan: Plan) -> None:
        assert not out_of_order()

    def test_accounts_stood_as_their_history_has_it(self, plan: Plan) -> None:
        auditor = Person.objects.get(username="lu.qingyue")

        assert not stood_otherwise(customers.reach_now(auditor, at=AT))

    def test_tells_timelines_in_order_of_what_happened(self, plan: Plan) -> None:
        bank = Customer.objects.get(short_name="澜衡商业银行")
        lines = TimelineLine.objects.filter(customer=bank)

        assert lines.exists()
        assert not TimelineLine.objects.filter(happened_at__gt=AT + timedelta(days=1)).exists()

    def test_shows_a_group_with_branches_that_promised_something(self, plan: Plan) -> None:
        maker = Customer.objects.get(name__startswith="锦塘精密制造")

        assert GroupLink.objects.filter(head=maker, active_to=None).count() > 1
        assert GroupLink.objects.filter(payer=maker).exists()
        assert Agreement.objects.filter(customer=maker, is_framework=True).exists()
        assert GroupDuty.objects.filter(branch__customer=maker).exists()

    def test_courts_prospects_of_whom_much_is_known(self, plan: Plan) -> None:
        prospects = Customer.objects.filter(status=CustomerStatus.PROSPECT)
        people = Contact.objects.filter(customer__in=prospects)

        for username in ("lin.zhixia", "he.mingchuan"):
            assert prospects.filter(account_manager__username=username).count() == 3
        assert not Subscription.objects.filter(customer__in=prospects).exists()
        assert OutsideService.objects.filter(customer__in=prospects).count() == 6
        assert people.exclude(reports_to=None).count() == 6
        assert FormerPost.objects.filter(contact__in=people, job_title="网络管理员").count() == 6
        assert {len(one.lunar_birthday) for one in people.filter(is_primary=True)} == {5}

    def test_gives_the_stories_sites_at_which_something_ends(self, plan: Plan) -> None:
        pharmacy = Site.objects.filter(customer__name__contains="大药房")

        assert pharmacy.count() > 1
        assert pharmacy.filter(subscriptions__isnull=False).exists()
        strangers = Subscription.objects.exclude(site=None).exclude(site__customer=F("customer"))
        assert not strangers.exists()

    def test_leaves_the_technician_something_to_fetch(self, plan: Plan) -> None:
        batur = Person.objects.get(username="batur")

        waiting = equipment_to_fetch(
            reach_of(batur, at=AT), terms_in_force()[DeadlineKind.RECOVERY]
        )

        assert waiting

    def test_lets_cases_run_of_which_each_login_with_a_role_on_drawings_has_a_step(
        self, plan: Plan
    ) -> None:
        cases = Case.objects.all()

        assert Counter(cases.values_list("status", flat=True)) == {
            CaseStatus.RUNNING: len(CASES) - 2,
            CaseStatus.DONE: 1,
            CaseStatus.CANCELLED: 1,
        }
        waiting = {}
        for seat in SEATS:
            reach = customers.reach_now(Person.objects.get(username=seat.username), at=AT)
            waiting[seat] = list(work_of(reach))
        with_work = {seat for seat, items in waiting.items() if items}
        assert with_work == {seat for seat in SEATS if seat.role in ROLES}
        shown = [item for items in waiting.values() for item in items]
        assert 0 < sum(item.is_late(AT) for item in shown) < len(shown)
        assert WorkItem.objects.exclude(commitment__assurance="").exists()
        again = WorkItem.objects.open().exclude(sent_back_from=None).get()
        assert again.returns_count == 1
        assert again.commitment.person is not None
        assert again.commitment.person.username == "liang.jiahao"

    def test_plants_looks_for_the_auditor(self, plan: Plan) -> None:
        night = Look.objects.filter(subject_kind="customer")
        exported = Look.objects.get(subject_kind="contact")

        assert night.count() == round(140 * SCALE)
        assert exported.rows_count == round(1900 * SCALE)
        leaves = Posting.objects.get(person=exported.act.actor, active_to__isnull=False)
        assert leaves.active_to == TODAY + timedelta(days=14)

    def test_makes_everything_findable(self, plan: Plan) -> None:
        before = set(SearchEntry.objects.values_list("customer_id", "kind", "source_id", "text"))
        everyone = list(Customer.objects.values_list("pk", flat=True))

        make_findable(customer_ids=everyone, by=BY, at=AT)

        after = set(SearchEntry.objects.values_list("customer_id", "kind", "source_id", "text"))
        assert before == after

    def test_loses_and_gains_what_was_planned(self, plan: Plan) -> None:
        person = Person.objects.get(username="gu.siyuan")
        scope = Scope(
            reach=reach_of(person, at=AT),
            first_month=date(2024, 11, 1),
            as_of=date(2026, 10, 31),
            lines=LineChoice.LEASED,
        )

        tallies = figures_of(scope).by_month()

        assert [(t.gained_count, t.lost_count) for t in tallies.values()] == planned_flows(plan)


def test_knows_every_kind_of_partner_and_requests_that_wait_and_that_were_granted(
    plan: Plan,
) -> None:
    assert set(Partner.objects.values_list("kind", flat=True)) == set(PartnerKind)
    assert Partner.objects.exclude(grade="").count() == 1
    asked = AccessRequest.objects.order_by("asked_at").values_list("status", flat=True)
    assert list(asked) == [RequestStatus.GRANTED, RequestStatus.WAITING]


def test_the_department_for_products_has_answered_what_a_customer_suggested(plan: Plan) -> None:
    letter = Letter.objects.get(to_unit__code="HQ-PRODUCT")

    assert letter.answered_by in leads_of(letter.to_unit, at=AT)
    assert standing_of([letter])[letter.pk].status == CommitmentStatus.DONE
    manager = customers.reach_now(letter.written_by, at=AT)
    assert telling_of(manager, [letter])[letter.pk].is_open


def test_a_branch_has_met_yesterday_and_is_meeting_today(plan: Plan) -> None:
    assert meetings_shown(TODAY, AT) == AS_TOLD


def test_accounts_stand_on_each_list_and_some_are_core(plan: Plan) -> None:
    found = Counter(NamedListing.objects.values_list("level", "is_core"))
    assert len(found) == len(ListLevel) + 1


def test_has_greeted_somebody_and_has_somebody_to_greet_this_week(plan: Plan) -> None:
    greetings = ServiceAction.objects.standing().filter(standard__occasion="BIRTHDAY")
    assert greetings.filter(commitment__status=CommitmentStatus.DONE).exists()
    monday = TODAY + timedelta(days=7 - TODAY.weekday())
    waiting = greetings.filter(commitment__status__in=OPEN, period_to=monday)
    assert waiting.filter(customer__account_manager__isnull=False).exists()


class TestExampleLogins:
    def test_lets_in_one_person_per_role_with_a_second_factor(
        self, plan: Plan, tmp_path: Path
    ) -> None:
        logins = actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)

        assert {login.role for login in logins} == set(Role) - {Role.INTEGRATION}
        # Five of them carry a case together: those of one branch, and a seat of its province.
        home = Person.objects.get(username=logins[0].username).home_unit
        assert home.parent is not None
        together = {
            login.role for login in logins if login.unit_zh in {home.name_zh, home.parent.name_zh}
        }
        assert together >= {Role.ACCOUNT_MANAGER, Role.SALES, *rules.COLLEAGUES}
        for login in logins:
            person = Person.objects.get(username=login.username)
            assert person.is_active
            assert not person.is_password_initial
            assert check_password(login.password, person.password)
            assert Authenticator.objects.get(user=person).type == Authenticator.Type.TOTP

    def test_keeps_the_second_manager_away_from_the_accounts_of_the_first(
        self, plan: Plan, tmp_path: Path
    ) -> None:
        logins = actions.example_logins(host="localhost", folder=tmp_path, at=AT)
        first, second = (
            Person.objects.get(username=login.username)
            for login in logins
            if login.role == Role.ACCOUNT_MANAGER
        )

        own = customers.visible_to(reach_of(first, at=AT)).filter(account_manager=first)
        others = customers.visible_to(reach_of(second, at=AT)).filter(account_manager=first)
        assert own.exists()
        assert not others.exists()

    def test_says_the_same_at_the_next_start(self, plan: Plan, tmp_path: Path) -> None:
        first = actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)
        again = actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)

        assert first == again

    def test_renews_a_login_that_no_longer_fits(self, plan: Plan, tmp_path: Path) -> None:
        first = actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)
        person = Person.objects.get(username=first[0].username)
        staff.choose_password(person=person, password="another-secret-9x", by=BY, at=AT)

        again = actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)

        person.refresh_from_db()
        assert check_password(again[0].password, person.password)
        assert again[1:] == first[1:]

    def test_keeps_them_in_a_file_that_only_its_owner_reads(
        self, plan: Plan, tmp_path: Path
    ) -> None:
        actions.example_logins(host="127.0.0.1", folder=tmp_path, at=AT)

        (file,) = tmp_path.iterdir()
        assert file.stat().st_mode & 0o777 == 0o600
        assert len(json.loads(file.read_text("utf-8"))) == len([*SEATS, *rules.COLLEAGUES])


def test_the_rights_desk_keeps_whom_the_schedule_found(plan: Plan) -> None:
    find_due(today=TODAY, at=AT + timedelta(days=1), report=lambda found: None)
    assert [*RetentionCase.objects.values_list("status", flat=True)] == ["OPEN"] * PEOPLE_DUE
