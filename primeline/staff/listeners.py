"""What the staff room does when the worker calls."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from primeline.kit.jobs import Job


def clean_up_sign_ins(job: Job) -> None:
    """Remove sessions that are over. How long tries are remembered the rights desk sets."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    ended = sum(session.purge() for session in UserSession.objects.order_by("pk").iterator())
    job.report(sessions=ended)
