"""A journey: a person is erased, and nothing of them can be read anywhere any more."""

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client

from primeline.audit.verify import verify
from primeline.customers import actions as customers
from primeline.customers.models import Contact
from primeline.customers.values import ContactDetails
from primeline.imports.choices import Target
from primeline.imports.listeners import drop_rows_after_erasure
from primeline.imports.models import BatchRow
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.privacy import blind, keyring
from primeline.privacy.choices import PersonalKind
from primeline.privacy.models import PersonKey
from primeline.rights.events import PersonErased
from primeline.rights.models import RightsRequest
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, sara
from primeline.testing.doors import signed_in
from primeline.testing.sealing import seal_all

pytestmark = pytest.mark.django_db(transaction=True)

NAME, PHONE, MAIL, NEW_PHONE = "欧阳小敏", "13800138765", "ouyang.xm@example.cn", "13900139876"
TRACES = (NAME, PHONE, MAIL, NEW_PHONE, "1971-08-09")


def a_person_with_a_past() -> Contact:
    """Come in by a file, changed by hand, seen in clear once."""
    bank = harbor_bank()
    reference()
    headings = ("客户编号", "姓名", "职务", "手机", "电子邮箱", "生日", "是否主联系人")
    row = (bank.number, NAME, "主任", PHONE, MAIL, "1971-08-09", "是")
    Desk().bring(csv_file(headings, row), target=Target.CONTACTS)
    contact = Contact.objects.get()
    customers.change_contact(
        contact=contact,
        version=contact.version,
        details=ContactDetails(name=NAME, phone=NEW_PHONE, email=MAIL, birthday=contact.birthday),
        by=lin(),
        at=TUESDAY_10AM,
    )
    customers.unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=TUESDAY_10AM)
    return Contact.objects.get()


def everything_stored() -> bytes:
    """Return every row of every table as text, and on SQLite the bytes of the files."""
    tables = connection.introspection.table_names()
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str(tuple(_plain(value) for value in row)) for row in cursor.fetchall()]
    stored = "\n".join(found).encode()
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        connection.close()
        for each in file.parent.glob(f"{file.name}*"):
            stored += each.read_bytes()
    return stored


def _plain(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def erase_at_the_desk(browser: Client, contact: Contact) -> None:
    address = f"/rights/new/{contact.customer.number}/{contact.pk}/"
    (once,) = re.findall(r'name="once" value="([^"]+)"', browser.get(address).content.decode())
    asked = {"once": once, "kind": "ERASE", "proof": "CARD_SHOWN", "received_date": "2026-04-28"}
    assert browser.post(address, asked).status_code == 302
    request = RightsRequest.objects.get()
    decided = {"version": 1, "outcome": "carry_out", "reason": "Has left the company."}
    assert browser.post(f"/rights/{request.number}/decision/", decided).status_code == 302


def assert_told_nowhere(contact: Contact, desk: Client) -> None:
    """Nothing on a page, in a search, in a file that is taken out."""
    number = contact.customer.number
    pages = [
        *(f"/accounts/{number}/{pane}" for pane in ("", "timeline/", "history/")),
        "/accounts/exports/csv/",
        *(f"/search/?q={text}" for text in (NAME, NEW_PHONE)),
    ]
    manager = signed_in(lin())
    for browser in (manager, desk):
        for address in pages:
            answer = browser.post(address) if "/exports/" in address else browser.get(address)
            assert answer.status_code == 200
            body = b"".join(answer) if answer.streaming else answer.content
            assert PHONE.encode() not in body
            assert MAIL.encode() not in body
            # A search says what was asked for, and nothing else.
            assert "/search/" in address or NAME.encode() not in body
    assert "Erased" in manager.get(f"/accounts/{number}/").content.decode()


@pytest.mark.row("B2")
def test_nothing_of_an_erased_person_can_be_read_anywhere(
    caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> None:
    settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
    settings.PRIMELINE_ERASURES_FILE = tmp_path / "erasures"
    caplog.set_level(logging.DEBUG)
    contact = a_person_with_a_past()
    key = bytes(PersonKey.objects.get().wrapped)
    digests = [
        blind.digest(PersonalKind.NAME, NAME),
        blind.digest(PersonalKind.PHONE, f"+86{NEW_PHONE}"),
    ]
    assert BatchRow.objects.exists()
    before = everything_stored()
    assert key in before or key.hex().encode() in before
    assert all(digest.encode() in before for digest in digests)

    desk = signed_in(sara())
    erase_at_the_desk(desk, contact)
    drop_rows_after_erasure(
        PersonErased(happened_at=TUESDAY_10AM, request_id=1, customer_id=contact.customer_id)
    )
    _settle()

    # Nothing in the database, nor in its files: not the facts, not the key, not the lookups.
    after = everything_stored()
    assert not [text for text in TRACES if text.encode() in after]
    assert key not in after
    assert key.hex().encode() not in after
    assert not [digest for digest in digests if digest.encode() in after]

    keyring.forget()
    assert_told_nowhere(contact, desk)

    # Nothing in what was logged, and nothing in the folder beside the database.
    assert not [text for text in TRACES if text in caplog.text]
    for file in Path(configured.HOME).glob("**/*.jsonl"):
        assert not [text for text in TRACES if text.encode() in file.read_bytes()]

    # The business record stays, and still verifies.
    assert Contact.objects.get().customer == harbor_bank()
    seal_all(at=TUESDAY_10AM)
    assert verify(progress=lambda done, total: None).is_sound


def _settle() -> None:
    """Let the database do what it does by itself in time: checkpoint, vacuum."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
