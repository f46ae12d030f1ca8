"""People at customers in full: who is above whom, their posts, birthdays and consents."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from primeline.audit.models import HistoryRow
from primeline.customers import actions, birthdays, influence, queries, rules
from primeline.customers.models import Consent, Contact, FormerPost, TimelineLine
from primeline.customers.values import Agreed, ContactDetails
from primeline.kit.deeds import System, act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.privacy import actions as privacy
from primeline.privacy.values import is_sealed
from primeline.staff.models import Person
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, lin, mira, sara

DAY = TUESDAY_10AM.date()


def a_contact(name: str = "王敏", *, by: Person | None = None, **details: Any) -> Contact:
    return actions.add_contact(
        customer=harbor_bank(),
        details=ContactDetails(name=name, **details),
        by=by or lin(),
        at=TUESDAY_10AM,
    )


def tied(contact: Contact, above: Contact) -> Contact:
    return actions.change_contact(
        contact=contact,
        version=contact.version,
        details=ContactDetails(name=contact.name, reports_to_id=above.pk),
        by=lin(),
        at=TUESDAY_10AM,
    )


def agreed(**changes: Any) -> Agreed:
    facts = {"purpose": "OFFERS", "given_date": DAY, "proof": "PAPER", "proof_place": "Folder 7"}
    return Agreed(**{**facts, **changes})


def kinds() -> list[str]:
    return list(TimelineLine.objects.order_by("id").values_list("kind", flat=True))


class TestBirthdays:
    @pytest.mark.parametrize(
        ("lunar", "today", "day"),
        [
            ("08-15", date(2026, 1, 1), date(2026, 9, 25)),  # Mid-Autumn Festival
            ("08-15", date(2026, 9, 25), date(2026, 9, 25)),
            ("08-15", date(2026, 9, 26), date(2027, 9, 15)),
            ("01-01", date(2026, 2, 1), date(2026, 2, 17)),  # Spring Festival
            ("12-30", date(2026, 1, 1), date(2026, 2, 16)),  # a twelfth month of 29 days
            ("12-08", date(2026, 1, 20), date(2026, 1, 26)),  # still the lunar year before
        ],
    )
    @pytest.mark.row("B2")
    def test_by_the_moon(self, lunar: str, today: date, day: date) -> None:
        born = date(1970, 6, 1)

        assert birthdays.next_birthday(solar=born, lunar=lunar, today=today) == day

    @pytest.mark.parametrize(
        ("born", "today", "day"),
        [
            (date(1975, 3, 2), date(2026, 3, 2), date(2026, 3, 2)),
            (date(1975, 3, 2), date(2026, 3, 3), date(2027, 3, 2)),
            (date(1976, 2, 29), date(2026, 1, 1), date(2026, 2, 28)),
            (date(1976, 2, 29), date(2028, 1, 1), date(2028, 2, 29)),
        ],
    )
    def test_by_the_sun(self, born: date, today: date, day: date) -> None:
        assert birthdays.next_birthday(solar=born, lunar="", today=today) == day

    @given(
        st.integers(1, 12),
        st.integers(1, 30),
        st.dates(min_value=date(1950, 1, 1), max_value=date(2098, 1, 1)),
    )
    def test_come_within_thirteen_months(self, month: int, day: int, today: date) -> None:
        lunar = birthdays.clean_lunar_birthday(f"{month}-{day}")

        found = birthdays.next_birthday(solar=None, lunar=lunar, today=today)

        assert found is not None
        assert today <= found <= today + timedelta(days=386)

    @pytest.mark.parametrize(
        ("written", "kept"), [("8-15", "08-15"), ("8月15日", "08-15"), ("", "")]
    )
    def test_are_taken_as_people_write_them(self, written: str, kept: str) -> None:
        assert birthdays.clean_lunar_birthday(written) == kept

    @pytest.mark.parametrize("written", ["13-1", "0-4", "8-31", "August", "1975-8-15"])
    def test_refuse_a_day_that_is_none(self, written: str) -> None:
        with pytest.raises(Refused):
            birthdays.clean_lunar_birthday(written)

    def test_of_nobody_known_are_none(self) -> None:
        assert birthdays.next_birthday(solar=None, lunar="", today=DAY) is None


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[int, int | None]]:
    count = draw(st.integers(0, 30))
    return [
        (one, draw(st.one_of(st.none(), st.integers(1, one - 1))) if one > 1 else None)
        for one in range(1, count + 1)
    ]


class TestDrawing:
    @given(forests())
    def test_places_everybody_and_no_two_on_one_place(
        self, people: list[tuple[int, int | None]]
    ) -> None:
        drawing = influence.drawn(people)

        assert set(drawing.places) == {one for one, _above in people}
        columns: dict[int, list[float]] = {}
        for place in drawing.places.values():
            columns.setdefault(place.column, []).append(place.row)
        for rows in columns.values():
            assert all(below - above >= 1 for above, below in pairwise(sorted(rows)))

    @given(forests())
    def test_draws_every_tie_from_left_to_right(self, people: list[tuple[int, int | None]]) -> None:
        drawing = influence.drawn(people)

        drawn = {(below.id, above.id) for above, below in drawing.lines}
        assert drawn == {(one, above) for one, above in people if above is not None}
        assert all(below.column == above.column + 1 for above, below in drawing.lines)

    def test_leaves_out_ties_to_those_who_are_gone(self) -> None:
        drawing = influence.drawn([(2, 1), (3, 2)])

        assert [(above.id, below.id) for above, below in drawing.lines] == [(2, 3)]


@pytest.mark.django_db
class TestReporting:
    @pytest.mark.row("B2")
    def test_makes_no_circle(self) -> None:
        head, middle = a_contact("张总"), a_contact("李强")
        middle = tied(middle, head)
        low = a_contact("王敏", reports_to_id=middle.pk)

        with pytest.raises(Refused) as refused:
            tied(head, low)

        assert refused.value.field == "reports_to_id"
        head.refresh_from_db()
        assert head.reports_to is None

    def test_stays_within_the_account(self) -> None:
        elsewhere = actions.add_contact(
            customer=lake_mills(), details=ContactDetails(name="赵六"), by=mira(), at=TUESDAY_10AM
        )

        with pytest.raises(Refused):
            a_contact(reports_to_id=elsewhere.pk)

    def test_to_oneself_is_refused_by_the_database(self) -> None:
        contact = a_contact()

        with pytest.raises(Refused):
            tied(contact, contact)
        contact.reports_to = contact
        with pytest.raises(IntegrityError), transaction.atomic():
            contact.save()


@pytest.mark.django_db
class TestMoveContact:
    def move(self, contact: Contact, **changes: Any) -> Contact:
        facts = {
            "contact": contact,
            "version": contact.version,
            "customer": lake_mills(),
            "job_title": "总经理",
            "from_date": DAY,
            "by": sara(),
            "at": TUESDAY_10AM,
        }
        return actions.move_contact(**{**facts, **changes})

    @pytest.mark.row("B2")
    def test_takes_the_person_to_another_account(self) -> None:
        head = a_contact("张总", job_title="财务经理", is_primary=True, decision_role="FINANCE")
        low = a_contact("李强", reports_to_id=head.pk)

        moved = self.move(head)

        low.refresh_from_db()
        post = FormerPost.objects.get()
        assert (moved.customer, moved.job_title, moved.in_post_from_date) == (
            lake_mills(),
            "总经理",
            DAY,
        )
        assert (moved.is_primary, moved.decision_role, low.reports_to) == (False, "", None)
        assert (post.customer, post.job_title, post.to_date) == (
            harbor_bank(),
            "财务经理",
            DAY - timedelta(days=1),
        )
        assert kinds()[-2:] == ["CONTACT_MOVED_AWAY", "CONTACT_MOVED_HERE"]
        assert TimelineLine.objects.latest("id").words == {}

    def test_within_the_account_keeps_ties_and_tells_the_post_before(self) -> None:
        head = a_contact("张总")
        low = a_contact("李强", reports_to_id=head.pk, job_title="科员")

        moved = self.move(low, customer=harbor_bank(), job_title="科长")

        assert moved.reports_to == head
        shown = queries.people_of(
            harbor_bank(), queries.reach_now(lin(), at=TUESDAY_10AM), today=DAY
        )
        titles = {
            one.card.name: [post.job_title for post in one.former_posts] for one in shown.dossiers
        }
        assert titles == {"张总": [], "李强": ["科员"]}
        assert kinds()[-1] == "CONTACT_POST"

    def test_says_nothing_of_an_account_that_the_reader_does_not_see(self) -> None:
        contact = a_contact(job_title="财务经理")
        self.move(contact)

        there = queries.people_of(
            lake_mills(), queries.reach_now(mira(), at=TUESDAY_10AM), today=DAY
        )
        here = queries.people_of(
            harbor_bank(), queries.reach_now(lin(), at=TUESDAY_10AM), today=DAY
        )

        assert [list(one.former_posts) for one in there.dossiers] == [[]]
        assert (here.dossiers, here.gone_elsewhere) == ([], 1)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"from_date": DAY + timedelta(days=1)}, "from_date"),
            ({"from_date": DAY - timedelta(days=30)}, "from_date"),
            ({"customer": None}, "job_title"),
        ],
    )
    def test_refuses_what_cannot_be(self, changes: dict[str, Any], field: str) -> None:
        first = DAY - timedelta(days=9)
        contact = self.move(a_contact(), customer=harbor_bank(), from_date=first)
        changes = {"customer": harbor_bank()} if "customer" in changes else changes

        with pytest.raises(Refused) as refused:
            self.move(contact, **changes)

        assert refused.value.field == field
        assert FormerPost.objects.count() == 1

    def test_refuses_the_slower_of_two(self) -> None:
        contact = a_contact()

        with pytest.raises(ChangedMeanwhile):
            self.move(contact, version=contact.version + 1)

        assert not FormerPost.objects.exists()


@pytest.mark.django_db
class TestConsent:
    def record(self, contact: Contact, **changes: Any) -> Consent:
        return actions.record_consent(
            contact=contact, agreed=agreed(**changes), by=lin(), at=TUESDAY_10AM
        )

    def withdraw(self, consent: Consent, day: date = DAY) -> Consent:
        return actions.withdraw_consent(
            consent=consent,
            version=consent.version,
            withdrawn_date=day,
            by=lin(),
            at=TUESDAY_10AM,
        )

    @pytest.mark.row("B2")
    def test_holds_until_it_is_withdrawn_and_stays_on_file(self) -> None:
        contact = a_contact()
        consent = self.record(contact, given_date=DAY - timedelta(days=3))
        before, on_the_day = DAY - timedelta(days=1), DAY

        self.withdraw(consent)

        assert queries.may_approach(contact, "OFFERS", on=before)
        assert not queries.may_approach(contact, "OFFERS", on=on_the_day)
        assert not queries.may_approach(contact, "SURVEYS", on=before)
        rows = HistoryRow.objects.filter(table="customers_consent")
        assert [row.operation for row in rows.order_by("id")] == ["I", "U"]
        assert kinds()[-2:] == ["CONSENT_GIVEN", "CONSENT_WITHDRAWN"]

    @pytest.mark.row("B2")
    def test_of_an_earlier_release_is_sealed_once(self) -> None:
        consent = self.record(a_contact())
        with act(kind="earlier.release", by=lin(), at=TUESDAY_10AM):
            Consent.objects.update(subject=None, proof_place="Folder 7")

        sealed = actions.seal_what_is_open(by=System("install"), at=TUESDAY_10AM)

        consent.refresh_from_db()
        assert (sealed, consent.proof_place) == (1, "Folder 7")
        assert is_sealed(Consent.objects.values_list("proof_place", flat=True).get())
        assert not actions.seal_what_is_open(by=System("install"), at=TUESDAY_10AM)

    def test_may_be_given_anew(self) -> None:
        contact = a_contact()
        self.withdraw(self.record(contact))

        self.record(contact)

        assert queries.may_approach(contact, "OFFERS", on=DAY)

    @pytest.mark.parametrize(
        "changes",
        [
            {"given_date": DAY + timedelta(days=1)},
            {"proof_place": "  "},
        ],
    )
    def test_refuses_what_shows_nothing(self, changes: dict[str, Any]) -> None:
        with pytest.raises(Refused):
            self.record(a_contact(), **changes)

        assert not Consent.objects.exists()

    def test_may_be_of_a_day_that_has_begun_where_the_operator_is(self) -> None:
        # In Shanghai it is one in the morning; a job, or whoever seeds the example, knows no zone.
        at = TUESDAY_10AM.replace(hour=17)
        contact, tomorrow = a_contact(), DAY + timedelta(days=1)
        late = agreed(given_date=tomorrow + timedelta(days=1))
        with pytest.raises(Refused):
            actions.record_consent(contact=contact, agreed=late, by=lin(), at=at)
        begun = agreed(given_date=tomorrow)
        actions.record_consent(contact=contact, agreed=begun, by=lin(), at=at)
        assert queries.may_approach(contact, "OFFERS", on=tomorrow)

    def test_is_on_file_once_for_a_purpose(self) -> None:
        contact = a_contact()
        consent = self.record(contact)

        with pytest.raises(Refused):
            self.record(contact)
        consent.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            consent.save()

    def test_is_not_withdrawn_twice_nor_too_early(self) -> None:
        consent = self.record(a_contact())

        for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
            with pytest.raises(Refused):
                self.withdraw(consent, day)
        self.withdraw(consent)
        with pytest.raises(Refused):
            self.withdraw(consent)

    def test_of_somebody_erased_is_not_taken(self) -> None:
        contact = a_contact()
        privacy.erase(subjects=[contact.subject], by=greta(), at=TUESDAY_10AM, reason="Asked")
        erased = Contact.objects.get(pk=contact.pk)

        with pytest.raises(Refused):
            self.record(erased)


@pytest.mark.django_db
@pytest.mark.engine("sqlite")
def test_hours_that_no_clock_shows_are_refused_beside_other_mistakes() -> None:
    for good in ("09:00-11:30", "下午", "00:00-24:00", "9：05"):
        rules.check_hours(good)
    for wrong in ("09:00-25:00", "24:30", "8:75"):
        with pytest.raises(Refused):
            rules.check_hours(wrong)
    details = ContactDetails(name=" ", preferred_hours="25:00", lunar_birthday="13-40")

    with pytest.raises(Refused) as refusal:
        actions.add_contact(customer=harbor_bank(), details=details, by=lin(), at=TUESDAY_10AM)

    said = (refusal.value, *refusal.value.others)
    assert {one.field for one in said} == {"name", "preferred_hours", "lunar_birthday"}
