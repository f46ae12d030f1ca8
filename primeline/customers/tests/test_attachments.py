"""Files on the papers of an account: who attaches, who sees, what stays."""

import pytest

from primeline.audit.models import Look
from primeline.customers import actions, queries
from primeline.customers.choices import AttachmentKind, TimelineKind
from primeline.customers.models import Attachment, TimelineLine
from primeline.customers.values import Paper
from primeline.kit.errors import ChangedMeanwhile, NotFound, Refused
from primeline.testing.cast import TUESDAY_10AM, greta, harbor_bank, lake_mills, lin
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3")]


def attached(kind: str = AttachmentKind.CONTRACT, **facts: object) -> Attachment:
    paper = Paper(name="张三 合同.pdf", content=stream(pdf(kind)), kind=kind, **facts)  # type: ignore[arg-type]
    return actions.attach_file(customer=harbor_bank(), paper=paper, by=greta(), at=TUESDAY_10AM)


class TestAttachFile:
    def test_is_told_without_the_name_of_the_file(self) -> None:
        attachment = attached()

        line = TimelineLine.objects.get(kind=TimelineKind.FILE_ATTACHED)
        assert line.words == {"what": "CONTRACT", "subject": ""}
        assert (attachment.attached_by, attachment.name) == (greta(), "张三 合同.pdf")

    def test_refuses_the_same_file_in_the_same_place(self) -> None:
        attached()

        with pytest.raises(Refused) as refused:
            attached()

        assert refused.value.field == "file"
        assert attached(subject_kind="agreement", subject_id=1).pk

    def test_refuses_a_kind_that_nobody_knows(self) -> None:
        with pytest.raises(Refused):
            attached("SELFIE")


class TestWithdrawAttachment:
    def test_keeps_it_with_the_reason(self) -> None:
        attachment = attached()

        actions.withdraw_attachment(
            attachment=attachment, version=1, reason="Wrong", by=greta(), at=TUESDAY_10AM
        )

        assert not Attachment.objects.get().is_active
        line = TimelineLine.objects.get(kind=TimelineKind.FILE_WITHDRAWN)
        assert line.words["reason"] == "Wrong"
        with pytest.raises(Refused):
            actions.withdraw_attachment(
                attachment=attachment, version=2, reason="Again", by=greta(), at=TUESDAY_10AM
            )

    def test_refuses_the_slower_of_two(self) -> None:
        attachment = attached()

        with pytest.raises(ChangedMeanwhile):
            actions.withdraw_attachment(
                attachment=attachment, version=7, reason="Wrong", by=greta(), at=TUESDAY_10AM
            )


class TestAttachmentsOf:
    def test_shows_papers_of_people_to_the_named_alone(self) -> None:
        bank, paper = harbor_bank(), attached(AttachmentKind.IDENTITY)
        for person, is_open in ((lin(), True), (greta(), False)):
            reach = queries.reach_now(person, at=TUESDAY_10AM)
            card = queries.attachments_of(bank, reach)[0]
            assert (card.is_open, bool(card.name)) == (is_open, is_open)

        reach = queries.reach_now(greta(), at=TUESDAY_10AM)
        with pytest.raises(NotFound):
            queries.get_attachment(bank, reach, paper.pk, to_open=True)

    def test_finds_nothing_under_another_account(self) -> None:
        paper, reach = attached(), queries.reach_now(lin(), at=TUESDAY_10AM)

        with pytest.raises(NotFound):
            queries.get_attachment(lake_mills(), reach, paper.pk)


def test_taking_a_file_out_is_on_record() -> None:
    attachment = attached()

    actions.take_out_file(attachment=attachment, by=lin(), at=TUESDAY_10AM)

    look = Look.objects.get()
    assert (look.subject_kind, look.subject_id) == ("customers.attachment", str(attachment.pk))
