"""What happened to a matter is told by e-mail too, as far as somebody wants it."""

import pytest
from django.core import mail as outbox

from primeline.commitments import actions, alerting
from primeline.commitments.choices import NoticeKind
from primeline.commitments.models import Commitment, Notice
from primeline.commitments.tests.owing import HOUR, TEST, a_matter, install
from primeline.kit.deeds import act
from primeline.kit.errors import Refused
from primeline.kit.models import JobRow
from primeline.staff import actions as staff
from primeline.staff.choices import MailChoice
from primeline.staff.models import Person
from primeline.standards.choices import Tells
from primeline.testing.cast import TUESDAY_10AM, lin

pytestmark = [pytest.mark.django_db, pytest.mark.row("D4")]


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def wants(mailed: str, *, email: str = "lin@example.test") -> None:
    with act(kind="test.mail", by=TEST, at=TUESDAY_10AM):
        Person.objects.filter(pk=lin().pk).update(email=email)
    staff.change_preferences(
        person=lin(),
        language="en",
        time_zone="Asia/Shanghai",
        mailed_notices=mailed,
        by=lin(),
        at=TUESDAY_10AM,
    )


def happens(matter: Commitment, *kinds: NoticeKind) -> list[Notice]:
    """Let it happen, told of twice; return of what an e-mail is asked for."""
    for kind in (*kinds, *kinds):
        alerting.notify(
            matter.pk, kind, happening=f"test:{kind}", tells=(Tells.OWNER,), at=TUESDAY_10AM
        )
    jobs = JobRow.objects.filter(kind=alerting.MAIL_NOTICE).order_by("pk")
    return [Notice.objects.get(pk=one.payload["notice"]) for one in jobs]


@pytest.mark.parametrize(
    ("wanted", "mailed"),
    [
        (MailChoice.NONE, []),
        (MailChoice.URGENT, [NoticeKind.CHASED]),
        (MailChoice.ALL, [NoticeKind.CHASED, NoticeKind.UNSEEN]),
    ],
)
def test_notices_are_mailed_as_far_as_somebody_wants_them(
    wanted: str, mailed: list[NoticeKind]
) -> None:
    wants(wanted)
    notices = happens(a_matter("VISIT"), NoticeKind.CHASED, NoticeKind.UNSEEN)
    assert [one.kind for one in notices] == mailed
    assert Notice.objects.filter(person=lin()).count() == 2
    for one in notices:
        assert alerting.mail_notice(one.pk, at=TUESDAY_10AM)
        assert not alerting.mail_notice(one.pk, at=TUESDAY_10AM)
    assert [one.to for one in outbox.outbox] == [["lin@example.test"]] * len(mailed)


def test_a_worker_killed_after_sending_sends_the_same_message_again() -> None:
    wants(MailChoice.URGENT)
    matter = a_matter("VISIT", what="Ring 7, Dr Wang asks")
    (notice,) = happens(matter, NoticeKind.CHASED)
    for _turn in range(2):
        assert alerting.mail_notice(notice.pk, at=TUESDAY_10AM)
        # What it had noted is lost with it.
        Notice.objects.update(mailed_at=None)
    first, second = outbox.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.subject == "Visit, Harbor Bank: Chased"
    # What people typed stays on the pages.
    assert "Wang" not in f"{first.subject} {first.body}"


def test_what_is_over_or_wanted_no_more_is_not_mailed() -> None:
    wants(MailChoice.URGENT, email="")
    matter = a_matter("VISIT")
    assert happens(matter, NoticeKind.CHASED) == []
    wants(MailChoice.URGENT)
    (notice,) = happens(matter, NoticeKind.CHASED)
    wants(MailChoice.NONE)
    assert not alerting.mail_notice(notice.pk, at=TUESDAY_10AM)
    wants(MailChoice.ALL)
    actions.keep_commitment(commitment=matter, by=lin(), at=TUESDAY_10AM + HOUR)
    assert not alerting.mail_notice(notice.pk, at=TUESDAY_10AM)
    assert not outbox.outbox


def test_a_choice_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="which notices"):
        wants("SOME")
