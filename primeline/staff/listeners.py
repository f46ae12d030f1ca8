"""What the staff room does when the worker calls."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings

from primeline.kit.jobs import Job

# Long enough to look into an attack, short enough for traces of people who mistyped.
SIGN_IN_LOGS_KEPT_DAYS = 180


def clean_up_sign_ins(job: Job) -> None:
    """Remove sessions that are over and what is remembered of old attempts to sign in."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    ended = sum(session.purge() for session in UserSession.objects.order_by("pk").iterator())
    logs = AxesProxyHandler.reset_logs(age_days=SIGN_IN_LOGS_KEPT_DAYS)
    failures = AxesProxyHandler.reset_failure_logs(age_days=SIGN_IN_LOGS_KEPT_DAYS)
    job.report(sessions=ended, logs=logs, failures=failures)
