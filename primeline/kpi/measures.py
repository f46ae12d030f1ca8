"""Every key figure, each defined once: what it is, what it divides by what, and from where."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.kpi.choices import Better, MeasureUnit
from primeline.kpi.values import Share, Tally
from primeline.products.choices import Influence

# Fewer cases than this say nothing about who is better: they get no rank.
RANKED_FROM = 30
VERSION = 1
SOURCE = _("Subscriptions and fee changes of the archive, live")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A key figure. Pages, exports and interfaces show these words and this formula."""

    code: str
    name: str | Promise
    definition: str | Promise
    numerator_words: str | Promise
    denominator_words: str | Promise
    numerator: Callable[[Tally], int]
    denominator: Callable[[Tally], int]
    unit: MeasureUnit
    better: Better = Better.LOWER
    source: str | Promise = SOURCE
    version: int = VERSION

    def of(self, tally: Tally) -> Share:
        """Return the figure for these sums."""
        return Share(numerator=self.numerator(tally), denominator=self.denominator(tally))


def _influenced(tally: Tally) -> int:
    avoidable = tally.lost_by_influence[Influence.AVOIDABLE]
    return avoidable + tally.lost_by_influence[Influence.PARTLY]


LOST_TO_GAINED = Measure(
    code="lost_to_gained",
    name=_("Lost ÷ gained"),
    definition=_(
        "Subscriptions of key accounts terminated ÷ opened in the period. A termination within 60 "
        "days of an opening by the same customer for the same purpose (move, swap, rename) is "
        "netted out on both sides and shown as such."
    ),
    numerator_words=_("subscriptions lost"),
    denominator_words=_("subscriptions gained"),
    numerator=lambda tally: tally.lost_count,
    denominator=lambda tally: tally.gained_count,
    unit=MeasureUnit.COUNT,
)

FEES_LOST_TO_GAINED = Measure(
    code="fees_lost_to_gained",
    name=_("Fees lost ÷ gained"),
    definition=_(
        "Monthly fees of what was lost, and price cuts, ÷ monthly fees of what was gained, and "
        "raises. A move or swap counts with the difference of its two fees."
    ),
    numerator_words=_("fees lost and cut"),
    denominator_words=_("fees gained and raised"),
    numerator=lambda tally: tally.fees_lost_cents,
    denominator=lambda tally: tally.fees_gained_cents,
    unit=MeasureUnit.CENTS,
)

LOSS_RATE = Measure(
    code="loss_rate",
    name=_("Loss rate"),
    definition=_("Subscriptions lost in the period ÷ those held when it began."),
    numerator_words=_("subscriptions lost"),
    denominator_words=_("held at the start"),
    numerator=lambda tally: tally.lost_count,
    denominator=lambda tally: tally.base_count,
    unit=MeasureUnit.COUNT,
)

FEE_LOSS_RATE = Measure(
    code="fee_loss_rate",
    name=_("Fee loss rate"),
    definition=_("Monthly fees lost and cut in the period ÷ the fees when it began."),
    numerator_words=_("fees lost and cut"),
    denominator_words=_("fees at the start"),
    numerator=lambda tally: tally.fees_lost_cents,
    denominator=lambda tally: tally.base_cents,
    unit=MeasureUnit.CENTS,
)

AVOIDABLE_SHARE = Measure(
    code="avoidable_share",
    name=_("Avoidable share"),
    definition=_(
        "Losses that we could have influenced, wholly or partly, ÷ all losses. The reason found by "
        "the second call counts, else the one recorded on the day."
    ),
    numerator_words=_("avoidable or partly avoidable"),
    denominator_words=_("subscriptions lost"),
    numerator=_influenced,
    denominator=lambda tally: tally.lost_count,
    unit=MeasureUnit.COUNT,
)

VERIFIED_SHARE = Measure(
    code="verified_share",
    name=_("Reasons verified"),
    definition=_("Losses whose reason a second call has verified ÷ all losses."),
    numerator_words=_("verified"),
    denominator_words=_("subscriptions lost"),
    numerator=lambda tally: tally.verified_count,
    denominator=lambda tally: tally.lost_count,
    unit=MeasureUnit.COUNT,
    better=Better.HIGHER,
)

MEASURES = (
    LOST_TO_GAINED,
    FEES_LOST_TO_GAINED,
    LOSS_RATE,
    FEE_LOSS_RATE,
    AVOIDABLE_SHARE,
    VERIFIED_SHARE,
)
