"""Several people at the same moment: one of them wins, the others are told, nothing is doubled."""

from collections.abc import Callable, Mapping
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import reverse

from primeline.access.models import AccessRequest, RestrictionProposal
from primeline.access.tests.asking import asks
from primeline.audit import walls
from primeline.audit.models import Grant
from primeline.kit.saving import is_taken
from primeline.papers.models import Custodian
from primeline.quality.models import Confirmation
from primeline.staff.choices import Role
from primeline.staff.models import Unit
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

MOVED_ON = 302


def at_once(*senders: Callable[[], int]) -> list[int]:
    """Let each of them send at the same moment; return how they were answered."""
    answers: list[int] = []
    start = Barrier(len(senders))

    def send(sender: Callable[[], int]) -> None:
        start.wait(60)
        try:
            answers.append(sender())
        finally:
            connection.close()

    threads = [Thread(target=send, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return sorted(answers)


def sending(client: Client, address: str, form: Mapping[str, object]) -> Callable[[], int]:
    client.raise_request_exception = False
    return lambda: client.post(address, dict(form)).status_code


@pytest.mark.row("A3")
def test_of_several_who_answer_a_request_one_does() -> None:
    asked = asks(cast.hugo(), cast.harbor_bank().number)
    leads = [
        cast.a_person(f"l{n}", "领", "Lead", cast.harbor_branch(), Role.BRANCH_LEAD)
        for n in range(3)
    ]
    form = {"version": asked.version, "days_count": 3, "reason": "no"}
    approval, refusal = (
        reverse(f"access:{answer}", args=[asked.pk]) for answer in ("approval", "refusal")
    )

    found = at_once(
        sending(signed_in(leads[0]), approval, form),
        sending(signed_in(leads[1]), approval, form),
        sending(signed_in(leads[2]), refusal, form),
    )

    assert found.count(MOVED_ON) == 1
    assert set(found) <= {MOVED_ON, 404, 409, 422}
    stored = AccessRequest.objects.get()
    assert Grant.objects.count() == (1 if stored.status == "GRANTED" else 0)
    assert stored.version == asked.version + 1


@pytest.mark.row("A8")
def test_of_two_who_propose_to_restrict_one_account_one_does() -> None:
    bank = cast.harbor_bank()
    people = [
        cast.sara(),
        cast.a_person("s2", "服", "Two", cast.headquarters(), Role.SERVICE_CENTER),
    ]
    form = {"cover_name": "Blue", "people": [one.pk for one in people], "reason": "Because."}
    address = reverse("access:restriction", args=[bank.number])

    found = at_once(*(sending(signed_in(one), address, form) for one in people))

    assert found in ([MOVED_ON, 409], [MOVED_ON, 422])
    assert RestrictionProposal.objects.count() == 1


@pytest.mark.row("C5")
def test_confirming_a_record_twice_confirms_it_once() -> None:
    address = reverse("quality:confirmation", args=[cast.harbor_bank().number])
    client = signed_in(cast.lin())

    found = at_once(*[sending(client, address, {})] * 3)

    assert found == [MOVED_ON] * 3
    assert Confirmation.objects.count() == 1


@pytest.mark.row("B12")
def test_naming_the_custodian_twice_names_them_once() -> None:
    address = reverse("custodian", args=[cast.harbor_branch().pk])
    client, form = signed_in(cast.greta()), {"person": cast.lin().pk}

    found = at_once(*[sending(client, address, form)] * 3)

    assert found == [MOVED_ON, 422, 422]
    assert Custodian.objects.count() == 1


def test_a_row_that_is_there_already_is_told_from_other_refusals() -> None:
    with walls.open_for_system():
        unit = cast.harbor_branch()
        for fields, expected in (({"code": unit.code}, True), ({"code": None}, False)):
            copy = Unit(parent=unit.parent, kind=unit.kind, name_zh="新", path="x.", **fields)
            with pytest.raises(IntegrityError) as no:
                copy.save()
            assert is_taken(no.value) is expected
