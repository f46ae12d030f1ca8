"""Who may be reached, by what way and what for. No database, no clock: only answers."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from primeline.approaches.choices import ApproachPurpose, Bar, Channel
from primeline.customers import phones
from primeline.kit.errors import Refused
from primeline.privacy.choices import Purpose
from primeline.privacy.values import Gone

# Nobody is approached for these unless they have agreed to it.
NEED_CONSENT: Final = frozenset(
    {ApproachPurpose.OFFERS, ApproachPurpose.SURVEYS, ApproachPurpose.GREETINGS}
)
# Whoever took back that we may write about the service is left alone but for the other purposes.
ABOUT_SERVICE: Final = frozenset(
    {
        ApproachPurpose.FAULT,
        ApproachPurpose.VISIT,
        ApproachPurpose.CONTRACT,
        ApproachPurpose.DRILL,
    }
)
SERVICE: Final = "SERVICE"
LONGEST_MESSAGE: Final = 500


class Barred(Refused):
    """Somebody may not be reached; `bar` says why, for whoever reads it later."""

    def __init__(self, message: object, bar: Bar, *, field: str | None = None) -> None:
        super().__init__(message, field=field)
        self.bar = bar


class Agreement(NamedTuple):
    """What somebody agreed to, from which day, and until when."""

    purpose: str
    given: date
    withdrawn: date | None


def check_person(name: str, *, is_active: bool) -> None:
    """Do nothing if somebody of this name may be reached at all.

    :raises Refused: if their data are restricted or erased, or they work there no longer
    """
    if isinstance(name, Gone):
        raise Barred(
            _(
                "The data of this person are restricted or erased: they may be stored and not "
                "used, so nobody calls or writes to them. The rights desk knows why."
            ),
            Bar.GONE,
        )
    if not is_active:
        raise Barred(_("This person no longer works there. Choose somebody else."), Bar.LEFT)


def check_purpose(purpose: str, *, is_named: bool) -> None:
    """Do nothing if somebody who is, or is not, named on the account may reach people for this.

    :raises Refused: if it is no purpose, or one for the named people alone
    """
    if purpose not in ApproachPurpose.values:
        raise Refused(_("Say what you want to reach this person for."), field="purpose")
    if not is_named and purpose not in (*Purpose.values, ApproachPurpose.DRILL):
        raise Barred(
            _("Only the manager and the deputy of the account reach people for this."),
            Bar.NOT_NAMED,
            field="purpose",
        )


def check_consent(purpose: str, agreed: Iterable[Agreement], *, on: date) -> None:
    """Do nothing if what the person has agreed to, and taken back, allows this purpose.

    :raises Refused: if it does not; it names the rule
    """
    asked = purpose if purpose in NEED_CONSENT else SERVICE
    of_kind = [one for one in agreed if one.purpose == asked and one.given <= on]
    if any(one.withdrawn is None or one.withdrawn > on for one in of_kind):
        return
    withdrawn = max((one.withdrawn for one in of_kind if one.withdrawn), default=None)
    if purpose in NEED_CONSENT:
        if withdrawn is None:
            raise Barred(_NEVER_AGREED, Bar.NO_CONSENT, field="purpose")
        raise Barred(_took_back(withdrawn), Bar.TOOK_BACK, field="purpose")
    if purpose in ABOUT_SERVICE and withdrawn is not None:
        raise Barred(_took_back(withdrawn), Bar.TOOK_BACK, field="purpose")


def check_text(channel: str, *, subject: str, text: str) -> None:
    """Do nothing if what is to be written can be sent this way.

    :raises Refused: if there is nothing, or too much
    """
    if channel == Channel.CALL:
        return
    if not text.strip():
        raise Refused(_("Write what they are to read."), field="text")
    if channel == Channel.EMAIL and not subject.strip():
        raise Refused(_("An e-mail needs a subject."), field="subject")
    if channel == Channel.MESSAGE and len(text) > LONGEST_MESSAGE:
        raise Refused(
            _("A text message has at most %(most)s characters.") % {"most": LONGEST_MESSAGE},
            field="text",
        )


def check_ways(channel: str, *, to: str, caller: str) -> None:
    """Do nothing if both ends of this way are on file.

    :raises Refused: if one is not; it says whose
    """
    if not to:
        raise Barred(_NOT_ON_FILE[Channel(channel)], Bar.NO_ADDRESS)
    if channel != Channel.EMAIL and not phones.can_be_dialed(to):
        raise Barred(
            _("The number on file cannot be dialed. Write it with the area code first."),
            Bar.NO_ADDRESS,
        )
    if channel == Channel.MESSAGE and not phones.takes_messages(to):
        raise Barred(
            _("No text message gets to a land line or an extension. Call, or send an e-mail."),
            Bar.NO_ADDRESS,
        )
    if channel == Channel.CALL and not caller:
        raise Barred(
            _(
                "Your own telephone number is not on file, so no call can be put through to you. "
                "Have an administrator add it."
            ),
            Bar.NO_CALLER,
        )


_NEVER_AGREED = _(
    "For offers, surveys and greetings a person must have agreed, and no consent of this kind is "
    "on file. Put it on file first, with what shows it."
)
_NOT_ON_FILE: dict[Channel, Any] = {
    Channel.CALL: _("No telephone number of this person is on file."),
    Channel.MESSAGE: _("No telephone number of this person is on file."),
    Channel.EMAIL: _("No e-mail address of this person is on file."),
}


def _took_back(day: date) -> Any:
    words = _(
        "They took back their consent on %(day)s: from then on they are reached only when they "
        "asked for it themselves, to check who is calling, or in an emergency."
    )
    return words % {"day": day.isoformat()}
