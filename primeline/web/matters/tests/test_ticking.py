"""How a limit is said."""

from datetime import timedelta

from django.utils import translation

from primeline.standards.choices import Clock
from primeline.web.matters.ticking import limit_words


def test_says_one_and_many_in_both_languages() -> None:
    said = {
        (timedelta(days=1), Clock.WORKDAYS): ("1 working day", "1 个工作日"),
        (timedelta(days=5), Clock.WORKDAYS): ("5 working days", "5 个工作日"),
        (timedelta(days=2), Clock.NATURAL): ("2 days", "2 天"),
        (timedelta(hours=1), Clock.NATURAL): ("1 hour", "1 小时"),
        (timedelta(hours=4), Clock.WORKING): ("4 hours", "4 小时"),
        (timedelta(minutes=1), Clock.NATURAL): ("1 minute", "1 分钟"),
        (timedelta(minutes=30), Clock.NATURAL): ("30 minutes", "30 分钟"),
    }
    for (limit, clock), (english, chinese) in said.items():
        with translation.override("en"):
            assert limit_words(limit, clock) == english
        with translation.override("zh-hans"):
            assert limit_words(limit, clock) == chinese
