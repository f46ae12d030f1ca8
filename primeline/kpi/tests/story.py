"""A spring of gains and losses at Harbor Bank and Lake Mills, small enough to count by hand."""

from datetime import date

from primeline.products.actions import install_reference, terminate_subscription
from primeline.products.models import Subscription, TerminationReason
from primeline.testing.cast import CASTING, TUESDAY_10AM, harbor_bank, lake_mills
from primeline.tiers.actions import install_policies
from primeline.tiers.tests.story import a_line

JANUARY, MARCH, APRIL = date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1)
TODAY = TUESDAY_10AM.date()


def the_story() -> None:
    """Harbor Bank gains two leased lines and loses one; Lake Mills gains one and loses two."""
    install_reference(by=CASTING, at=TUESDAY_10AM)
    install_policies(by=CASTING, at=TUESDAY_10AM)
    bank, mills = harbor_bank(), lake_mills()
    end(a_line(bank, "INTERNET_LINE"), date(2026, 3, 10))
    a_line(bank, "INTERNET_LINE", opened=date(2026, 3, 12), fee_yuan=900)
    a_line(bank, "DATA_LINE", opened=date(2026, 4, 2))
    a_line(bank, "CLOUD_HOST", opened=date(2026, 4, 3))
    for _ in range(2):
        end(a_line(mills, "DATA_LINE"), date(2026, 2, 20), "QUALITY")
    a_line(mills, "DATA_LINE", opened=date(2026, 1, 3))


def end(subscription: Subscription, day: date, reason: str = "PRICE") -> None:
    """Terminate a subscription with a reason as told on the day."""
    terminate_subscription(
        subscription=subscription,
        version=subscription.version,
        terminated_date=day,
        reason_recorded=TerminationReason.objects.get(code=reason),
        by=CASTING,
        at=TUESDAY_10AM,
    )
