"""What no rule speaks of is owed all the same, and its pages say when one came late."""

from datetime import timedelta

import pytest

from primeline.commitments.actions.filling import settle_gaps
from primeline.commitments.tests.owing import TEST
from primeline.kit import clock
from primeline.kit.deeds import act
from primeline.standards.models import PolicyRow, PolicyVersion
from primeline.testing.cast import lin
from primeline.testing.doors import signed_in
from primeline.web.matters.tests.owing import a_matter_now, install, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("D4")]
DAY = timedelta(days=1)


def rules_of(step: str, *, are_there: bool) -> None:
    with act(kind="test.rules", by=TEST, at=clock.now()):
        PolicyRow.objects.filter(step__code=step).update(is_active=are_there)
        PolicyVersion.objects.update(digest=f"rules {are_there}")


def test_a_matter_says_that_no_rule_speaks_of_it_and_then_that_it_came_late() -> None:
    install()
    rules_of("ASKED", are_there=False)
    asked = clock.now() - 5 * DAY
    matter, client = a_matter_now("ASKED", at=asked, within=30 * DAY), signed_in(lin())
    address = f"/matters/{matter.number}/"
    shown = text_of(client.get(address))
    assert "No rule speaks of it yet." in shown
    assert "until a rule speaks of it" in shown
    assert "a person named this moment" not in shown
    for page in ("/matters/", "/matters/promises/"):
        assert "no rule yet" in text_of(client.get(page))

    rules_of("ASKED", are_there=True)
    settle_gaps(by=TEST, at=clock.now())

    shown = text_of(client.get(address))
    assert "The rule came late: the time counts from its coming." in shown
    assert "a rule came for it, where none had spoken of it before" in shown
    for page in ("/matters/", "/matters/promises/"):
        assert "rule came late" in text_of(client.get(page))
