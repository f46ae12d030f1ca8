"""Journey: somebody is named all over before they are on file, is put on file, and is erased."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from primeline.audit.models import HistoryRow
from primeline.audit.verify import verify
from primeline.commitments import actions as commitments
from primeline.commitments.choices import AskedBy
from primeline.commitments.models import Inquiry
from primeline.commitments.tests.owing import install
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer, SavedView
from primeline.customers.values import ContactDetails, Identity, SiteFacts
from primeline.kit.errors import ChangedMeanwhile
from primeline.privacy import actions as privacy
from primeline.privacy import keyring
from primeline.privacy import queries as keys
from primeline.privacy.mentions import People
from primeline.privacy.models import BlindEntry
from primeline.privacy.takingout import take_out_of
from primeline.products import actions as products
from primeline.rights import actions
from primeline.rights.choices import Proof, RightKind
from primeline.rights.models import RightsRequest
from primeline.rights.tests import test_named_in_texts as typing
from primeline.rights.tests.everywhere import shown_at
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM, adam, harbor_bank, lin, sara
from primeline.testing.doors import signed_in
from primeline.testing.sealing import seal_all

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.row("B2")]

NAME = typing.NAME
LATIN = ("Ouyang Xiaomin", "xiaomin  OUYANG")
OTHER = "李四"
BETWEEN = "?since=2026-04-01&until=2026-05-01"


def type_before(bank: Customer) -> None:
    """Name somebody wherever something is typed about an account where nobody knows them."""
    now: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    typing.type_everywhere(bank)
    bank.refresh_from_db()
    identity = Identity(
        kind=CustomerKind(bank.kind),
        name=bank.name,
        brand=f"{NAME} & Co",
        notes=f"{LATIN[0]} and {LATIN[1]}, {NAME}",
    )
    customers.change_identity(customer=bank, version=bank.version, identity=identity, **now)
    colleague = ContactDetails(
        name=OTHER, job_title=f"IT 总监（{NAME}）", preferred_hours=f"找{NAME}请上午"
    )
    customers.add_contact(customer=bank, details=colleague, **now)


def put_on_file(bank: Customer) -> Contact:
    details = ContactDetails(name=NAME)
    return customers.add_contact(customer=bank, details=details, by=lin(), at=TUESDAY_10AM)


def erase(contact: Contact) -> None:
    request = actions.receive_request(
        person=contact,
        kind=RightKind.ERASE,
        proof=Proof.CARD_SHOWN,
        received_date=TUESDAY_10AM.date(),
        today=TUESDAY_10AM.date(),
        by=sara(),
        at=TUESDAY_10AM,
    )
    actions.carry_out(
        request=request, version=1, reason="Asked for in writing.", by=sara(), at=TUESDAY_10AM
    )
    keyring.forget()


def what_stands() -> str:
    """Return all rows of all tables but the record of what was, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if not table.startswith("audit_"):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
                found += [f"{table}: {row}" for row in cursor.fetchall()]
    # SQLite keeps what is not ASCII in JSON as Django escapes it.
    return re.sub(r"\\+u([0-9a-f]{4})", lambda at: chr(int(at[1], 16)), "\n".join(found))


def of_the_past(bank: Customer) -> dict[str, list[str]]:
    """Return the pages that tell what was, by who reads them."""
    account = f"/accounts/{bank.number}"
    acts = HistoryRow.objects.order_by("act").values_list("act_id", flat=True).distinct()
    return {
        "lin": [f"{account}/{pane}" for pane in ("history/", f"then/{BETWEEN}", "timeline/")],
        "adam": ["/audit/", *(f"/audit/{act}/" for act in acts)],
    }


def lines_with(text: str, *names: str) -> list[str]:
    return [line for line in text.splitlines() if any(name in line for name in names)]


@pytest.mark.engine("sqlite")
def test_who_was_named_in_two_names_of_places_can_be_erased() -> None:
    bank = harbor_bank()
    for name in (NAME, LATIN[0], LATIN[1]):
        facts = SiteFacts(name=name, kind="STORE")
        customers.add_site(customer=bank, facts=facts, by=lin(), at=TUESDAY_10AM)

    erase(put_on_file(bank))

    assert lines_with(what_stands(), NAME, *LATIN) == []


@pytest.mark.engine("sqlite")
def test_lists_that_were_kept_under_two_names_are_told_apart() -> None:
    known: dict[str, Any] = {"person": lin(), "page": "accounts"}
    for name in (NAME, "Ouyang", "9" * 36 + NAME, "9" * 36 + "***"):
        SavedView.objects.create(name=name, **known)
    people = People()
    people.call(1, NAME)
    people.call(1, "Ouyang")

    take_out_of(SavedView.objects.all(), [SavedView._meta.get_field("name")], people)

    names = list(SavedView.objects.order_by("pk").values_list("name", flat=True))
    assert names[:2] == ["***", f"*** {SavedView.objects.order_by('pk')[1].pk}"]
    assert (len(set(names)), max(map(len, names))) == (4, 40)


