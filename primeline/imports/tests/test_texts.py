"""Who is on file stands sealed in the texts of files too, and numbers of people stay outside."""

import pytest
from django.db import connection

from primeline.customers import actions as customers
from primeline.customers.values import ContactDetails
from primeline.imports.choices import Target
from primeline.imports.tests.desk import reference
from primeline.imports.tests.test_targets import bring, refused
from primeline.imports.tests.test_undo import taken_back, written
from primeline.privacy.freetext import seen
from primeline.privacy.readers import reading_as
from primeline.products.models import Agreement
from primeline.testing import cast

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9"), pytest.mark.row("B2")]
HEADINGS = "客户编号|合同编号|生效日期|合同名称"
NAME = "王建国"


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM products_agreement")
        return str(cursor.fetchone()[0])


def test_people_in_texts_of_files_are_sealed_compared_refused_and_taken_back() -> None:
    reference()
    bank = cast.harbor_bank()
    details = ContactDetails(name=NAME, phone="13800001234")
    customers.add_contact(customer=bank, details=details, by=cast.lin(), at=cast.TUESDAY_10AM)
    row = f"{bank.number}|HT-1|2024-03-05|专线合同（{NAME}）"

    bring(HEADINGS, row, target=Target.AGREEMENTS)

    first = stored()
    assert NAME not in first
    agreement = Agreement.objects.get()
    assert agreement.name == "专线合同（王**）"
    with reading_as({cast.lin().pk}):
        assert seen(agreement.name) == f"专线合同（{NAME}）"

    # The same file again changes nothing; another text does, and undoing brings the first back.
    assert bring(HEADINGS, row, target=Target.AGREEMENTS).unchanged == 1
    batch = written(
        (bank.number, "HT-1", "2024-03-05", f"{NAME}的新合同"),
        headings=tuple(HEADINGS.split("|")),
        target=Target.AGREEMENTS,
    )
    assert NAME not in stored()
    assert Agreement.objects.get().name == "王**的新合同"
    taken_back(batch)
    assert stored() == first

    for text, told in (("找 13912345678", "mobile"), ("a.b@c.example", "e-mail")):
        (wrong,) = refused(
            HEADINGS, f"{bank.number}|HT-2|2024-03-05|{text}", target=Target.AGREEMENTS
        )
        assert told in wrong
