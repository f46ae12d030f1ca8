"""Drafting, proposing and deciding about versions of the matrix."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from primeline.kit.deeds import act
from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.models import EventRow
from primeline.products.actions import install_reference
from primeline.staff.choices import Role
from primeline.standards import actions, queries
from primeline.standards.actions import installing
from primeline.standards.choices import Clock, Mark, PolicyStatus
from primeline.standards.models import PolicyRow, PolicyVersion, Standard, Step
from primeline.standards.rules import compare
from primeline.standards.shipped import ROWS, STEPS, library
from primeline.standards.shipped.matrix import ShippedRow
from primeline.standards.shipped.steps import ShippedStep
from primeline.standards.values import LONGEST_SECONDS, RuleFacts, Rung
from primeline.testing.cast import CASTING, TUESDAY_10AM, anna, east_province, omar, sara

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4")]

TODAY = TUESDAY_10AM.date()
DAY = 86_400


@pytest.fixture(autouse=True)
def _shipped() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    actions.install_standards(by=CASTING, at=TUESDAY_10AM)


def facts(**more: object) -> RuleFacts:
    step = Step.objects.get(code=more.pop("step", "SUGGESTION_ANSWER"))
    known = RuleFacts(step_id=step.pk, limit_seconds=5 * DAY, clock=Clock.WORKDAYS, tier="T0")
    return replace(known, **more)  # type: ignore[arg-type]


def a_draft(*changed: RuleFacts) -> PolicyVersion:
    draft = actions.draft_version(
        copied_from=queries.latest_approved(), note="Faster", by=sara(), at=TUESDAY_10AM
    )
    for rule in changed:
        actions.add_rule(draft=draft, facts=rule, by=sara(), at=TUESDAY_10AM)
    return draft


def proposed(draft: PolicyVersion, day: date = TODAY) -> PolicyVersion:
    return actions.propose_version(
        draft=draft, version=draft.version, effective_date=day, by=sara(), at=TUESDAY_10AM
    )


def approved(proposal: PolicyVersion, at: datetime = TUESDAY_10AM) -> PolicyVersion:
    return actions.approve_version(proposal=proposal, version=proposal.version, by=omar(), at=at)


def announced() -> list[int]:
    told = EventRow.objects.filter(name="standards.PolicyTakesEffect").order_by("pk")
    return [row.payload["number"] for row in told]


class TestDraftVersion:
    def test_begins_with_all_rules_and_changes_none_of_them(self) -> None:
        draft = a_draft()

        first, copied = (queries.rows_of(pk) for pk in (queries.latest_approved().pk, draft.pk))
        assert [replace(row, id=0) for row in copied] == [replace(row, id=0) for row in first]
        assert (draft.number, draft.author) == (2, sara())

    def test_refuses_what_was_never_in_force_and_no_reason(self) -> None:
        draft = a_draft()

        for source, note in ((draft, "Again"), (queries.latest_approved(), " ")):
            with pytest.raises(Refused):
                actions.draft_version(copied_from=source, note=note, by=sara(), at=TUESDAY_10AM)


class TestRules:
    def test_are_refused_with_the_field_that_has_to_change(self) -> None:
        draft, law = a_draft(), Standard.objects.order_by("pk").first()
        assert law is not None
        statute = {"is_statutory": True, "mark": Mark.TEXT, "citation": "1", "standard_id": law.pk}
        wrong = [
            (facts(limit_seconds=0), "limit"),
            (facts(limit_seconds=-5), "limit"),
            (facts(limit_seconds=LONGEST_SECONDS + 1), "limit"),
            (facts(average_seconds=6 * DAY), "average"),
            (facts(target_percent=0), "target"),
            (facts(target_percent=101), "target"),
            (facts(is_statutory=True), "citation"),
            (facts(**{**statute, "mark": Mark.UNVERIFIED}), "mark"),
            (facts(**statute, customer_id=1), "customer"),
            (facts(unit_id=1, customer_id=1), "customer"),
            (facts(rungs=(Rung(percent=90, tells=("OWNER",)), Rung(percent=50, tells=("OWNER",)))),
             "rungs"),
            (facts(rungs=(Rung(percent=90, tells=()),)), "rungs"),
            (facts(rungs=(Rung(percent=0, tells=("OWNER",)),)), "rungs"),
        ]  # fmt: skip
        for rule, field in wrong:
            with pytest.raises(Refused) as refusal:
                actions.add_rule(draft=draft, facts=rule, by=sara(), at=TUESDAY_10AM)
            assert refusal.value.field == field, rule

    def test_are_changed_by_the_author_alone_and_only_in_a_draft(self) -> None:
        draft = a_draft()
        rule = PolicyRow.objects.filter(policy_version=draft).first()
        old = PolicyRow.objects.exclude(policy_version=draft).first()
        assert rule is not None
        assert old is not None

        with pytest.raises(Refused):
            actions.remove_rule(rule=rule, version=1, by=omar(), at=TUESDAY_10AM)
        with pytest.raises(Refused):
            actions.change_rule(rule=old, version=1, facts=facts(), by=sara(), at=TUESDAY_10AM)

    def test_saved_twice_at_once_leave_one(self) -> None:
        draft = a_draft(facts())
        rule = PolicyRow.objects.get(
            policy_version=draft, tier="T0", step__code="SUGGESTION_ANSWER"
        )
        shorter = facts(limit_seconds=3 * DAY)
        actions.change_rule(rule=rule, version=1, facts=shorter, by=sara(), at=TUESDAY_10AM)

        with pytest.raises(ChangedMeanwhile):
            actions.remove_rule(rule=rule, version=1, by=sara(), at=TUESDAY_10AM)
        rule.refresh_from_db()
        assert rule.is_active

    def test_another_target_is_another_rule_to_read_and_to_approve(self) -> None:
        draft = a_draft(facts(target_percent=90))
        before, told = queries.rows_of(draft.pk), queries.digest_of(draft.pk)
        row = next(one for one in PolicyRow.objects.filter(policy_version=draft, target_percent=90))

        actions.change_rule(
            rule=row, version=row.version, facts=facts(target_percent=97), by=sara(),
            at=TUESDAY_10AM,
        )  # fmt: skip

        (change,) = compare(before, queries.rows_of(draft.pk))
        assert change.fields == ("target_percent",)
        assert queries.digest_of(draft.pk) != told
        with act(kind="standards.change_rule", by=CASTING, at=TUESDAY_10AM):
            PolicyRow.objects.filter(policy_version=draft).update(target_percent=None)
        # What was proposed before there were targets is told apart as it was then.
        plain = repr(queries.rows_of(draft.pk)).encode()
        assert queries.digest_of(draft.pk) == sha256(plain).hexdigest()
        assert b"target" not in plain

    def test_that_cannot_be_are_refused_by_the_database(self) -> None:
        rule = PolicyRow.objects.get(pk=PolicyRow.objects.values_list("pk", flat=True)[0])
        for wrong in ({"limit_seconds": 0}, {"average_seconds": LONGEST_SECONDS},
                      {"target_percent": 101}, {"target_percent": 0},
                      {"is_statutory": True, "citation": ""}):  # fmt: skip
            with (
                act(kind="standards.change_rule", by=CASTING, at=TUESDAY_10AM),
                pytest.raises(IntegrityError),
                transaction.atomic(),
            ):
                PolicyRow.objects.filter(pk=rule.pk).update(**wrong)


class TestProposeVersion:
    def test_refuses_what_cannot_take_effect(self) -> None:
        nothing_new = a_draft()
        twice = a_draft(facts(), facts(limit_seconds=DAY))
        loose = a_draft(
            facts(step="COMPLAINT_REPLY", limit_seconds=20 * DAY, unit_id=east_province().pk)
        )

        for draft, day in (
            (nothing_new, TODAY),
            (twice, TODAY),
            (loose, TODAY),
            (a_draft(facts()), TODAY - timedelta(days=1)),
        ):
            with pytest.raises(Refused):
                proposed(draft, day)
            draft.refresh_from_db()
            assert draft.status == PolicyStatus.DRAFT

    def test_can_be_taken_back_by_its_author(self) -> None:
        proposal = proposed(a_draft(facts()))
        with pytest.raises(Refused):
            actions.take_back_proposal(
                proposal=proposal, version=proposal.version, by=omar(), at=TUESDAY_10AM
            )

        draft = actions.take_back_proposal(
            proposal=proposal, version=proposal.version, by=sara(), at=TUESDAY_10AM
        )

        assert (draft.status, draft.effective_from) == (PolicyStatus.DRAFT, None)


class TestApproveVersion:
    def test_takes_effect_at_once_where_its_day_is_today(self) -> None:
        approved(proposed(a_draft(facts())))

        assert queries.matrix_at(TUESDAY_10AM - timedelta(seconds=1)).number == 1
        assert queries.matrix_at(TUESDAY_10AM).number == 2
        assert announced() == [2]

    def test_waits_for_its_day_and_is_told_once(self) -> None:
        approved(proposed(a_draft(facts()), TODAY + timedelta(days=3)))
        friday = datetime(2026, 5, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert announced() == []

        assert queries.matrix_at(friday - timedelta(seconds=1)).number == 1
        assert queries.matrix_at(friday).number == 2
        assert [actions.announce(by=CASTING, at=friday) for _again in range(2)] == [1, 0]
        assert announced() == [2]

    def test_refuses_the_author_and_the_slower_of_two(self) -> None:
        proposal = proposed(a_draft(facts()))
        stale = PolicyVersion.objects.get(pk=proposal.pk)
        with pytest.raises(Refused, match="Somebody else has to decide"):
            actions.approve_version(
                proposal=proposal, version=proposal.version, by=sara(), at=TUESDAY_10AM
            )
        approved(proposal)

        for by in (anna(), omar()):
            with pytest.raises(ChangedMeanwhile):
                actions.approve_version(
                    proposal=stale, version=stale.version, by=by, at=TUESDAY_10AM
                )
        assert announced() == [2]

    def test_refuses_a_day_that_is_over(self) -> None:
        proposal = proposed(a_draft(facts()))

        with pytest.raises(Refused, match="is over"):
            approved(proposal, TUESDAY_10AM + timedelta(days=1))

    def test_lets_only_one_of_two_drafts_take_the_place_of_a_version(self) -> None:
        first, second = a_draft(facts()), a_draft(facts(limit_seconds=DAY))
        proposals = [proposed(first), proposed(second)]
        approved(proposals[0])

        with pytest.raises(Refused, match="Version 2 was approved"):
            approved(proposals[1])
        assert queries.latest_approved().number == 2

    def test_is_not_possible_for_the_author_in_the_database_either(self) -> None:
        proposal = proposed(a_draft(facts()))
        with (
            act(kind="standards.approve_version", by=CASTING, at=TUESDAY_10AM),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            PolicyVersion.objects.filter(pk=proposal.pk).update(decided_by=proposal.author)


class TestRefuseVersion:
    def test_needs_another_person_and_a_reason(self) -> None:
        proposal = proposed(a_draft(facts()))
        for by, reason in ((sara(), "No"), (omar(), "")):
            with pytest.raises(Refused):
                actions.refuse_version(
                    proposal=proposal, version=proposal.version, by=by, at=TUESDAY_10AM,
                    reason=reason,
                )  # fmt: skip

        refused = actions.refuse_version(
            proposal=proposal,
            version=proposal.version,
            by=omar(),
            at=TUESDAY_10AM,
            reason="Not yet",
        )

        assert (refused.status, refused.decision) == (PolicyStatus.REFUSED, "Not yet")
        assert queries.matrix_at(TUESDAY_10AM + timedelta(days=99)).number == 1


class TestRollBack:
    def test_is_a_new_version_that_says_what_the_old_one_said(self) -> None:
        first = queries.latest_approved()
        approved(proposed(a_draft(facts())))

        back = actions.roll_back(
            to=first, effective_date=TODAY, reason="Too fast", by=sara(), at=TUESDAY_10AM
        )
        approved(back)

        now = queries.matrix_at(TUESDAY_10AM)
        assert now.number == 3
        assert [replace(row, id=0) for row in now.rows] == [
            replace(row, id=0) for row in queries.rows_of(first.pk)
        ]
        assert queries.rows_of(first.pk)  # what was in force is still on file

    def test_refuses_to_go_back_to_what_is_in_force(self) -> None:
        with pytest.raises(Refused):
            actions.roll_back(
                to=queries.latest_approved(), effective_date=TODAY, reason="Back", by=sara(),
                at=TUESDAY_10AM,
            )  # fmt: skip
        assert not PolicyVersion.objects.filter(status=PolicyStatus.PROPOSED).exists()


class TestLibrary:
    def test_keeps_each_edition_once_and_each_replaced_once(self) -> None:
        old = Standard.objects.get(number="信息产业部令第36号")
        new = {
            "kind": old.kind, "issuer_zh": old.issuer_zh, "number": old.number, "edition": "2027",
            "title_zh": old.title_zh, "replaces": old, "valid_from": date(2027, 1, 1),
        }  # fmt: skip
        added = actions.add_standard(by=sara(), at=TUESDAY_10AM, **new)
        assert added.replaces == old

        for wrong in (
            {},
            {"edition": "2028"},
            {"edition": "2028", "replaces": None, "valid_to": date(2026, 1, 1)},
        ):
            with pytest.raises(Refused):
                actions.add_standard(by=sara(), at=TUESDAY_10AM, **(new | wrong))


class TestALaterRelease:
    def test_brings_the_rules_of_its_new_steps_and_nothing_that_people_took_away(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        draft = a_draft(facts())
        for rule in PolicyRow.objects.filter(policy_version=draft, step__code="CALL_DRILL"):
            actions.remove_rule(rule=rule, version=rule.version, by=sara(), at=TUESDAY_10AM)
        approved(proposed(draft, TODAY + timedelta(days=30)))
        now, later = TUESDAY_10AM + timedelta(hours=1), TUESDAY_10AM + timedelta(days=31)
        step = ShippedStep("NEW_STEP", "新事项", "Something new", Role.BRANCH_LEAD)
        row = ShippedRow("NEW_STEP", 3 * DAY, library.CADENCE, Mark.PROPOSAL)
        monkeypatch.setattr(installing, "STEPS", (*STEPS, step))
        monkeypatch.setattr(installing, "ROWS", (*ROWS, row))

        actions.install_standards(by=CASTING, at=now)

        before = queries.matrix_at(TUESDAY_10AM)
        assert [len(queries.matrix_at(one).rows_of("NEW_STEP")) for one in (now, later)] == [1, 1]
        assert before.rows_of("NEW_STEP") == ()
        # What was approved for later is so still, and what was taken away stays away.
        kept = [len(queries.matrix_at(one).rows_of("CALL_DRILL")) for one in (now, later)]
        assert kept == [1, 0]
        changed = len(before.rows_of("SUGGESTION_ANSWER")) + 1
        assert len(queries.matrix_at(later).rows_of("SUGGESTION_ANSWER")) == changed
        assert actions.install_standards(by=CASTING, at=now) == 0
        assert actions.announce(by=CASTING, at=later) == 3
