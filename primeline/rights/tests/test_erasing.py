"""A journey: a person is erased, and nothing of them can be read anywhere any more."""

import logging
import re
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.test import Client

from primeline.audit.verify import verify
from primeline.customers import actions as customers
from primeline.customers import queries
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Attachment, Contact, Customer, Site
from primeline.customers.values import Agreed, ContactDetails, Identity, Paper, SiteFacts
from primeline.files.verify import damaged_files
from primeline.imports.choices import Target
from primeline.imports.exports import Subject, export
from primeline.imports.listeners import drop_rows_after_erasure
from primeline.imports.models import BatchFile, BatchRow
from primeline.imports.tests.desk import Desk, csv_file, reference
from primeline.privacy import blind, keyring
from primeline.privacy.choices import PersonalKind
from primeline.privacy.models import PersonKey
from primeline.privacy.readers import reading_as
from primeline.products import actions as products
from primeline.products.choices import EquipmentKind, EquipmentOwner
from primeline.products.models import Equipment, Subscription
from primeline.products.values import Circuit, Device, Papers
from primeline.rights.events import PersonErased
from primeline.rights.models import RightsRequest
from primeline.rights.queries import everything_on
from primeline.rights.tests.everywhere import acts_about, everything_shown, everything_stored
from primeline.staff.queries import reach_of
from primeline.testing.cast import (
    TUESDAY_10AM,
    adam,
    greta,
    harbor_bank,
    harbor_branch,
    lake_mills,
    lin,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf
from primeline.testing.sealing import seal_all

pytestmark = pytest.mark.django_db(transaction=True)

NAME, PHONE, MAIL, NEW_PHONE = "欧阳小敏", "13800138765", "ouyang.xm@example.cn", "13900139876"
SHORT, CARD, HOME, NEW_HOME = "阿敏", "11010519491231002X", "中山路1号", "解放路2号"
NOTE, NEW_NOTE = "小敏下午在家", "小敏上夜班"
OF_INDIVIDUAL = (NAME, SHORT, CARD, HOME, NEW_HOME, NOTE, NEW_NOTE, "滨江区", NEW_PHONE, MAIL)
PANES = ("", "people/", "attachments/", "timeline/", "history/")
TITLE, ATTITUDE = "首席采购官", "Has reservations"
PROOF, FOLDER = pdf("I, Ouyang Xiaomin, agree."), "Folder of Ouyang 0815"
TRACES = (NAME, PHONE, MAIL, NEW_PHONE, "1971-08-09", "Ouyang")


def a_person_with_a_past() -> Contact:
    """Come in by a file, changed by hand, seen in clear once."""
    bank = harbor_bank()
    reference()
    headings = ("客户编号", "姓名", "职务", "手机", "电子邮箱", "生日", "是否主联系人")
    row = (bank.number, NAME, TITLE, PHONE, MAIL, "1971-08-09", "是")
    Desk().bring(csv_file(headings, row), target=Target.CONTACTS)
    contact = Contact.objects.get()
    customers.change_contact(
        contact=contact,
        version=contact.version,
        details=ContactDetails(
            name=NAME,
            job_title=TITLE,
            phone=NEW_PHONE,
            email=MAIL,
            birthday=contact.birthday,
            attitude="RESERVED",
        ),
        by=lin(),
        at=TUESDAY_10AM,
    )
    customers.unmask_contact(contact=contact, purpose="FAULT", by=greta(), at=TUESDAY_10AM)
    contact.refresh_from_db()
    customers.record_consent(
        contact=contact,
        agreed=Agreed(
            purpose="OFFERS", given_date=date(2026, 4, 1), proof="PAPER", proof_place=FOLDER
        ),
        proof=proof_called("Ouyang agrees.pdf"),
        by=lin(),
        at=TUESDAY_10AM,
    )
    card = _body(signed_in(lin()), f"/accounts/{bank.number}/people/")
    assert TITLE in card
    assert ATTITUDE in card
    return contact


def proof_called(name: str) -> Paper:
    return Paper(name=name, content=BytesIO(PROOF), kind="CONSENT", note=f"{FOLDER}, page 2")


def the_same_paper_of_another() -> Attachment:
    """Somebody else's paper, of the same content: both signed the one sheet."""
    mills = lake_mills()
    other = customers.add_contact(
        customer=mills, details=ContactDetails(name="李四"), by=lin(), at=TUESDAY_10AM
    )
    paper = replace(proof_called("agreed.pdf"), note="", contact_id=other.pk)
    return customers.attach_file(customer=mills, paper=paper, by=lin(), at=TUESDAY_10AM)


def erase_at_the_desk(browser: Client, address: str) -> None:
    (once,) = re.findall(r'name="once" value="([^"]+)"', browser.get(address).content.decode())
    asked = {"once": once, "kind": "ERASE", "proof": "CARD_SHOWN", "received_date": "2026-04-28"}
    assert browser.post(address, asked).status_code == 302
    request = RightsRequest.objects.get()
    decided = {"version": 1, "outcome": "carry_out", "reason": "Has left the company."}
    assert browser.post(f"/rights/{request.number}/decision/", decided).status_code == 302


def assert_told_nowhere(contact: Contact, desk: Client) -> None:
    """Nothing on a page, in a search, in a file that is taken out."""
    number, manager = contact.customer.number, signed_in(lin())
    (paper,) = Attachment.objects.filter(customer=contact.customer)
    known = {"number": number, "contact_id": contact.pk, "attachment_id": paper.pk}
    acts = acts_about((contact._meta.db_table, contact.pk), (paper._meta.db_table, paper.pk))
    pages = everything_shown(manager, **known)
    pages |= everything_shown(signed_in(adam()), act_id=acts, contact_id=contact.pk)
    pages |= {f"desk:{pane}": _body(desk, f"/accounts/{number}/{pane}") for pane in PANES}
    for browser in (manager, desk):
        pages |= {f"{browser}": _body(browser, "/accounts/exports/csv/", by=browser.post)}
    for address, body in pages.items():
        assert not [text for text in (*TRACES, TITLE) if text in body], address
    for text in (NAME, NEW_PHONE):
        for browser in (manager, desk):
            assert number not in _body(browser, f"/search/?q={text}")
    assert ATTITUDE not in pages["desk:people/"]
    assert "Erased" in pages[f"/accounts/{number}/"]
    assert "Erased" in pages[f"/accounts/{number}/attachments/"]
    assert manager.get(f"/accounts/{number}/attachments/{paper.pk}/").status_code == 404


def _body(browser: Client, address: str, *, by: Any = None) -> str:
    answer = (by or browser.get)(address)
    assert answer.status_code == 200
    return (b"".join(answer) if answer.streaming else answer.content).decode()


@pytest.mark.row("B2")
def test_nothing_of_an_erased_person_can_be_read_anywhere(
    caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> None:
    settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
    settings.PRIMELINE_ERASURES_FILE = tmp_path / "erasures"
    caplog.set_level(logging.DEBUG)
    contact, other = a_person_with_a_past(), the_same_paper_of_another()
    (paper,) = Attachment.objects.filter(subject=contact.subject)
    assert queries.content_of(paper) == PROOF
    key = bytes(PersonKey.objects.get(subject=contact.subject).wrapped)
    digests = [
        blind.digest(PersonalKind.NAME, NAME),
        blind.digest(PersonalKind.PHONE, f"+86{NEW_PHONE}"),
    ]
    assert BatchRow.objects.exists()
    before = everything_stored()
    assert key in before or key.hex().encode() in before
    assert all(digest.encode() in before for digest in digests)

    desk = signed_in(sara())
    erase_at_the_desk(desk, f"/rights/new/{contact.customer.number}/{contact.pk}/")
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

    # What others hold of the same content is theirs, and is there.
    assert queries.content_of(Attachment.objects.get(pk=other.pk)) == PROOF
    assert not list(damaged_files())

    # Nothing in what was logged, and nothing in the folder beside the database.
    assert not [text for text in TRACES if text in caplog.text]
    for file in Path(configured.HOME).glob("**/*.jsonl"):
        assert not [text for text in TRACES if text.encode() in file.read_bytes()]

    # The business record stays, and still verifies.
    assert Contact.objects.get(pk=contact.pk).customer == harbor_bank()
    seal_all(at=TUESDAY_10AM)
    assert verify(progress=lambda done, total: None).is_sound


def an_individual_with_a_past() -> Customer:
    """Come in by files, changed by hand, seen in clear once; with lines, things and a card."""
    reference()
    lin(), harbor_branch()
    bring_in = partial(bring_in_file, Desk())
    bring_in(
        "客户编号|客户名称|客户类型|证件类型|证件号码|地址|归属单位|客户经理|备注",
        f"KH-7|{NAME}|个人|IDENTITY_CARD|{CARD}|{HOME}|望潮分公司|lin|{NOTE}",
    )
    bring_in("客户编号|站点名称|站点类型|详细地址", f"KH-7|{NAME}家|OTHER|{HOME}", of=Target.SITES)
    bring_in(
        "客户编号|业务编号|业务类型|月租费|开通日期|A端|Z端",
        f"KH-7|YW-7|互联网专线|200|2025-01-01|{HOME}|沙泉机房",
        of=Target.SUBSCRIPTIONS,
    )
    bring_in(
        "客户编号|流水号|付款日期|付款金额|付款人",
        f"KH-7|FK-7|2026-03-01|200|{NAME}",
        of=Target.PAYMENTS,
    )
    bring_in(
        "客户编号|序列号|设备类型|产权|安装位置|安装日期",
        f"KH-7|SN-7|路由器|我方|{HOME}|2026-01-01",
        of=Target.EQUIPMENT,
    )
    person = Customer.objects.get(external_id="KH-7")
    change_by_hand(person)
    of_their_own = ContactDetails(name=NAME, job_title="本人", phone=NEW_PHONE, email=MAIL)
    customers.add_contact(customer=person, details=of_their_own, by=lin(), at=TUESDAY_10AM)
    scan = Paper(name=f"{NAME}.pdf", content=BytesIO(PROOF), kind="IDENTITY")
    customers.attach_file(customer=person, paper=scan, by=lin(), at=TUESDAY_10AM)
    customers.unmask_individual(customer=person, purpose="FAULT", by=greta(), at=TUESDAY_10AM)
    return person


def bring_in_file(desk: Desk, headings: str, *rows: str, of: Target = Target.CUSTOMERS) -> None:
    found = desk.bring(csv_file(headings.split("|"), *(row.split("|") for row in rows)), target=of)
    assert not found.problems


def change_by_hand(person: Customer) -> None:
    """Move to another home, with everything."""
    by_lin: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    identity = Identity(
        kind=CustomerKind.INDIVIDUAL,
        name=NAME,
        short_name=SHORT,
        identifier_kind="IDENTITY_CARD",
        identifier=CARD,
        address=NEW_HOME,
        notes=NEW_NOTE,
    )
    version = person.version
    customers.change_identity(customer=person, version=version, identity=identity, **by_lin)
    site = Site.objects.get(customer=person)
    facts = SiteFacts(name="家", kind=site.kind, district="滨江区", street=NEW_HOME, way_in=NOTE)
    customers.change_site(site=site, version=site.version, facts=facts, **by_lin)
    line = Subscription.objects.get(customer=person)
    products.change_subscription(
        subscription=line,
        version=line.version,
        circuit=Circuit(a_end=NEW_HOME, z_end="沙泉机房", site_id=site.pk),
        papers=Papers(payment_mode=line.payment_mode),
        **by_lin,
    )
    equipment = Equipment.objects.get(customer=person)
    device = Device(
        serial="SN-7",
        kind=EquipmentKind.ROUTER,
        owner=EquipmentOwner.OPERATOR,
        place=NEW_HOME,
        installed_date=date(2026, 1, 1),
        subscription_id=line.pk,
    )
    products.change_equipment(
        equipment=equipment, version=equipment.version, device=device, **by_lin
    )


@pytest.mark.row("B2")
def test_nothing_of_an_erased_individual_can_be_read_and_the_account_stays(
    caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> None:
    settings.PRIMELINE_ANCHOR_FILE = tmp_path / "anchor"
    settings.PRIMELINE_ERASURES_FILE = tmp_path / "erasures"
    caplog.set_level(logging.DEBUG)
    person, desk = an_individual_with_a_past(), signed_in(sara())
    manager, page = signed_in(lin()), f"/accounts/{person.number}/"
    for text, pane in ((SHORT, ""), (NEW_NOTE, ""), (NEW_HOME, "sites/"), (NEW_HOME, "equipment/")):
        assert text in manager.get(page + pane).content.decode()
        assert text not in desk.get(page + pane).content.decode()
    copy = str(everything_on(person))
    line = Subscription.objects.get(customer=person)
    assert all(text in copy for text in (NAME, NEW_HOME, NEW_NOTE, NEW_PHONE, line.number))
    erase_at_the_desk(desk, f"/rights/new/{person.number}/")
    drop_rows_after_erasure(
        PersonErased(happened_at=TUESDAY_10AM, request_id=1, customer_id=person.pk)
    )
    _settle()

    after = everything_stored()
    assert not [text for text in OF_INDIVIDUAL if text.encode() in after]

    keyring.forget()
    for browser in (manager, signed_in(adam())):
        shown = everything_shown(browser, **addresses_of(person))
        assert len(shown) > 20
        for address, body in shown.items():
            assert not [text for text in (*OF_INDIVIDUAL, "KH-7") if text in body], address
    for browser in (manager, desk):
        for asked in (NAME, CARD, "KH-7"):
            assert person.number not in browser.get("/search/", {"q": asked}).content.decode()
    assert "Erased" in manager.get("/accounts/", {"q": person.number}).content.decode()
    assert not [text for text in OF_INDIVIDUAL if text in caplog.text]
    assert not [text for text in (*OF_INDIVIDUAL, "KH-7") if text in carried_away()]

    # A file of the other system neither makes them anew nor brings back who they were.
    bring_in_file(
        Desk(),
        "客户编号|客户名称|客户类型|地址|归属单位|备注",
        f"KH-7|{NAME}|个人|{HOME}|望潮分公司|{NOTE}",
    )
    assert Customer.objects.get(external_id="KH-7").pk == person.pk
    BatchRow.objects.all().delete(), BatchFile.objects.all().delete()
    after = everything_stored()
    assert not [text for text in OF_INDIVIDUAL if text.encode() in after]
    seal_all(at=TUESDAY_10AM)
    assert verify(progress=lambda done, total: None).is_sound


def addresses_of(person: Customer) -> dict[str, Any]:
    """Return what fills in the addresses of pages about an individual."""
    device, site = Equipment.objects.get(customer=person), Site.objects.get(customer=person)
    line, paper = Subscription.objects.get(customer=person), Attachment.objects.get(customer=person)
    rows = (person, device, site, line, paper)
    return {
        "number": person.number,
        "equipment_id": device.pk,
        "site_id": site.pk,
        "subscription": line.number,
        "attachment_id": paper.pk,
        "act_id": acts_about(*((row._meta.db_table, row.pk) for row in rows)),
    }


def carried_away() -> str:
    """Return all that the center can take out by a command."""
    reach = reach_of(sara(), at=TUESDAY_10AM)
    with reading_as(reach.named_ids):
        files = [
            export(subject=one, reach=reach, by=sara(), at=TUESDAY_10AM, through="here")
            for one in Subject
        ]
        return "\n".join(str(row) for lines in files for row in lines)


def _settle() -> None:
    """Let the database do what it does by itself in time: checkpoint, vacuum."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
