"""Cadence: compared and set, dated, added and ended; what it means before it is saved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.commitments.events import CommitmentKept
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.products.actions import open_subscription
from primeline.products.models import LineOfBusiness
from primeline.products.values import Terms
from primeline.staff import actions as staff
from primeline.staff.values import Period
from primeline.standards.choices import Mark
from primeline.standards.models import PolicyRow, Step
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM
from primeline.visits import actions, listeners
from primeline.visits.actions import reference
from primeline.visits.choices import ActionStatus, Manner
from primeline.visits.models import CadenceEdition, DayLimit, ServiceAction, StandardAction
from primeline.visits.queries import effect_of
from primeline.visits.queries.facts import editions_of
from primeline.visits.shipped import ACTIONS
from primeline.visits.tests.planned import TEST, install, plan
from primeline.visits.values import Account, Rhythms

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.row("D3")]


def standing() -> list[ServiceAction]:
    return list(ServiceAction.objects.standing().order_by("period_from", "standard", "pk"))


@pytest.fixture
def bank() -> Customer:
    """Harbor Bank, a diamond that is looked after by a cadence."""
    install()
    return cast.harbor_bank(tier=Tier.DIAMOND)


class TestWelcome:
    def test_an_account_is_called_within_days_of_its_opening_once(self, bank: Customer) -> None:
        plan()
        calls = ServiceAction.objects.standing().filter(standard__step__code="WELCOME_CALL")
        call = calls.get()
        assert bank.opened_date is not None
        assert (call.period_from, call.period.last) == (
            bank.opened_date,
            bank.opened_date + 3 * DAY,
        )
        actions.record_action(action=call, by=cast.lin(), at=TUESDAY_10AM)

        plan(TUESDAY_10AM + 30 * DAY)

        assert calls.count() == 1

    def test_a_follow_up_of_the_first_opening_is_the_welcome_call(self, bank: Customer) -> None:
        plan()
        kept = CommitmentKept(
            happened_at=TUESDAY_10AM, commitment_id=1, step="ONBOARDING_FOLLOW_UP",
            subject_kind="", subject_id=1, customer_id=bank.pk, is_late=False,
        )  # fmt: skip
        listeners.count_after_keeping(kept)
        done = ServiceAction.objects.get(counted__source_id=1)
        assert done.standard.step.code == "WELCOME_CALL"

    def test_comes_to_an_older_installation_from_its_day_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = tuple(one for one in ACTIONS if one.step != "WELCOME_CALL")
        monkeypatch.setattr(reference, "ACTIONS", before)
        install()
        assert not StandardAction.objects.filter(step__code="WELCOME_CALL").exists()
        monkeypatch.undo()
        day = TUESDAY_10AM + DAY

        assert actions.install_cadence(by=TEST, at=day) == 1
        assert actions.install_cadence(by=TEST, at=day) == 0

        row = StandardAction.objects.get(step__code="WELCOME_CALL")
        edition = CadenceEdition.objects.get(standard=row)
        assert (row.rhythms, edition.active_from) == ({}, day.date())
        assert edition.rhythms["T0"] == "ONCE_3"
        rule = PolicyRow.objects.filter(step__code="WELCOME_CALL", tier="T0").get()
        assert (rule.mark, rule.limit_seconds) == (Mark.PROPOSAL, 3 * 86_400)


class TestWhoPaysAfterUse:
    @pytest.mark.parametrize(
        ("line", "mode", "is_called"),
        [
            ("FIXED_VOICE", "POSTPAID", True),
            ("MOBILE_GROUP", "PREPAID", False),
            ("INTERNET_LINE", "PREPAID", True),
        ],
    )
    def test_is_called_every_quarter_as_is_who_has_a_leased_line(
        self, bank: Customer, line: str, mode: str, is_called: bool
    ) -> None:
        open_subscription(
            customer=bank, line=LineOfBusiness.objects.get(code=line),
            terms=Terms(
                fee_cents=100, opened_date=TUESDAY_10AM.date(), payment_mode=mode
            ),
            by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        plan()

        calls = ServiceAction.objects.standing().filter(standard__step__code="QUARTERLY_CALL")
        assert calls.exists() == is_called
        row = StandardAction.objects.get(step__code="QUARTERLY_CALL")
        (held, *_later) = editions_of(row)
        effect = effect_of(
            held, manner=Manner.CALL, instead_of=row.pk, on=TUESDAY_10AM.date(), at=TUESDAY_10AM
        )
        assert effect.tiers[0].account_count == int(is_called)

    def test_with_no_line_it_is_done_for_them_alone(self) -> None:
        account = Account(id=1, tier="T0", is_open=True, lines=frozenset({"FIXED_VOICE"}))
        alone = Rhythms(rhythms={"T0": "WEEKLY"}, is_for_postpaid=True)
        assert not alone.is_for(account)
        assert alone.is_for(replace(account, is_postpaid=True))
        assert replace(alone, is_for_postpaid=False).is_for(account)


class TestCadence:
    def test_cadence_is_compared_and_set(self, bank: Customer) -> None:
        plan()
        visit = StandardAction.objects.get(step__code="VISIT")

        def today(rhythms: dict[str, str]) -> Rhythms:
            return Rhythms(rhythms=rhythms, active_from=TUESDAY_10AM.date())

        for version, rhythms, refusal in (
            (visit.version, {"T9": "WEEKLY"}, Refused),
            (visit.version + 1, {"T0": "WEEKLY"}, ChangedMeanwhile),
        ):
            with pytest.raises(refusal):
                actions.set_standard_action(
                    standard=visit, version=version, wanted=today(rhythms),
                    by=TEST, at=TUESDAY_10AM,
                )  # fmt: skip
        actions.set_standard_action(
            standard=visit, version=visit.version, wanted=today({"T0": "WEEKLY"}),
            by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        plan()
        weeks = [one for one in standing() if one.standard_id == visit.pk]
        assert len([one for one in weeks if one.period.end - one.period.start == 7 * DAY]) >= 8

    def test_an_end_is_dated_and_a_new_action_is_owed_from_its_day(self, bank: Customer) -> None:
        report = StandardAction.objects.get(step__code="SERVICE_REPORT")
        june = date(2026, 6, 1)
        actions.set_standard_action(
            standard=report, version=1, wanted=Rhythms(rhythms={}, active_from=june),
            by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        step = Step.objects.get(code="MANAGER_VISIT")
        monthly = Rhythms(rhythms={"T0": "MONTHLY"}, active_from=june)
        added = actions.add_standard_action(
            step=step, manner=Manner.VISIT, wanted=monthly, by=TEST, at=TUESDAY_10AM
        )
        for again in (monthly, replace(monthly, active_from=date(2026, 4, 1))):
            with pytest.raises(Refused):
                actions.add_standard_action(
                    step=step, manner=Manner.VISIT, wanted=again, by=TEST, at=TUESDAY_10AM
                )
        plan()

        months = {
            (one.standard_id, one.period_from.month)
            for one in standing()
            if one.standard_id in (report.pk, added.pk)
        }
        assert months == {(report.pk, 5), (added.pk, 6)}
        report.refresh_from_db()
        assert report.rhythms["T0"] == "MONTHLY", "what held until then stays on record"
        effect = effect_of(
            Rhythms(rhythms={"T0": "WEEKLY"}), manner=Manner.VISIT, instead_of=None,
            on=june, at=TUESDAY_10AM,
        )  # fmt: skip
        diamond = effect.tiers[0]
        assert (diamond.account_count, diamond.before, round(diamond.after, 2)) == (1, 0, 4.35)
        assert not effect.beyond
        limit = DayLimit.objects.get(manner=Manner.VISIT)
        actions.set_day_limit(
            manner=Manner.VISIT, version=limit.version, most=0, by=TEST, at=TUESDAY_10AM
        )
        tight = effect_of(
            Rhythms(rhythms={"T0": "WEEKLY"}), manner=Manner.VISIT, instead_of=None,
            on=june, at=TUESDAY_10AM,
        )  # fmt: skip
        assert [one.person for one in tight.beyond] == [cast.lin()]

    def test_its_effect_is_worked_out_day_by_day_and_is_what_the_planner_then_finds(
        self, bank: Customer
    ) -> None:
        plan()
        visit = StandardAction.objects.get(step__code="VISIT")
        today = TUESDAY_10AM.date()
        staff.set_cover(
            absent=cast.lin(), covered_by=None, period=Period(date(2026, 5, 11), date(2026, 5, 18)),
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        staff.set_cover(
            absent=cast.lin(), covered_by=cast.nora(),
            period=Period(date(2026, 6, 1), date(2026, 6, 8)),
            by=cast.greta(), at=TUESDAY_10AM,
        )  # fmt: skip
        weekly = Rhythms(rhythms={"T0": "WEEKLY"}, active_from=today)
        with CaptureQueriesContext(connection) as asked:
            effect = effect_of(
                weekly, manner=Manner.VISIT, instead_of=visit.pk, on=today, at=TUESDAY_10AM
            )

        # The sum of sixty days has room for it many times over; the week of her absence has none.
        (load,) = effect.beyond
        assert (load.person, load.unstaffed, load.by_others) == (cast.lin(), 1, 1)
        assert [(one.monday, one.fits, one.room, one.unstaffed) for one in load.weeks] == [
            (date(2026, 5, 11), 0, 0, 1)
        ]
        assert len(asked) <= 20
        actions.set_standard_action(
            standard=visit, version=visit.version, wanted=weekly, by=TEST, at=TUESDAY_10AM
        )
        plan()
        visits = ServiceAction.objects.standing().filter(standard__manner=Manner.VISIT)
        unstaffed = visits.filter(status=ActionStatus.UNSTAFFED)
        assert [one.period_from for one in unstaffed] == [date(2026, 5, 11)]
        assert visits.exclude(pk__in=unstaffed).count() == load.fits
        assert visits.filter(person=cast.nora()).count() == load.by_others

    def test_what_is_done_once_after_the_opening_is_owed_once(self, bank: Customer) -> None:
        today = TUESDAY_10AM.date()
        welcome = actions.add_standard_action(
            step=Step.objects.get(code="ONBOARDING_FOLLOW_UP"), manner=Manner.CALL,
            wanted=Rhythms(rhythms={"T0": "ONCE_3"}, active_from=today), by=TEST, at=TUESDAY_10AM,
        )  # fmt: skip
        bank.refresh_from_db()
        assert bank.opened_date is not None
        before = TUESDAY_10AM - (today - bank.opened_date)

        plan(before)
        once = ServiceAction.objects.get(standard=welcome)
        assert (once.period_from, once.period_to) == (
            bank.opened_date, bank.opened_date + 4 * DAY,
        )  # fmt: skip
        actions.record_action(action=once, by=cast.lin(), at=before)
        for later in (0, 1, 30, 200):
            plan(before + later * DAY)
        assert ServiceAction.objects.filter(standard=welcome).count() == 1
