"""Writing a plan by keyboard alone, approving it, printing it, and what is owed of it."""

import re
from datetime import timedelta
from typing import Any

import pytest

from primeline.audit.models import Look
from primeline.customers.choices import Tier
from primeline.kit import clock
from primeline.plans.choices import PlanStatus
from primeline.plans.models import Plan
from primeline.plans.tests.writing import a_person_there, approved, drawn_up, handed_in
from primeline.plans.values import Row
from primeline.products.actions import install_reference
from primeline.staff.rules import day_of
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    greta,
    harbor_bank,
    lin,
    mira,
    omar,
)
from primeline.testing.doors import signed_in
from primeline.tiers.actions import install_policies
from primeline.web import paper

pytestmark = [pytest.mark.django_db, pytest.mark.row("B11"), pytest.mark.engine("sqlite")]


@pytest.fixture(autouse=True)
def _installed() -> None:
    install_reference(by=CASTING, at=TUESDAY_10AM)
    install_policies(by=CASTING, at=TUESDAY_10AM)


def text_of(answer: Any) -> str:
    content: str = answer.content.decode()
    return content


def fields_of(page: str) -> dict[str, str]:
    """Return what the form of a plan holds, as a browser without scripts would send it."""
    form = page[page.index('class="plan-form"') :]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "checkbox" not in tag:
            found[name[1]] = value[1] if value else ""
    for name, inside in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.S
    ):
        found[name] = inside
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        first = re.search(r'<option value="([^"]*)"', inside)
        found[name] = chosen[1] if chosen else first[1] if first else ""
    return found


def test_written_line_by_line() -> None:
    bank = harbor_bank()
    person, client = a_person_there(bank), signed_in(lin())
    assert "No account plan yet" in text_of(client.get(f"/accounts/{bank.number}/plan/"))
    address = client.post(f"/plans/{bank.number}/").headers["Location"]

    # Each button adds a line, and nothing that was typed before is lost, also what is not sound.
    sent = fields_of(text_of(client.get(address))) | {"situation": "They grow.", "to_date": "soon"}
    for name in ("stakeholders", "goals", "actions", "opportunities", "opportunities", "goals"):
        page = client.post(address, {**sent, "add": name})
        assert page.status_code == 200
        sent = fields_of(text_of(page))
    assert sent["to_date"] == "soon"
    assert sent["goals-TOTAL_FORMS"] == "2"
    assert client.post(address, sent).status_code == 422
    sent |= {
        "to_date": "2198-12-31",
        "from_date": "2198-01-01",
        "stakeholders-0-contact_id": str(person.pk),
        "stakeholders-0-wanted_attitude": "SUPPORTER",
        "goals-0-what": "Renew the contract",
        "goals-0-due_date": "2198-06-30",
        "actions-0-what": "Invite the director",
        "actions-0-due_date": "2198-03-01",
        "opportunities-0-what": "Second data center",
        "opportunities-0-value_cents": "12,000",
        "opportunities-0-probability_percent": "25",
    }

    saved = client.post(address, sent)

    assert saved.status_code == 302, re.findall(
        '<ul class="troubles">.*?</ul>', text_of(saved), re.S
    )
    shown = text_of(client.get(saved.headers["Location"]))
    for said in ("They grow.", "王建国", "Supporter", "Renew the contract", "Second data center"):
        assert said in shown
    assert "3,000" in shown  # a quarter of 12,000
    plan = Plan.objects.get()
    assert plan.goals.count() == 1  # the line left empty says nothing
    # Seen by another reader the person is masked, also in what the form offers.
    for place in (f"/accounts/{bank.number}/plan/", address):
        assert "王建国" not in text_of(signed_in(omar()).get(place))
    assert signed_in(mira()).get(f"/accounts/{bank.number}/plan/").status_code == 404


