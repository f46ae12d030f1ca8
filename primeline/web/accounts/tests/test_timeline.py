"""The pane of a timeline: which topics a reader is offered, and that every kind has its words."""

import html
from pathlib import Path

import pytest

from primeline.commitments import actions as commitments
from primeline.commitments.values import Owed, Subject
from primeline.customers.actions import change_owner_unit, name_managers, tell
from primeline.customers.choices import TimelineKind, TimelineTopic
from primeline.customers.values import Line
from primeline.kit.deeds import System
from primeline.papers import actions as papers
from primeline.products.actions import install_reference
from primeline.staff.actions import change_preferences
from primeline.staff.models import Person
from primeline.standards.actions import install_standards
from primeline.testing.cast import (
    TUESDAY_10AM,
    a_counter,
    greta,
    harbor_bank,
    harbor_branch,
    hill_branch,
    lin,
    nora,
    paul,
    tom,
)
from primeline.testing.doors import signed_in
from primeline.web.accounts import timeline

TEMPLATES = Path(timeline.__file__).parents[1] / "templates/web/accounts"


def test_every_kind_has_words_of_its_own() -> None:
    said = "".join(
        (TEMPLATES / name).read_text() for name in ("sentences.html", "work_sentences.html")
    )

    assert not [kind for kind in TimelineKind if f'kind == "{kind.value}"' not in said]


@pytest.mark.row("A2", "B6")
@pytest.mark.engine("sqlite")
@pytest.mark.django_db
def test_offers_and_tells_only_what_is_open_to_the_reader() -> None:
    bank = harbor_bank()
    install_reference(by=System("test"), at=TUESDAY_10AM)
    install_standards(by=System("test"), at=TUESDAY_10AM)
    owed = Owed(step="COMPLAINT_REPLY", subject=Subject("test", 1), customer_id=bank.pk)
    matter = commitments.open_commitment(owed=owed, by=lin(), at=TUESDAY_10AM)

    def shown(person: Person, query: str = "") -> str:
        answer = signed_in(person).get(f"/accounts/{bank.number}/timeline/{query}")
        return answer.content.decode()

    def offered(page: str) -> set[str]:
        return {topic for topic in TimelineTopic.values if f'value="{topic}"' in page}

    everything = set(TimelineTopic.values)
    counter = a_counter("counter", bank)
    manager, lead, outside = shown(lin()), shown(greta()), shown(counter)
    assert offered(lead) == everything
    assert offered(manager) == everything - {"RESTRICTION"}
    assert offered(shown(tom())) == everything - {"RESTRICTION", "LOOKS"}
    assert offered(outside) == {
        "ACCOUNT", "MANAGERS", "CONTACTS", "SUBSCRIPTIONS", "SITES", "MONEY"
    }  # fmt: skip
    assert "Complaint reply" in manager
    assert matter.number in shown(lin(), "?topic=MATTERS")
    assert matter.number not in outside + shown(counter, "?topic=MATTERS")


@pytest.mark.row("B6")
@pytest.mark.engine("sqlite")
@pytest.mark.django_db
def test_names_units_and_people_as_the_reader_calls_them() -> None:
    bank = harbor_bank()
    papers.install_papers(by=System("test"), at=TUESDAY_10AM)
    name_managers(
        customer=bank, version=bank.version, account_manager=nora(), deputy=lin(),
        by=greta(), at=TUESDAY_10AM, reason="she knows them",
    )  # fmt: skip
    bank.refresh_from_db()
    change_owner_unit(
        customer=bank, version=bank.version, owner_unit=hill_branch(), by=paul(), at=TUESDAY_10AM
    )
    checklist = papers.open_checklist(customer=bank, event="OPENING", by=lin(), at=TUESDAY_10AM)
    entry = checklist.entries.select_related("required_paper").earliest("pk")
    papers.settle_entry(entry=entry, version=1, waived_because="known", by=lin(), at=TUESDAY_10AM)
    # A line of before knows one language alone.
    words = {"from": "旧部", "to": "新部", "reason": ""}
    kind = TimelineKind.OWNER_CHANGED
    old = Line(customer_id=bank.pk, kind=kind, happened_at=TUESDAY_10AM, words=words)
    tell(line=old, by=System("test"), at=TUESDAY_10AM)
    for more in ({"step": "告知已恢复", "step_en": "Tell it is restored"}, {"step": "旧步骤"}):
        said = {"how": "TOLD", "number": "P0000007", **more}
        case = Line(
            customer_id=bank.pk, kind=TimelineKind.CASE, happened_at=TUESDAY_10AM, words=said
        )
        tell(line=case, by=System("test"), at=TUESDAY_10AM)

    def read(language: str) -> str:
        change_preferences(
            person=paul(), language=language, time_zone="UTC", by=paul(), at=TUESDAY_10AM
        )
        page = signed_in(paul()).get(f"/accounts/{bank.number}/timeline/").content.decode()
        return " ".join(html.unescape(page).split())

    english, chinese = read("en"), read("zh-hans")
    assert ("Tell it is restored" in english, "告知已恢复" in english) == (True, False)
    assert ("Tell it is restored" in chinese, "告知已恢复" in chinese) == (False, True)
    assert "旧步骤" in english
    # What a drawing calls telling is nothing that went out, also of what was noted before.
    assert "“Tell it is restored”. By itself nothing is sent to the customer." in english
    assert "“告知已恢复”，系统不会自动通知客户。" in chinese
    paper = entry.required_paper
    for page, has, lacks in ((english, "name_en", "name_zh"), (chinese, "name_zh", "name_en")):
        for row in (lin(), nora(), hill_branch(), harbor_branch(), paper):
            assert getattr(row, has) in page
        assert "→ " + getattr(nora(), has) in page
        assert "→ " + getattr(nora(), lacks) not in page
        assert getattr(hill_branch(), lacks) not in page
        assert "旧部 → 新部" in page
