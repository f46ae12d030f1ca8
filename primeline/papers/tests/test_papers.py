"""Papers by life event: asked for, ticked, waived, missing; and who keeps the archive."""

from typing import Any

import pytest

from primeline.customers import actions as customers
from primeline.customers.models import Attachment, Customer, TimelineLine
from primeline.customers.values import ContactDetails, Paper
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.papers import actions, queries
from primeline.papers.choices import EntryState, LifeEvent
from primeline.papers.models import Checklist, ChecklistEntry, Custodian
from primeline.products.actions import install_reference
from primeline.products.models import LineOfBusiness
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    greta,
    harbor_bank,
    harbor_branch,
    lake_branch,
    lake_mills,
    lin,
    mira,
    nora,
    quay_team,
)
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("B12")]


@pytest.fixture(autouse=True)
def _reference() -> None:
    install_reference(by=greta(), at=TUESDAY_10AM)
    actions.install_papers(by=greta(), at=TUESDAY_10AM)


def opened(event: str = LifeEvent.CLOSING, line_code: str = "") -> Checklist:
    line = LineOfBusiness.objects.filter(code=line_code).first()
    return actions.open_checklist(
        customer=harbor_bank(), event=event, line=line, by=lin(), at=TUESDAY_10AM
    )


def a_file(customer: Customer, kind: str = "LETTER", **facts: Any) -> Attachment:
    content = stream(pdf(f"{customer.number} {kind} {facts}"))
    paper = Paper(name="paper.pdf", content=content, kind=kind, **facts)
    return customers.attach_file(customer=customer, paper=paper, by=lin(), at=TUESDAY_10AM)


def withdraw(attachment: Attachment) -> None:
    customers.withdraw_attachment(
        attachment=attachment, version=1, reason="x", by=lin(), at=TUESDAY_10AM
    )
    attachment.refresh_from_db()


def settle(entry: ChecklistEntry, **facts: Any) -> ChecklistEntry:
    said = {"version": entry.version} | facts
    return actions.settle_entry(entry=entry, **said, by=lin(), at=TUESDAY_10AM)


def missing() -> list[int]:
    rows = queries.incomplete_within(reach_of(greta(), at=TUESDAY_10AM))
    return list(rows.values_list("missing_count", flat=True))