def test_what_was_typed_before_somebody_was_on_file_is_gone_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typing, "PHONE", "soon")
    install()
    products.install_reference(by=cast.CASTING, at=TUESDAY_10AM)
    bank = harbor_bank()
    type_before(bank)
    assert len(lines_with(what_stands(), NAME)) > 20
    contact = put_on_file(bank)
    readers, pages = {"lin": signed_in(lin()), "adam": signed_in(adam())}, of_the_past(bank)
    before = {who: shown_at(readers[who], pages[who]) for who in pages}
    named = [at for shown in before.values() for at, body in shown.items() if NAME in body]
    assert set(pages["lin"]) <= set(named)
    assert len(named) > 20

    erase(contact)

    pages["adam"].append(f"/audit/?text={NAME}")
    after = {who: shown_at(readers[who], pages[who]) for who in pages}
    told = [(at, body) for shown in after.values() for at, body in shown.items()]
    assert len(told) == sum(map(len, pages.values()))
    # What is told about duties hangs on no account; what was looked for stands in its box.
    for rest in (f"{typing.SAID} duty", f"{typing.SAID} swap", f'value="{NAME}"'):
        told = [(at, body.replace(rest, "")) for at, body in told]
    assert [at for at, body in told if NAME in body or "Ouyang" in body] == []
    assert "Erased说" in after["lin"][pages["lin"][0]]
    seal_all(at=TUESDAY_10AM)
    assert verify(progress=lambda done, total: None).is_sound
    left = lines_with(what_stands(), NAME, *LATIN, "Ouyang", "OUYANG")
    assert {line.partition(":")[0] for line in left} == {"rosters_dutynote", "rosters_swap"}


def an_inquiry(bank: Customer, text: str) -> Inquiry:
    commitments.take_inquiry(
        customer=bank, asked_by=AskedBy.PHONE, text=text, by=lin(), at=TUESDAY_10AM
    )
    return Inquiry.objects.latest("pk")


@pytest.mark.engine("sqlite")
def test_what_they_say_themselves_may_hold_new_numbers_and_goes_with_them() -> None:
    said = f"不是{NAME}，是欧阳敏；手机改为13912345678，座机0571 8888 1234；{OTHER}知道"
    bank = harbor_bank()
    contact = put_on_file(bank)
    other = ContactDetails(name=OTHER)
    other_person = customers.add_contact(customer=bank, details=other, by=lin(), at=TUESDAY_10AM)
    asked: dict[str, Any] = {
        "kind": RightKind.CORRECT,
        "proof": Proof.CARD_SHOWN,
        "received_date": TUESDAY_10AM.date(),
        "wish": said,
        "once": "a" * 32,
    }
    desk = signed_in(sara())
    new = f"/rights/new/{bank.number}/{contact.pk}/"

    assert desk.post(new, asked).status_code == 302

    request = RightsRequest.objects.get()
    pages = [f"/rights/{request.number}/", f"/accounts/{bank.number}/history/"]
    shown = desk.get(pages[0]).content.decode()
    assert "手机改为13912345678，座机0571 8888 1234；" in shown
    assert "知道" not in what_stands()
    assert not HistoryRow.objects.filter(after__icontains="8888 1234").exists()
    erase(other_person)
    assert OTHER not in desk.get(pages[0]).content.decode()
    erase(contact)
    assert str(RightsRequest.objects.get(pk=request.pk).wish) == "Erased"
    for page in pages:
        left = desk.get(page).content.decode()
        assert not lines_with(left, "13912345678", "8888 1234", "欧阳", "知道")


@pytest.mark.engine("sqlite")
def test_former_names_and_former_accounts_are_theirs_and_a_namesake_elsewhere_is_not() -> None:
    install()
    bank, mills, elsewhere = (
        harbor_bank(),
        cast.lake_mills(),
        cast.an_account("Elsewhere", unit=cast.harbor_branch, manager=lin),
    )
    now: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    texts = [an_inquiry(one, f"{NAME} asks") for one in (bank, mills, elsewhere)]
    contact = put_on_file(bank)
    married = ContactDetails(name="王小敏")
    customers.change_contact(contact=contact, version=1, details=married, **now)
    customers.move_contact(
        contact=contact, version=2, customer=mills, job_title="", from_date=now["at"].date(), **now
    )
    by_new_name = an_inquiry(bank, "王小敏 asks")
    contact.refresh_from_db()

    erase(contact)

    for one in (*texts, by_new_name):
        one.refresh_from_db()
    assert [str(one.text) for one in (*texts, by_new_name)] == [
        "Erased asks",
        "Erased asks",
        f"{NAME} asks",
        "Erased asks",
    ]


@pytest.mark.engine("sqlite")
def test_a_form_that_holds_the_name_still_does_not_bring_it_back() -> None:
    bank = harbor_bank()
    now: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    site = customers.add_site(customer=bank, facts=SiteFacts(name=f"{NAME}店", kind="STORE"), **now)
    contact = put_on_file(bank)

    erase(contact)

    facts = SiteFacts(name=f"{NAME}店", kind="STORE", street="中山路1号")
    with pytest.raises(ChangedMeanwhile):
        customers.change_site(site=site, version=site.version, facts=facts, **now)


@pytest.mark.engine("sqlite")
def test_what_breaks_off_half_way_has_taken_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    install()
    bank = harbor_bank()
    text, contact = an_inquiry(bank, f"{NAME} asks"), put_on_file(bank)

    def broken(*_args: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(BlindEntry.objects, "filter", broken)
    with pytest.raises(KeyboardInterrupt):
        privacy.erase(subjects=[contact.subject], by=lin(), at=TUESDAY_10AM)

    text.refresh_from_db()
    assert (str(text.text), keys.is_erased(contact.subject)) == (f"{NAME} asks", False)


def test_a_restored_backup_has_them_taken_out_again(settings: Any, tmp_path: Path) -> None:
    settings.PRIMELINE_ERASURES_FILE = tmp_path / "erasures"
    install()
    bank = harbor_bank()
    text, contact = an_inquiry(bank, f"{NAME} asks"), put_on_file(bank)
    line = {"subject": f"{contact.subject:x}", "erased_at": TUESDAY_10AM.isoformat()}
    settings.PRIMELINE_ERASURES_FILE.write_text(json.dumps(line))

    assert privacy.erase_again(by=lin(), at=TUESDAY_10AM) == 1

    text.refresh_from_db()
    assert str(text.text) == "Erased asks"
