"""Reading the time limits, trying a case, and a change from draft to what is in force."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from primeline.commitments.actions import keep_commitment, open_commitment
from primeline.commitments.models import Commitment
from primeline.commitments.sources import owe_all
from primeline.commitments.values import Owed, Subject
from primeline.customers.choices import Tier
from primeline.products.actions import install_reference
from primeline.staff.choices import Role
from primeline.standards import queries
from primeline.standards.actions import change_step, install_standards
from primeline.standards.choices import PolicyStatus
from primeline.standards.models import Step
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    a_person,
    east_province,
    greta,
    harbor_bank,
    headquarters,
    mira,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.web.standards.forms import NewRuleForm, NoteForm

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4"), pytest.mark.engine("sqlite")]

RULE = {
    "step": "SUGGESTION_ANSWER", "tier": "T0", "limit": 5, "unit_of_time": "DAYS",
    "clock": "WORKDAYS", "severity": "MINOR", "mark": "O",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _tuesday() -> Iterator[None]:
    with time_machine.travel(TUESDAY_10AM):
        yield


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    install_standards(by=CASTING, at=TUESDAY_10AM)
    headquarters()


def text(client: Client, address: str, **asked: Any) -> str:
    return client.get(address, asked).content.decode()


def answer_of(page: str) -> str:
    """Return the first line of a page."""
    return page.split('<p class="page-answer">')[1].split("</p>")[0]


def lines_of(page: str, step: str) -> list[str]:
    """Return the lines of the table of gaps about one step."""
    name = next(one.name for one in queries.steps() if one.code == step)
    rows = page.split(f">{name}</th>")[1].split('scope="rowgroup"')[0]
    # The first line of a step stands beside its name, each other one in a row of its own.
    return [row.split("<td>", 1)[1] for row in rows.split("</tr>") if "<td>" in row]


def retire(code: str) -> None:
    """Let a step be owed no more."""
    step, facts = Step.objects.get(code=code), {"may_pause": False, "may_snooze": False}
    change_step(
        step=step,
        version=step.version,
        rungs=[],
        is_active=False,
        by=CASTING,
        at=TUESDAY_10AM,
        **facts,
    )


def sam() -> Any:
    """Somebody else of the service center, who decides."""
    return a_person("sam", "申明", "Sam", headquarters, Role.SERVICE_CENTER)


def a_draft(client: Client, **rule: Any) -> str:
    # Sent twice, as a double click does, it is one draft; the rule is added once as well.
    begun = {"note": "Answer suggestions faster", "once": NoteForm.new_key()}
    assert [client.post("/standards/versions/new/", begun)["Location"] for _twice in "12"] == [
        "/standards/versions/2/rules/"
    ] * 2
    address = "/standards/versions/2/"
    if rule:
        rule["once"] = NewRuleForm.new_key()
        for _twice in "12":
            sent = client.post(f"{address}rules/new/", rule)
            assert sent.status_code == 302, sent.content.decode()
        assert len(queries.rows_of(queries.get_version(2).pk)) == 1 + len(
            queries.rows_of(queries.get_version(1).pk)
        )
    return address


class TestMatrix:
    def test_says_for_whom_how_long_and_because_of_what(self) -> None:
        page = text(signed_in(greta()), "/standards/", step="COMPLAINT_REPLY")

        for said in ("15 days", "All cases", "Diamond accounts", "3 working days", "statutory"):
            assert said in page
        assert "Measures on appeals" in page
        assert "30 minutes" not in page

    def test_marks_what_nobody_has_verified(self) -> None:
        page = text(signed_in(greta()), "/standards/", kind="unverified")

        assert "unverified" in page
        assert "25 days" in page
        assert "15 days</strong>" not in page

    def test_asks_as_many_questions_however_many_rules(
        self, django_assert_max_num_queries: Any
    ) -> None:
        client = signed_in(greta())
        client.get("/standards/")

        with django_assert_max_num_queries(14):
            client.get("/standards/")

    def test_shows_gaps_as_a_table_with_circuits_of_no_known_assurance(self) -> None:
        page = text(signed_in(greta()), "/standards/coverage/")

        # Of a major fault the shipped rules speak by assurance alone; of a restoration for all.
        levels = len(Tier) + 1
        fault, restoration = lines_of(page, "MAJOR_FAULT"), lines_of(page, "RESTORATION")
        assert [line.count('class="gap"') for line in fault] == [0, 0, 0, 0, levels]
        assert [line.count('class="gap"') for line in restoration] == [0, 0, 0, 0, 0]
        assert [line.split("</td>")[0] for line in fault][-1] == "–"
        assert answer_of(page) == f"{levels} cases have no rule."
        nonsense = signed_in(greta()).get("/standards/coverage/", {"version": "9" * 5000})
        assert nonsense.status_code == 200

    def test_says_that_nothing_is_missing_where_it_is_not(self) -> None:
        retire("MAJOR_FAULT")
        page = text(signed_in(greta()), "/standards/coverage/")
        assert answer_of(page) == "Every level has a limit at every step."

    def test_shows_the_cases_of_a_gap_to_those_who_reach_them_alone(self) -> None:
        wanted = Owed(
            step="MAJOR_FAULT",
            subject=Subject("test", 1),
            customer_id=harbor_bank().pk,
            what="A circuit that nobody has classed",
        )
        assert owe_all([wanted], by=CASTING, at=TUESDAY_10AM) == 0
        for reader in (greta(), sara()):
            page = text(signed_in(reader), "/standards/coverage/")
            for said in ("Report of a major fault · Gold", "1 case", wanted.what, "Harbor Bank"):
                assert said in page
            assert answer_of(page).endswith("rule. 1 matter within your reach waits for a rule.")
        # Nothing is said to be whole while a case waits, whatever the table shows.
        retire("MAJOR_FAULT")
        page = text(signed_in(greta()), "/standards/coverage/")
        assert answer_of(page) == "1 matter within your reach waits for a rule."
        page = text(signed_in(mira()), "/standards/coverage/")
        assert not any(said in page for said in ("1 case", wanted.what, "Harbor Bank"))


class TestTrial:
    def test_tells_which_rule_wins_and_why_the_others_do_not(self) -> None:
        page = text(
            signed_in(greta()), "/standards/case/", step="RESTORATION", assurance="AA",
            priority="P1", opened_at="2026-04-28T10:00",
        )  # fmt: skip

        assert "Due 28 Apr 2026 14:00" in page
        assert "its deadline is later" in page
        assert "48 hours" in page

    def test_counts_working_days_over_the_holidays_in_may(self) -> None:
        page = text(
            signed_in(greta()), "/standards/case/", step="CONTRACT_FILING",
            opened_at="2026-04-30T10:00",
        )  # fmt: skip

        # The first to the fifth of May are off, Saturday the ninth is worked.
        assert "Due 11 May 2026 10:00" in page

    def test_counts_back_what_is_owed_before_works_begin(self) -> None:
        works: dict[str, Any] = {"step": "CUT_OVER_NOTICE", "opened_at": "2026-05-20T01:00"}

        law = text(signed_in(greta()), "/standards/case/", tier="T3", **works)
        ours = text(signed_in(greta()), "/standards/case/", tier="T0", **works)

        assert "Due 17 May 2026 01:00" in law
        assert "72 hours before" in law
        assert "Due 13 May 2026 01:00" in ours
        assert "7 days before for Diamond accounts, counted back from 20 May 2026 01:00" in ours
        # What a law asks for comes later here, and is shown as what did not win.
        assert "17 May 2026 01:00" in ours

    def test_says_what_is_wrong_with_the_case(self) -> None:
        answer = signed_in(greta()).get("/standards/case/", {"step": "NONE", "customer": "K-404"})

        assert answer.status_code == 422
        assert "no such account within your reach" in answer.content.decode()


class TestDraft:
    def test_goes_from_an_idea_to_what_is_in_force(self) -> None:
        author, other = signed_in(sara()), signed_in(sam())
        address = a_draft(author, **RULE, target=92)

        page = text(author, address)
        assert "5 working days" in page
        assert "92% in time" in page
        sent = author.post(f"{address}proposal/", {"version": 1, "effective_date": "2026-04-28"})
        assert sent.status_code == 302
        assert "1 version waits for a decision." in text(other, "/standards/")
        own = author.post(f"{address}decision/", {"version": 2, "answer": "approve"})
        assert own.status_code == 422
        assert "Somebody else has to decide" in own.content.decode()
        assert (
            other.post(f"{address}decision/", {"version": 2, "answer": "approve"})["Location"]
            == address
        )
        late = other.post(f"{address}decision/", {"version": 2, "answer": "approve"})
        assert late.status_code in (409, 422)
        assert queries.matrix_at(TUESDAY_10AM + timedelta(hours=1)).number == 2
        ruled = text(author, "/standards/", step="SUGGESTION_ANSWER")
        assert "5 working days" in ruled
        assert "92%" in ruled

    def test_shows_at_its_field_what_is_wrong_with_a_rule(self) -> None:
        client = signed_in(sara())
        address = a_draft(client)

        for wrong, said in (
            ({"limit": 0}, "greater than or equal to 1"),
            ({"limit": -3}, "greater than or equal to 1"),
            ({"limit": 100_000}, "at most five years"),
            ({"limit": "soon"}, "whole number"),
            ({"is_statutory": "on"}, "names its standard"),
            ({"average": 9}, "not above the limit"),
            ({"target": 101}, "less than or equal to 100"),
            ({"tells_owner": 2000}, "less than or equal to 1000"),
            ({"customer": "K-404"}, "no such account"),
        ):
            sent = RULE | {"once": NewRuleForm.new_key()} | wrong
            answer = client.post(f"{address}rules/new/", sent)
            assert answer.status_code == 422
            assert said in answer.content.decode(), wrong

    def test_shows_what_loosens_a_statute_and_does_not_propose_it(self) -> None:
        client = signed_in(sara())
        loose = {"step": "COMPLAINT_REPLY", "tier": "", "limit": 20, "unit": east_province().pk}
        address = a_draft(client, **(RULE | loose))

        page = text(client, address)
        assert "looser than a statutory rule that it meets" in page
        refused = client.post(f"{address}proposal/", {"version": 1, "effective_date": "2026-05-01"})
        assert refused.status_code == 422
        assert "loosen a statute" in refused.content.decode()
        past = client.post(f"{address}proposal/", {"version": 1, "effective_date": "2026-04-01"})
        assert "never in the past" in past.content.decode()
        assert queries.get_version(2).status == PolicyStatus.DRAFT

    def test_warns_of_another_draft_in_place_of_the_same_version_and_shows_other_rungs(
        self,
    ) -> None:
        client, other = signed_in(sara()), signed_in(sam())
        address = a_draft(client, **RULE, tells_owner=40, tells_province=80)
        page = text(client, address)
        assert "Others change version" not in page
        assert "40 %" in page
        assert "Others change version 1 as well" in text(other, "/standards/versions/new/")

        other.post("/standards/versions/new/", {"note": "Mine", "once": NoteForm.new_key()})

        for reader, number in ((client, 2), (other, 3)):
            shown = text(reader, f"/standards/versions/{number}/")
            assert "Others change version 1 as well" in shown
            assert f'href="/standards/versions/{5 - number}/"' in shown

    def test_is_changed_and_given_up_by_its_author_alone(self) -> None:
        client, other = signed_in(sara()), signed_in(sam())
        address = a_draft(client, **RULE)
        row = next(r for r in queries.rows_of(queries.get_version(2).pk) if r.tier == "T0"
                   and r.step == "SUGGESTION_ANSWER")  # fmt: skip
        form = f"{address}rules/{row.id}/"

        assert other.post(form, RULE).status_code == 409
        changed = RULE | {"limit": 4, "version": 1, "tells_owner": 50, "tells_province": 100}
        assert client.post(form, changed).status_code == 302
        slower = client.post(form, changed | {"limit": 3})
        assert "Somebody else saved this" in slower.content.decode()
        assert 'value="50"' in text(client, form)
        assert client.post(f"{form}removal/", {"version": 2}).status_code == 302
        assert other.post(f"{address}end/", {"version": 1}).status_code == 422
        assert client.post(f"{address}end/", {"version": 1}).status_code == 302
        assert queries.get_version(2).status == PolicyStatus.DROPPED

    def test_names_an_account_only_to_those_who_see_it(self) -> None:
        client = signed_in(sara())
        bank = harbor_bank(tier=Tier.GOLD)
        a_draft(client, **(RULE | {"tier": "", "customer": bank.number}))
        stranger = a_person("ian", "殷安", "Ian", east_province, Role.ACCOUNT_MANAGER)

        assert bank.short_name in text(client, "/standards/versions/2/rules/", kind="contract")
        page = text(signed_in(stranger), "/standards/versions/2/rules/", kind="contract")
        assert bank.short_name not in page
        assert "an account by its contract" in page


class TestRollBack:
    def test_is_proposed_from_the_page_of_the_older_version(self) -> None:
        author, other = signed_in(sara()), signed_in(sam())
        address = a_draft(author, **RULE)
        author.post(f"{address}proposal/", {"version": 1, "effective_date": "2026-04-28"})
        other.post(f"{address}decision/", {"version": 2, "answer": "approve"})

        sent = author.post(
            "/standards/versions/1/return/",
            {"version": 1, "effective_date": "2026-04-29", "reason": "Too fast"},
        )

        assert sent["Location"] == "/standards/versions/3/"
        assert "Goes back to" in text(other, "/standards/versions/3/")


class TestLibrary:
    def test_keeps_what_replaces_what(self) -> None:
        client = signed_in(sara())
        old = next(one for one in queries.standards() if one.edition == "2005")
        new = {
            "kind": "INDUSTRY", "number": old.number, "edition": "2027", "title_zh": old.title_zh,
            "issuer_zh": old.issuer_zh, "replaces": old.pk, "valid_from": "2027-01-01", "mark": "V",
        }  # fmt: skip

        assert client.post("/standards/library/new/", new).status_code == 302
        assert client.post("/standards/library/new/", new).status_code == 422
        added = next(one for one in queries.standards() if one.edition == "2027")
        changed = new | {"valid_to": "2026-01-01", "version": 1}
        wrong = client.post(f"/standards/library/{added.pk}/", changed)
        assert wrong.status_code == 422
        assert "must end after it begins" in wrong.content.decode()


class TestDryRun:
    def test_tells_how_many_more_matters_would_have_been_broken_and_opens_them(self) -> None:
        client = signed_in(sara())
        address = a_draft(client, **(RULE | {"tier": "", "limit": 1}))
        matter = self.done_in_three_days()

        page = text(client, f"{address}dry-run/")

        assert "Of 1 matters" in page
        assert "1 more would have been broken" in page
        assert "would have been broken besides" in page
        opened = f'href="/matters/{matter.number}/">{matter.number}</a>'
        assert opened in page
        assert client.get(f"/matters/{matter.number}/").status_code == 200
        assert not any(said in page for said in ("Only the latest", "are shown"))

    def test_says_what_it_leaves_out(self, monkeypatch: pytest.MonkeyPatch) -> None:
        client = signed_in(sara())
        address = a_draft(client, **(RULE | {"tier": "", "limit": 1}))
        first, second, last = (self.done_in_three_days() for _three in "123")
        monkeypatch.setattr("primeline.commitments.queries.past.MOST", 2)
        monkeypatch.setattr("primeline.standards.rules.trying.MOST_SHOWN", 1)

        page = text(client, f"{address}dry-run/")

        assert "Of 2 matters" in page
        assert "Only the latest 2 matters were tried" in page
        assert "2 more would have been broken" in page
        assert "The latest 1 of 2 are shown." in page
        assert last.number in page
        assert not any(one.number in page for one in (first, second))

    def done_in_three_days(self) -> Commitment:
        """Return a matter that was owed lately and took three working days."""
        then = TUESDAY_10AM - timedelta(days=8)
        subject = Subject("test", Commitment.objects.count() + 1)
        owed = Owed(step="SUGGESTION_ANSWER", subject=subject, customer_id=harbor_bank().pk)
        matter = open_commitment(owed=owed, by=CASTING, at=then)
        return keep_commitment(commitment=matter, by=CASTING, at=then + timedelta(days=3))

    def test_says_when_there_is_nothing_to_try_it_on(self) -> None:
        client = signed_in(sara())

        assert "Nothing to try it on" in text(client, f"{a_draft(client)}dry-run/")
