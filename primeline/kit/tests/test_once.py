"""A deed is done once, however often its form is sent."""

from datetime import timedelta

import pytest

from primeline.kit.errors import Refused
from primeline.kit.models import Submission
from primeline.kit.once import forget_sent, once
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.django_db


class TestOnce:
    def test_gives_the_second_sender_the_answer_of_the_first(self) -> None:
        answers = iter(["C-1", "C-2"])

        first = once(key="form-1", at=TUESDAY_10AM, deed=lambda: next(answers))
        second = once(key="form-1", at=TUESDAY_10AM, deed=lambda: next(answers))

        assert (first, second) == ("C-1", "C-1")

    def test_lets_a_refused_form_be_sent_again(self) -> None:
        def refuse() -> str:
            raise Refused("no")

        with pytest.raises(Refused):
            once(key="form-1", at=TUESDAY_10AM, deed=refuse)

        assert once(key="form-1", at=TUESDAY_10AM, deed=lambda: "C-1") == "C-1"


def test_forgets_what_was_sent_long_ago() -> None:
    once(key="old", at=TUESDAY_10AM, deed=str)
    once(key="new", at=TUESDAY_10AM + timedelta(days=2), deed=str)

    assert forget_sent(at=TUESDAY_10AM + timedelta(days=31)) == 1
    assert Submission.objects.get().key == "new"
