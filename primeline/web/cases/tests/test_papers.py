"""Whoever does a step brings the papers that it asks for, also without a right to the account."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from primeline.customers.models import Attachment
from primeline.processes.models import Case, WorkItem
from primeline.processes.tests.drawn import begun, done, drawing, end, install, item, start, task
from primeline.staff.models import Person
from primeline.testing import cast
from primeline.testing.doors import signed_in
from primeline.testing.papers import pdf

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2"), pytest.mark.mainly("sqlite")]

MEASURED = (
    '<bpmn:userTask id="test" name="test"><bpmn:extensionElements><pl:work role="TECHNICIAN">'
    '<pl:document kind="OTHER" /></pl:work></bpmn:extensionElements></bpmn:userTask>'
)


def _at_the_test() -> WorkItem:
    install()
    xml = drawing(
        start(), task("ask", "ACCOUNT_MANAGER"), MEASURED, end(),
        "start->ask", "ask->test", "test->end",
    )  # fmt: skip
    case = begun(xml)
    done(case, "ask", cast.lin())
    return item(case, "test")


def _ended(step: WorkItem, by: Person, **sent: Any) -> Any:
    return signed_in(by).post(f"/cases/steps/{step.pk}/end/", sent)


def _report(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("report.pdf", pdf("report") if content is None else content)


def test_a_technician_brings_the_report_with_the_step() -> None:
    step = _at_the_test()
    page = signed_in(cast.tom()).get(f"/cases/{step.case.number}/").content.decode()
    assert 'name="paper_OTHER"' in page
    assert 'enctype="multipart/form-data"' in page
    answer = _ended(step, cast.tom(), paper_OTHER=_report())
    assert answer.status_code == 302
    assert not Case.objects.get(pk=step.case_id).is_running
    kept = Attachment.objects.get(customer=step.case.customer_id, kind="OTHER", name="report.pdf")
    assert kept.attached_by_id == cast.tom().pk


def test_without_the_report_the_field_says_so_and_nothing_is_done() -> None:
    step = _at_the_test()
    answer = _ended(step, cast.tom())
    assert answer.status_code == 422
    assert f'href="#id_{step.pk}_paper_OTHER"' in answer.content.decode()
    assert WorkItem.objects.get(pk=step.pk).is_open


def test_what_is_no_paper_is_refused_at_its_field() -> None:
    step = _at_the_test()
    answer = _ended(step, cast.tom(), paper_OTHER=_report(b"MZ not a report"))
    assert answer.status_code == 422
    assert f'href="#id_{step.pk}_paper_OTHER"' in answer.content.decode()
    assert WorkItem.objects.get(pk=step.pk).is_open
    assert not Attachment.objects.filter(customer=step.case.customer_id, name="report.pdf").exists()


def test_whoever_does_not_have_the_step_puts_nothing_on_file() -> None:
    step = _at_the_test()
    answer = _ended(step, cast.lin(), paper_OTHER=_report())
    assert answer.status_code != 302
    assert not Attachment.objects.filter(customer=step.case.customer_id, name="report.pdf").exists()