class TestChecklists:
    def test_ask_for_what_every_line_and_this_line_ask_for(self) -> None:
        opened(LifeEvent.OPENING)
        opened(LifeEvent.OPENING, "INTERNET_LINE")

        of_line, of_all = queries.checklists_of(harbor_bank())
        codes = {entry.required_paper.code for entry in of_line.entries.all()}
        assert codes - {e.required_paper.code for e in of_all.entries.all()} == {"OPEN_ICP"}
        assert "OPEN_VOICE" not in codes
        assert missing() == [4, 5]

    def test_are_complete_when_each_paper_is_ticked_or_waived(self) -> None:
        first, second = opened().entries.order_by("pk")
        with pytest.raises(Refused):
            opened()
        assert queries.incomplete_within(reach_of(mira(), at=TUESDAY_10AM)).count() == 0

        settle(first, attachment=a_file(harbor_bank()))
        assert missing() == [1]
        settle(second, waived_because="Paid by the group")

        assert missing() == []
        kinds = TimelineLine.objects.filter(kind__startswith="CHECKLIST").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == ["CHECKLIST_OPENED", "CHECKLIST_DONE"]
        assert first.settled_by == lin()
        opened()
        assert missing() == [2]

    def test_owe_a_paper_again_whose_file_is_withdrawn_and_take_the_right_one(self) -> None:
        first, second = opened().entries.order_by("pk")
        wrong = a_file(harbor_bank())
        settle(first, attachment=wrong)
        settle(second, waived_because="Paid by the group")
        withdraw(wrong)

        assert missing() == [1]
        again = queries.get_entry(harbor_bank(), first.pk)
        assert (again.is_owed, again.is_withdrawn, second.is_owed) == (True, True, False)
        with pytest.raises(Refused, match="open already"):
            opened()

        settle(again, attachment=a_file(harbor_bank(), kind="OTHER"))
        assert missing() == []
        with pytest.raises(Refused, match="settled already"):
            settle(again, waived_because="x")
        with pytest.raises(ChangedMeanwhile):
            settle(first, waived_because="x", version=2)

    def test_refuse_what_cannot_be_and_the_slower_of_two(self) -> None:
        entry = opened().entries.earliest("pk")
        seen = ChecklistEntry.objects.get(pk=entry.pk)
        withdrawn = a_file(harbor_bank())
        withdraw(withdrawn)
        wrongs: tuple[dict[str, Any], ...] = (
            {},
            {"waived_because": "x", "attachment": a_file(harbor_bank())},
            {"attachment": a_file(lake_mills())},
            {"attachment": withdrawn},
        )
        for wrong in wrongs:
            with pytest.raises(Refused):
                settle(entry, **wrong)

        settled = settle(entry, waived_because="x")

        with pytest.raises(Refused):
            settle(settled, waived_because="y")
        with pytest.raises(ChangedMeanwhile):
            settle(seen, waived_because="y")
        with pytest.raises(NotFound):
            queries.get_entry(lake_mills(), entry.pk)

    def test_take_no_file_of_a_person_but_the_paper_of_who_signs(self) -> None:
        contact = customers.add_contact(
            customer=harbor_bank(), details=ContactDetails(name="王敏"), by=lin(), at=TUESDAY_10AM
        )
        entries = {one.required_paper.code: one for one in opened(LifeEvent.OPENING).entries.all()}
        consent = a_file(harbor_bank(), kind="CONSENT")
        letter = a_file(harbor_bank(), contact_id=contact.pk)
        identity = a_file(harbor_bank(), kind="IDENTITY", contact_id=contact.pk)
        for code, own in entries.items():
            for wrong in (consent, letter, *([identity] if code != "OPEN_IDENTITY" else [])):
                with pytest.raises(Refused, match="own file"):
                    settle(own, attachment=wrong)

        assert settle(entries["OPEN_IDENTITY"], attachment=identity).attachment == identity

    def test_keep_the_papers_they_were_opened_with(self) -> None:
        checklist = opened(LifeEvent.LOCK)
        paper = queries.get_required_paper("LOCK_NOTICE")
        actions.change_required_paper(
            required_paper=paper,
            version=1,
            name_zh="x",
            name_en="x",
            is_active=False,
            by=greta(),
            at=TUESDAY_10AM,
        )

        assert checklist.entries.get().state == EntryState.MISSING
        with pytest.raises(Refused):
            opened(LifeEvent.LOCK, "DATA_LINE")


class TestCustodians:
    def test_keep_the_archive_of_a_unit_and_of_those_below_one_at_a_time(self) -> None:
        facts: dict[str, Any] = {"unit": harbor_branch(), "by": greta(), "at": TUESDAY_10AM}
        actions.name_custodian(person=nora(), **facts)
        with pytest.raises(Refused):
            actions.name_custodian(person=nora(), **facts)
        actions.name_custodian(person=lin(), **facts)

        kept = queries.custodian_of(quay_team())
        assert kept is not None
        assert (kept.person, kept.unit) == (lin(), harbor_branch())
        assert queries.custodian_of(lake_branch()) is None
        assert Custodian.objects.get(person=nora()).active_to == TUESDAY_10AM
        assert queries.kept_paths(lin().pk) == [harbor_branch().path]
        opened()
        reach = reach_of(lin(), at=TUESDAY_10AM)
        assert queries.incomplete_within(reach, [harbor_branch().path]).count() == 1
        assert queries.incomplete_within(reach, [lake_branch().path]).count() == 0