def test_handed_in_approved_by_the_lead_and_ticked() -> None:
    bank = harbor_bank()
    plan = drawn_up(bank)
    client, address = signed_in(lin()), f"/plans/{bank.number}/1/edit/"
    sent = fields_of(text_of(client.get(address)))
    base = f"/plans/{bank.number}/1/"
    assert client.post(f"{base}submission/").status_code == 302
    plan.refresh_from_db()
    lead = signed_in(greta())
    assert "Your answer" in text_of(lead.get(f"/accounts/{bank.number}/plan/"))
    assert client.post(f"{base}approval/", {"version": plan.version}).status_code == 403
    silent = lead.post(f"{base}refusal/", {"version": plan.version, "reason": " "})
    assert silent.status_code == 422
    assert 'id="id_reason_error"' in text_of(silent)
    assert "Your answer" in text_of(silent)
    assert lead.post(f"{base}approval/", {"version": plan.version}).status_code == 302
    plan.refresh_from_db()
    assert plan.status == PlanStatus.IN_FORCE
    # What is in force is ticked, not changed.
    action = plan.plannedactions.get()
    ticked = client.post(f"{base}actions/{action.pk}/", {"version": 1, "is_done": "on"})
    assert ticked.status_code == 302
    assert client.post(address, sent).status_code == 422


def test_a_change_by_somebody_else_is_told_and_nothing_typed_is_lost() -> None:
    bank = harbor_bank()
    drawn_up(bank)
    slow, fast, address = signed_in(lin()), signed_in(greta()), f"/plans/{bank.number}/1/edit/"
    mine = fields_of(text_of(slow.get(address))) | {"goals-0-what": "Mine", "threats": "Rivals"}
    theirs = fields_of(text_of(fast.get(address))) | {"situation": "Theirs"}

    assert fast.post(address, theirs).status_code == 302
    told = slow.post(address, mine)
    again = slow.post(address, fields_of(text_of(told)))

    assert told.status_code == 409
    assert "Theirs" in text_of(told)
    assert again.status_code == 302
    plan = Plan.objects.get()
    assert plan.threats == "Rivals"
    assert plan.goals.get().what == "Mine"


def test_the_file_names_who_made_it_and_shows_people_as_the_reader_sees_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bank = harbor_bank()
    person = a_person_there(bank)
    drawn_up(bank, stakeholders=(Row(row_id=None, facts={"contact_id": person.pk}),))
    printed: list[str] = []

    def writes(html: str) -> bytes:
        printed.append(html)
        return b"%PDF-"

    monkeypatch.setattr(paper, "as_pdf", writes)
    for reader in (lin(), omar()):
        answer = signed_in(reader).post(f"/plans/{bank.number}/1/pdf/")
        assert answer.headers["Content-Type"] == "application/pdf"

    assert "Lin (lin)" in printed[0]
    assert "王建国" in printed[0]
    assert "Omar (omar)" in printed[1]
    assert "王建国" not in printed[1]
    looks = Look.objects.filter(subject_kind="plan").order_by("id")
    assert [look.act.actor_name for look in looks] == ["lin", "omar"]


def test_what_a_machine_lacks_is_said_and_the_page_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    bank = harbor_bank()
    drawn_up(bank)
    monkeypatch.setattr(paper, "find_library", lambda name: None)
    monkeypatch.setattr(paper, "_known", set())

    page = text_of(signed_in(lin()).get(f"/accounts/{bank.number}/plan/"))
    refused = signed_in(lin()).post(f"/plans/{bank.number}/1/pdf/")

    assert "apt-get install libpango-1.0-0" in page
    assert refused.status_code == 409
    assert "apt-get install libpango-1.0-0" in text_of(refused)


@pytest.mark.skipif(bool(paper.lacking()), reason="no Pango or no Chinese font on this machine")
def test_a_page_becomes_a_pdf_and_fetches_nothing() -> None:
    written = paper.as_pdf("<h1>计划</h1><img src='http://127.0.0.1:1/x.png'>")

    assert written.startswith(b"%PDF-")


def test_overdue_actions_and_missing_plans_are_owed() -> None:
    at = clock.now()
    bank = harbor_bank(tier=Tier.DIAMOND)
    bank.refresh_from_db()
    client = signed_in(lin())

    assert "Account plan is missing" in text_of(client.get("/"))
    action = Row(
        row_id=None, facts={"what": "Call them", "due_date": day_of(at) - timedelta(days=3)}
    )
    period = {
        "from_date": day_of(at) - timedelta(days=9),
        "to_date": day_of(at) + timedelta(days=90),
    }
    approved(handed_in(drawn_up(bank, at=at, actions=(action,), **period), at=at), at=at)

    page = text_of(client.get("/"))
    assert "Account plan is missing" not in page
    assert "Action of the account plan" in page
    assert "Call them" in page
