"""How long what is kept, as the product ships it; the rights desk sets other periods.

What is not verified in the text of the law says so. No period is a statute's unless it is cited.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.rights.choices import AtEnd, DataClass


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """One line of the schedule. `months` is 0 where nothing counts down."""

    months: int
    at_end: AtEnd
    counts_from: str | Promise
    basis: str | Promise
    citation: str | Promise
    least_months: int = 1


_SHORTEST: Final = _("PIPL art. 19, 47: the shortest time that the purpose needs (our default)")
_LIMITATION: Final = _(
    "Civil Code art. 188: claims lapse after three years (unverified); PIPL art. 19"
)
_LEFT_DAY: Final = _("the day on which they left")
_NOTHING: Final = _("nothing: it goes with the person")
_FOR_GOOD: Final = _("nothing: it is kept for good")

SCHEDULE: Final[Mapping[DataClass, Shipped]] = {
    DataClass.LEFT: Shipped(
        months=24,
        at_end=AtEnd.DECIDE,
        counts_from=_LEFT_DAY,
        basis=_("who comes after them asks what was agreed; then nobody needs them"),
        citation=_SHORTEST,
    ),
    DataClass.ENDED: Shipped(
        months=36,
        at_end=AtEnd.DECIDE,
        counts_from=_("the day the account was closed"),
        basis=_("claims from the contract may still be made"),
        citation=_LIMITATION,
    ),
    DataClass.INDIVIDUAL: Shipped(
        months=36,
        at_end=AtEnd.DECIDE,
        counts_from=_("the day the account was closed, or the last subscription ended"),
        basis=_("claims from the contract may still be made"),
        citation=_LIMITATION,
    ),
    DataClass.CONSENT: Shipped(
        months=0,
        at_end=AtEnd.WITH_PERSON,
        counts_from=_NOTHING,
        basis=_("shows that messages were wanted, as long as somebody may ask"),
        citation=_("PIPL art. 14, 15"),
    ),
    DataClass.NOTES: Shipped(
        months=0,
        at_end=AtEnd.WITH_PERSON,
        counts_from=_NOTHING,
        basis=_("the business record stays; people stand in it by reference"),
        citation=_("PIPL art. 47"),
    ),
    DataClass.PAPERS: Shipped(
        months=0,
        at_end=AtEnd.WITH_PERSON,
        counts_from=_NOTHING,
        basis=_("the file is sealed under the key of the person"),
        citation=_("PIPL art. 47"),
    ),
    DataClass.REQUESTS: Shipped(
        months=0,
        at_end=AtEnd.KEEP,
        counts_from=_FOR_GOOD,
        basis=_("shows that the person was answered, and in time"),
        citation=_("PIPL art. 50"),
    ),
    DataClass.LOOKS: Shipped(
        months=0,
        at_end=AtEnd.KEEP,
        counts_from=_FOR_GOOD,
        basis=_("whoever asks who saw their data gets an answer"),
        citation=_("Network Data Security Regulations (2024) art. 12: at least three years"),
    ),
    DataClass.STAGING: Shipped(
        months=1,
        at_end=AtEnd.SWEEP,
        counts_from=_("the day the file was brought"),
        basis=_("mending rows in error, and showing what was written"),
        citation=_SHORTEST,
    ),
    DataClass.SIGN_INS: Shipped(
        months=6,
        least_months=6,
        at_end=AtEnd.SWEEP,
        counts_from=_("the day of each try"),
        basis=_("looking into an attack"),
        citation=_("Cybersecurity Law (2016) art. 21 (3): at least six months"),
    ),
}
