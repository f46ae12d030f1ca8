"""Joins the rooms together once all of them are loaded."""

from typing import Any

from django.apps import AppConfig
from django.core import checks


class Config(AppConfig):
    """The wiring of the house."""

    name = "primeline.config"
    label = "config"

    def ready(self) -> None:
        """Hand the tables of `wiring.py` to those who need them."""
        from primeline.commitments.queries.duty import ask_who_is_on_duty
        from primeline.config import wiring  # rooms can be imported only once apps are loaded
        from primeline.kit import events, jobs

        events.wire(wiring.LISTENERS)
        jobs.wire_jobs(wiring.JOBS, wiring.RECURRING)
        ask_who_is_on_duty(wiring.ON_DUTY)
        checks.register(_check_safety, "safety", deploy=True)


def _check_safety(**_: Any) -> list[checks.CheckMessage]:
    """Name what is unsafe: an error where people work, a remark where somebody develops."""
    from primeline.config.environment import IS_PRODUCTION
    from primeline.config.safety import unsafe_settings

    kind = checks.Error if IS_PRODUCTION else checks.Info
    return [kind(problem, id="primeline.safety") for problem in unsafe_settings()]
