"""Journey: somebody is named in what people type all over an account, is masked, and is erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from primeline.access import actions as access
from primeline.access.values import Wish
from primeline.audit.models import HistoryRow
from primeline.audit.verify import verify
from primeline.commitments import actions as commitments
from primeline.commitments.choices import AskedBy, LetterKind
from primeline.commitments.models import Commitment, Letter
from primeline.commitments.tests.owing import install
from primeline.commitments.values import Draft
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind
from primeline.customers.models import Contact, Customer
from primeline.customers.queries import reach_now
from primeline.customers.values import ContactDetails, Identity, SiteFacts
from primeline.handovers import actions as handovers
from primeline.handovers.models import Handover
from primeline.handovers.tests.giving import offers
from primeline.kit.errors import Refused
from primeline.plans import actions as plans
from primeline.plans.tests.writing import drawn_up, handed_in
from primeline.privacy import actions as privacy
from primeline.privacy import keyring, sight
from primeline.privacy.readers import reading_as
from primeline.products import actions as products
from primeline.products.choices import EquipmentKind, EquipmentOwner
from primeline.products.models import Agreement, LineOfBusiness, Subscription
from primeline.products.values import AgreementTerms, Circuit, Device, Terms
from primeline.rights.tests.everywhere import everything_shown, everything_stored, shown_at
from primeline.rosters import actions as rosters
from primeline.rosters.models import Roster
from primeline.rosters.tests.duties import a_roster, a_technician, shift_of, taking_turns
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lin, mira, paul
from primeline.testing.doors import signed_in
from primeline.testing.sealing import seal_all
from primeline.visits import actions as visits
from primeline.visits.choices import ConversationKind
from primeline.visits.models import Conversation
from primeline.visits.values import Told

# What is stored by erasing is looked for on both each time, in test_erasing.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.mainly("sqlite")]

NAME, PHONE = "欧阳小敏", "13800138765"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SAID = f"{NAME}说"


def type_everywhere(bank: Customer) -> None:
    """Name somebody wherever something is typed about an account."""
    now: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    _type_on_paper(bank, now)
    _type_into_matters(bank, now)
    _type_into_hand_overs(bank)
    _type_into_duties(bank)
    told = Told(
        kind=ConversationKind.CALL,
        held_at=TUESDAY_10AM - HOUR,
        outcome=f"{SAID} {PHONE}",
        purpose=SAID,
    )
    visits.record_conversation(customer=bank, told=told, **now)
    wish = Wish(reason=f"{SAID} access", days_count=3)
    access.ask_for_access(
        number=bank.number,
        wish=wish,
        reach=reach_now(mira(), at=TUESDAY_10AM),
        by=mira(),
        at=TUESDAY_10AM,
    )


def test_whoever_moved_on_is_met_where_they_were_and_a_name_in_any_order() -> None:
    install()
    bank, mills = harbor_bank(), cast.lake_mills()
    now: dict[str, Any] = {"by": lin(), "at": TUESDAY_10AM}
    people = [
        customers.add_contact(customer=bank, details=ContactDetails(name=name), **now)
        for name in (NAME, "Margaret Thistlewood")
    ]
    customers.move_contact(
        contact=people[0],
        version=1,
        customer=mills,
        job_title="Buyer",
        from_date=TUESDAY_10AM.date(),
        **now,
    )

    for said in (f"{SAID} no", "ask Thistlewood Margaret", "margaret  thistlewood rang"):
        matter = commitments.take_inquiry(customer=bank, asked_by=AskedBy.PHONE, text=said, **now)
        assert not {NAME, "Thistlewood", "thistlewood"} & {*str(matter.what).split()}
        assert "*" in str(matter.what)
    bank.refresh_from_db()
    identity = Identity(kind=CustomerKind(bank.kind), name=bank.name, brand=f"{NAME} & Co")
    with pytest.raises(Refused, match="named here"):
        customers.change_identity(customer=bank, version=bank.version, identity=identity, **now)


def _type_on_paper(bank: Customer, now: dict[str, Any]) -> None:
    bank.refresh_from_db()
    identity = Identity(
        kind=CustomerKind(bank.kind),
        name=bank.name,
        address=f"城东区中山路1号（{NAME}收）",
        notes=f"{SAID} no noise",
    )
    customers.change_identity(customer=bank, version=bank.version, identity=identity, **now)
    site = SiteFacts(name=f"{NAME}的办公点", kind="BRANCH", street=f"中山路1号（{NAME}）")
    customers.add_site(customer=bank, facts=site, **now)
    device = Device(
        serial="SN-1",
        kind=EquipmentKind.ROUTER,
        owner=EquipmentOwner.OPERATOR,
        place=f"{NAME}桌上",
        installed_date=TUESDAY_10AM.date(),
    )
    products.install_equipment(customer=bank, device=device, **now)
    _type_into_contracts(bank, now)


def _type_into_contracts(bank: Customer, now: dict[str, Any]) -> None:
    """Name somebody in a contract, what is had by it, and in a plan."""
    agreement = products.sign_agreement(
        customer=bank,
        terms=AgreementTerms(
            number="HT-1",
            starts_date=TUESDAY_10AM.date(),
            name=f"Contract of {NAME}",
            clauses=f"{NAME} ({PHONE}) signs.",
        ),
        **now,
    )
    products.open_subscription(
        customer=bank,
        line=LineOfBusiness.objects.get(code="INTERNET_LINE"),
        terms=Terms(fee_cents=200_000, opened_date=TUESDAY_10AM.date()),
        circuit=Circuit(
            label=f"{SAID} line, call {PHONE}", a_end=f"{NAME}办公室", z_end=f"{SAID}机房"
        ),
        **now,
    )
    new = AgreementTerms(number="HT-1", starts_date=agreement.starts_date, name=f"{SAID} new")
    products.amend_agreement(
        agreement=agreement,
        version=1,
        terms=new,
        amended_date=agreement.starts_date,
        reason=f"{SAID} amend",
        **now,
    )
    plan = handed_in(drawn_up(bank, situation=f"{SAID} plan, call {PHONE}", threats=SAID))
    plans.return_plan(
        plan=plan,
        version=plan.version,
        reach=reach_now(greta(), at=TUESDAY_10AM),
        by=greta(),
        at=TUESDAY_10AM,
        reason=f"{SAID} back",
    )


def _type_into_matters(bank: Customer, now: dict[str, Any]) -> None:
    """Name somebody in what is owed, and in a letter about it."""
    matter = commitments.take_inquiry(
        customer=bank, asked_by=AskedBy.PHONE, text=f"{SAID} why?", **now
    )
    commitments.give_estimate(
        commitment=matter, expected_at=TUESDAY_10AM + DAY, reason=f"{SAID} wait", **now
    )
    commitments.ask_waiver(commitment=matter, reason=f"{SAID} no need", **now)
    commitments.write_letter(
        draft=Draft(
            kind=LetterKind.INSTRUCTION,
            from_unit=cast.east_province(),
            to_unit=cast.harbor_branch(),
            title=f"{SAID} title",
            text=f"{SAID} text",
            due_at=TUESDAY_10AM + DAY,
            customer_id=bank.pk,
        ),
        reach=reach_now(paul(), at=TUESDAY_10AM),
        by=paul(),
        at=TUESDAY_10AM,
    )


def _type_into_hand_overs(bank: Customer) -> None:
    """Name somebody in a hand-over and in what is said about the account in it."""
    handover = offers([bank], reason=f"{SAID} hand over, call {PHONE}")
    handovers.write_note(
        handover=handover,
        account=handover.accounts.get(),
        version=1,
        note=f"{SAID} note",
        by=lin(),
        at=TUESDAY_10AM,
    )
    handovers.refuse_handover(
        handover=handover,
        version=handover.version,
        by=cast.nora(),
        at=TUESDAY_10AM,
        reason=f"{SAID} stay",
    )


def _type_into_duties(bank: Customer) -> None:
    """Name somebody in what is told about duties, with the number of the account."""
    roster, first = a_roster(needs_approval=True), a_technician("tech")
    taking_turns(roster, first, a_technician("tech2"))
    rosters.write_note(
        roster=roster,
        text=f"{bank.number}: {SAID} duty, call {PHONE}",
        reach=reach_now(greta(), at=TUESDAY_10AM),
        by=greta(),
        at=TUESDAY_10AM,
    )
    rosters.offer_shift(
        shift=shift_of(first),
        to_person=None,
        customer_ids=[bank.pk],
        by=first,
        at=TUESDAY_10AM,
        reason=f"{SAID} swap",
    )


@pytest.mark.row("B2")
def test_somebody_named_in_texts_is_masked_for_others_and_gone_once_erased() -> None:
    install()
    products.install_reference(by=cast.CASTING, at=TUESDAY_10AM)
    bank, manager = harbor_bank(), signed_in(lin())
    contact = customers.add_contact(
        customer=bank,
        details=ContactDetails(name=NAME, phone=PHONE),
        by=lin(),
        at=TUESDAY_10AM,
    )
    with reading_as({lin().pk}):
        type_everywhere(bank)

    # Neither a table nor its history holds who it is, though somebody is named on every page.
    stored = everything_stored().decode(errors="ignore")
    assert NAME not in stored
    assert PHONE not in stored

    known = pages_about(bank)
    own = everything_shown(manager, **known)
    for pane in ("plan/", "timeline/", "contracts/", "subscriptions/"):
        assert NAME in own[f"/accounts/{bank.number}/{pane}"], pane
    assert sum(SAID in body for body in own.values()) > 5
    for colleague in (signed_in(greta()), signed_in(cast.adam()), signed_in(paul())):
        pages = everything_shown(colleague, **known)
        assert len(pages) > 3
        assert not [at for at, body in pages.items() if NAME in body or PHONE in body]

    privacy.erase(subjects=[contact.subject], by=lin(), at=TUESDAY_10AM)
    keyring.forget()
    sight.forget()
    # Who stood masked, or nowhere, before stands nowhere now: no other page has to be looked at.
    named = [at for at, body in own.items() if NAME in body or PHONE in body]
    assert len(named) > 10
    pages = shown_at(manager, named)
    assert set(named) - pages.keys() == {f"/accounts/{bank.number}/contacts/{contact.pk}/"}
    assert not [at for at, body in pages.items() if NAME in body or PHONE in body]
    assert "Erased说" in manager.get(f"/accounts/{bank.number}/plan/").content.decode()
    _settle()
    stored = everything_stored().decode(errors="ignore")
    assert not [text for text in (NAME, "欧**", PHONE, "138****8765") if text in stored]
    seal_all(at=TUESDAY_10AM)
    assert verify(progress=lambda done, total: None).is_sound


def pages_about(bank: Customer) -> dict[str, Any]:
    """Return what fills in the addresses of pages about an account and what was done to it."""
    acts = HistoryRow.objects.order_by("act").values_list("act_id", flat=True).distinct()
    return {
        "number": bank.number,
        "matters_number": [one.number for one in Commitment.objects.all()],
        "handover_id": Handover.objects.get().pk,
        "roster_id": Roster.objects.get().pk,
        "subscription": Subscription.objects.get().number,
        "plan_number": 1,
        "contract_id": Agreement.objects.get().pk,
        "edition": 1,
        "conversation_id": Conversation.objects.get().pk,
        "contact_id": Contact.objects.get().pk,
        "letter_id": Letter.objects.get().pk,
        "act_id": list(acts),
    }


def _settle() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
