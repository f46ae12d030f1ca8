"""Telephone numbers: one form each, extensions kept, and who can be called or written to."""

import pytest

from primeline.customers import actions
from primeline.customers.models import Contact
from primeline.customers.phones import can_be_dialed, clean_phone, takes_messages
from primeline.customers.queries import reach_now
from primeline.customers.queries.compiled import ids_by_person
from primeline.customers.values import ContactDetails
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.privacy import sealing
from primeline.privacy.values import is_sealed
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lin


@pytest.mark.engine("sqlite")
class TestCleanPhone:
    @pytest.mark.parametrize(
        ("written", "stored"),
        [
            ("138 0013 8000", "+8613800138000"),
            ("０１０-６５５２９９８８", "+861065529988"),
            ("+44 20 7946 0958", "+442079460958"),
            ("0571-8888-1234", "+8657188881234"),
            ("0571 8888 1234 ext 12", "+8657188881234;ext=12"),
            ("+86 571 8888 1234 ext. 012", "+8657188881234;ext=012"),
            ("0571 8888 1234转12", "+8657188881234;ext=12"),
            ("0571 8888 1234 转 １２", "+8657188881234;ext=12"),
            ("0571 8888 1234 分机：12", "+8657188881234;ext=12"),
            ("0571-8888 1234-12", "+8657188881234;ext=12"),
            ("(0571)88881234-8001", "+8657188881234;ext=8001"),
            ("057188881234x12", "+8657188881234;ext=12"),
            ("057188881234#12", "+8657188881234;ext=12"),
            ("+8657188881234;ext=12", "+8657188881234;ext=12"),
            ("", ""),
        ],
    )
    def test_keeps_one_form(self, written: str, stored: str) -> None:
        assert clean_phone(written) == stored
        assert clean_phone(stored) == stored

    @pytest.mark.parametrize(
        "written",
        [
            "12",
            "ask Mr Li",
            "99999999999",
            "' OR 1=1",
            "8373579转395",
            "0571 8888 1234 转 12 转 3",
            "0571 8888 1234 转",
            "0571 8888 1234 转 12345678",
            "138-0000-12345",
            "转12",
            "0571 8888 1234 转 ١٢",
            "0571 8888 1234-१२",
        ],
    )
    def test_refuses_what_cannot_be_called(self, written: str) -> None:
        with pytest.raises(Refused) as refusal:
            clean_phone(written)

        assert refusal.value.field == "phone"

    @pytest.mark.parametrize(
        ("stored", "dialed", "written_to"),
        [
            ("+8613800138000", True, True),
            ("+8613800138000;ext=5", True, False),
            ("+8657188881234", True, False),
            ("+8657188881234;ext=12", True, False),
            ("8373579转395", False, False),
            ("", False, False),
        ],
    )
    def test_tells_what_can_be_done_with_it(
        self, stored: str, dialed: bool, written_to: bool
    ) -> None:
        assert (can_be_dialed(stored), takes_messages(stored)) == (dialed, written_to)


def a_contact(phone: str) -> Contact:
    details = ContactDetails(name="王敏", phone=phone)
    return actions.add_contact(customer=harbor_bank(), details=details, by=lin(), at=TUESDAY_10AM)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("0571 8888 1234", True),
        ("057188881234转12", True),
        ("0571 8888 1234-12", True),
        ("0571 8888 1234-13", False),
    ],
)
def test_is_found_with_its_extension_and_without(asked: str, is_found: bool) -> None:
    contact = a_contact("0571 8888 1234 ext 12")

    found = ids_by_person(reach_now(lin(), at=TUESDAY_10AM), asked, 5)

    assert found == ([contact.customer_id] if is_found else [])
    sealed = Contact.objects.values_list("phone", flat=True).get(pk=contact.pk)
    assert is_sealed(sealed)
    assert "8888" not in sealed


@pytest.mark.django_db
def test_what_came_in_broken_stays_while_something_else_is_changed() -> None:
    contact = a_contact("")
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        sealing.save_sealed(contact, version=1, changes={"phone": "8373579转395"})
    contact.refresh_from_db()
    details = ContactDetails(name="王敏", phone="8373579转395", job_title="院长")

    changed = actions.change_contact(
        contact=contact, version=contact.version, details=details, by=lin(), at=TUESDAY_10AM
    )

    assert (changed.job_title, changed.phone) == ("院长", "8373579转395")
    assert ids_by_person(reach_now(lin(), at=TUESDAY_10AM), "8373579转395", 5)
    with pytest.raises(Refused):
        a_contact("8373579转395")
