"""What is over is cleaned up; what is not stays."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessFailureLog

from primeline.kit import clock
from primeline.kit.jobs import Job
from primeline.staff.front_door import forget_tries
from primeline.staff.listeners import clean_up_sign_ins
from primeline.testing import cast
from primeline.testing.doors import signed_in


def a_session(*, is_over: bool) -> str:
    session = signed_in(cast.lin()).session
    if is_over:
        session.set_expiry(-1)
        session.save()
    UserSession.objects.create(
        user=cast.lin(), ip="127.0.0.1", user_agent="x", session_key=session.session_key
    )
    return str(session.session_key)


def a_failure(days_ago: int) -> int:
    failure = AccessFailureLog.objects.create(username="lin", ip_address="127.0.0.1")
    at = clock.now() - timedelta(days=days_ago)
    AccessFailureLog.objects.filter(pk=failure.pk).update(attempt_time=at)
    return int(failure.pk)


@pytest.mark.django_db
def test_clean_up_removes_what_is_over() -> None:
    going_on = a_session(is_over=False)
    a_session(is_over=True)
    recent = a_failure(days_ago=1)
    a_failure(days_ago=187)
    job = Job(job_id=1, kind="staff.clean_up_sign_ins", payload={}, at=clock.now())

    clean_up_sign_ins(job)
    assert forget_tries(days=186) == 1

    assert list(UserSession.objects.values_list("session_key", flat=True)) == [going_on]
    assert list(AccessFailureLog.objects.values_list("pk", flat=True)) == [recent]
    assert job.progress == {"sessions": 1}
