"""Ticking a paper on its page: which files are offered to whom, and what is refused."""

import re
from collections.abc import Callable

import pytest

from primeline.customers import actions as customers
from primeline.customers.models import Attachment
from primeline.customers.values import Paper
from primeline.papers import actions as papers
from primeline.staff.models import Person
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("B12")]


def a_file(name: str, kind: str) -> Attachment:
    paper = Paper(name=name, content=stream(pdf(name)), kind=kind)
    return customers.attach_file(customer=harbor_bank(), paper=paper, by=lin(), at=TUESDAY_10AM)


@pytest.mark.parametrize(
    ("person", "code", "offered"),
    [
        (lin, "OPEN_LICENSE", ["license.pdf · Business license"]),
        (lin, "OPEN_IDENTITY", ["card.pdf · Identity paper", "license.pdf · Business license"]),
        (greta, "OPEN_IDENTITY", ["license.pdf · Business license"]),
    ],
)
def test_files_are_offered_by_name_to_whom_they_open(
    person: Callable[[], Person], code: str, offered: list[str]
) -> None:
    a_file("license.pdf", "LICENSE")
    consent, card = a_file("consent.pdf", "CONSENT"), a_file("card.pdf", "IDENTITY")
    papers.install_papers(by=greta(), at=TUESDAY_10AM)
    account = harbor_bank()
    checklist = papers.open_checklist(customer=account, event="OPENING", by=lin(), at=TUESDAY_10AM)
    entry = checklist.entries.get(required_paper__code=code)
    address = f"/accounts/{account.number}/papers/{entry.pk}/"
    browser = signed_in(person())

    page = browser.get(address).content.decode()
    refused = browser.post(address, {"attachment": consent.pk, "version": 1, "once": "k" * 20})

    found = re.findall(r"<option value=\"\d+\"[^>]*>(.*?) · [^·]*</option>", page)
    assert sorted(found) == offered
    assert "#" not in "".join(re.findall(r"<option.*?</option>", page))
    assert refused.status_code == 422
    entry.refresh_from_db()
    assert entry.attachment is None
    if "card.pdf" not in page:
        forced = browser.post(address, {"attachment": card.pk, "version": 1, "once": "l" * 20})
        assert forced.status_code == 422
