"""Facts lie sealed wherever they lie, and open for one person and one column only."""

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection
from pytest_django import DjangoAssertNumQueries

from primeline.audit.models import HistoryRow
from primeline.customers.models import Contact
from primeline.kit.deeds import NoDeedOpen, act
from primeline.kit.errors import Refused
from primeline.privacy import actions, ciphers, keyring, opening, sealing
from primeline.privacy.fields import NotSealed
from primeline.privacy.models import PersonKey
from primeline.privacy.tests.people import mei
from primeline.privacy.values import MARK, Erased, Place, Sealed, Withheld
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank

pytestmark = pytest.mark.django_db
PHONE = Place("customers_contact", "phone")


def stored(contact: Contact) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, phone, email, birthday FROM customers_contact WHERE id = %s", [contact.pk]
        )
        return dict(zip(("name", "phone", "email", "birthday"), cursor.fetchone(), strict=True))


class TestSealedFields:
    @pytest.mark.row("B2")
    def test_lie_sealed_in_the_table_and_in_history(self) -> None:
        contact = mei(birthday=date(1980, 5, 17))

        assert all(text.startswith(MARK) for text in stored(contact).values())
        images = HistoryRow.objects.filter(table="customers_contact", row_id=str(contact.pk))
        for written in (str(image.after) for image in images):
            assert "张美丽" not in written
            assert "13800001234" not in written
            assert "1980" not in written.replace(stored(contact)["birthday"], "")

    def test_give_what_was_put_in(self) -> None:
        contact = Contact.objects.get(pk=mei(birthday=date(1980, 5, 17)).pk)

        assert contact.name == "张美丽"
        assert contact.phone == "+8613800001234"
        assert contact.email == "mei@harbor.example"
        assert contact.birthday == date(1980, 5, 17)

    def test_leave_empty_what_is_empty(self) -> None:
        contact = mei(phone="", email="")

        assert stored(contact)["phone"] == ""
        assert Contact.objects.filter(phone="").count() == 1
        assert Contact.objects.get().birthday is None

    def test_never_look_the_same_twice(self) -> None:
        assert stored(mei())["phone"] != stored(mei())["phone"]

    def test_give_lists_of_values_sealed(self) -> None:
        contact = mei()
        (phone,) = Contact.objects.values_list("phone", flat=True)

        assert isinstance(phone, Sealed)
        assert phone.subject == contact.subject
        assert opening.opened(phone, PHONE) == "+8613800001234"

    def test_fetch_the_keys_of_a_list_with_one_question(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        people = [mei() for _ in range(20)]
        keyring.forget()

        with django_assert_num_queries(2):
            names = [contact.name for contact in Contact.objects.all()]

        assert len(names) == len(people)

    def test_are_not_sealed_anew_by_saving_again(self) -> None:
        contact = mei()
        before = stored(contact)

        again = Contact.objects.get(pk=contact.pk)
        with act(kind="test.save", by=CASTING, at=TUESDAY_10AM):
            again.save()

        assert stored(contact) == before

    def test_cannot_be_searched_in_parts_or_whole(self) -> None:
        mei()
        for lookup in ("phone", "phone__contains", "phone__gt", "name__icontains", "email__regex"):
            with pytest.raises(FieldError):
                list(Contact.objects.filter(**{lookup: "138"}))

    def test_are_not_written_in_clear_by_an_update(self) -> None:
        contact = mei()
        with pytest.raises(NotSealed), act(kind="test.update", by=CASTING, at=TUESDAY_10AM):
            Contact.objects.filter(pk=contact.pk).update(phone="+8613900000000")

    def test_are_not_written_in_clear_past_django(self) -> None:
        contact = mei()
        with (
            pytest.raises(IntegrityError),
            act(kind="test.update", by=CASTING, at=TUESDAY_10AM),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE customers_contact SET phone='1' WHERE id=%s", [contact.pk])


class TestCiphers:
    def test_do_not_open_in_another_column(self) -> None:
        contact = mei()
        with pytest.raises(ciphers.Tampered):
            opening.opened(stored(contact)["phone"], Place("customers_contact", "email"))

    def test_do_not_open_for_another_person(self) -> None:
        mine, other = stored(mei())["phone"], mei()
        moved = f"{MARK}{other.subject:x}.{mine.rpartition('.')[2]}"
        with pytest.raises(ciphers.Tampered):
            opening.opened(moved, PHONE)

    def test_do_not_open_when_changed(self) -> None:
        text = stored(mei())["phone"]
        changed = text[:-6] + ("A" if text[-6] != "A" else "B") + text[-5:]
        with pytest.raises(ciphers.Tampered):
            opening.opened(changed, PHONE)

    def test_do_not_unwrap_a_key_for_another_person(self) -> None:
        mine, other = mei(), mei()
        wrapped = PersonKey.objects.get(subject=mine.subject).wrapped
        PersonKey.objects.filter(subject=other.subject).update(wrapped=wrapped)
        keyring.forget()
        with pytest.raises(ciphers.Tampered):
            _ = Contact.objects.get(pk=other.pk).phone

    def test_of_very_many_are_all_different_and_open(self) -> None:
        seal, master = ciphers.sealing_at(PHONE), AESGCM(ciphers.new_key())
        many = range(2 * ciphers.PIECES_AT_ONCE + 1)
        keys = dict(zip(many, ciphers.new_keys(), strict=False))
        wrapped = ciphers.wrap_all(keys, master=master)
        sealed = [seal("same", person, AESGCM(key)) for person, key in keys.items()]

        assert len(set(keys.values())) == len(many)
        assert len({key[: ciphers.NONCE] for key in wrapped}) == len(many)
        bodies = [base64.urlsafe_b64decode(one.rpartition(".")[2]) for one in sealed]
        assert len({body[: ciphers.NONCE] for body in bodies}) == len(many)
        for person, key in keys.items():
            assert ciphers.unwrap(wrapped[person], subject=person, master=master) == key
            assert ciphers.unseal(sealed[person], place=PHONE, cipher=AESGCM(key)) == "same"


class TestKeysOfATransaction:
    def test_are_forgotten_when_it_is_undone(self) -> None:
        """Saving a row again after a rollback must not use a key that nobody stored."""
        bank = harbor_bank()
        contact = Contact(customer=bank, name="李雷", phone="+8613800005678")
        with pytest.raises(NoDeedOpen):
            self.save_and_fail(contact)
        subject = contact.subject
        assert not PersonKey.objects.filter(subject=subject).exists()
        assert keyring.writing_key(subject) is None

    def save_and_fail(self, contact: Contact) -> None:
        with act(kind="test.add", by=CASTING, at=TUESDAY_10AM):
            contact.save()
            raise NoDeedOpen

    def test_are_made_for_many_rows_with_one_statement(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        people = [Contact(customer=harbor_bank(), name=f"人{i}") for i in range(40)]
        # Whoever is the first of all makes the master key.
        sealing.make_subjects(count=1)
        with act(kind="test.add", by=CASTING, at=TUESDAY_10AM):
            with django_assert_num_queries(1):
                sealing.give_subjects(people)
            with django_assert_num_queries(1):
                Contact.objects.bulk_create(people)

        assert {c.name for c in Contact.objects.all()} == {f"人{i}" for i in range(40)}


class TestErase:
    @pytest.mark.row("B2")
    def test_makes_every_fact_unreadable_the_past_included(self) -> None:
        contact = mei()
        image = HistoryRow.objects.filter(table="customers_contact").get().after

        actions.erase(subjects=[contact.subject], by=CASTING, at=TUESDAY_10AM)

        again = Contact.objects.get(pk=contact.pk)
        assert isinstance(again.name, Erased)
        assert isinstance(again.phone, Erased)
        assert again.birthday is None
        assert isinstance(opening.opened(image["phone"], PHONE), Erased)

    def test_refuses_new_facts_of_the_person(self) -> None:
        contact = mei()
        actions.erase(subjects=[contact.subject], by=CASTING, at=TUESDAY_10AM)

        with pytest.raises(Refused):
            sealing.sealed_changes(contact, {"phone": "+8613900000000"})

    def test_leaves_others_alone(self) -> None:
        gone, other = mei(), mei(name="韩梅梅")
        actions.erase(subjects=[gone.subject], by=CASTING, at=TUESDAY_10AM)

        assert Contact.objects.get(pk=other.pk).name == "韩梅梅"


class TestRestrict:
    def test_withholds_facts_until_released(self) -> None:
        contact = mei()
        actions.restrict(subject=contact.subject, by=CASTING, at=TUESDAY_10AM, reason="asked")
        held = Contact.objects.get(pk=contact.pk)
        assert isinstance(held.phone, Withheld)
        assert held.phone != "+8613800001234"
        assert opening.opened(stored(contact)["phone"], PHONE, even_restricted=True) == (
            "+8613800001234"
        )

        actions.release(subject=contact.subject, by=CASTING, at=TUESDAY_10AM, reason="settled")
        assert Contact.objects.get(pk=contact.pk).phone == "+8613800001234"
