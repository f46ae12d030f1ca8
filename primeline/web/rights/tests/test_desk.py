"""A person asks that their data be restricted: walked to the end in both languages."""

from typing import Any

import pytest

from primeline.privacy.queries import is_restricted
from primeline.privacy.tests.people import mei
from primeline.rights.models import RightsRequest
from primeline.testing.cast import harbor_bank, lin, sara
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite"), pytest.mark.row("B2")]
NAME = "张美丽"
WORDS: dict[str, tuple[str, ...]] = {
    "en": ("Restrict", "The request is on file.", "restricted: stored and not used", "lifted"),
    "zh-hans": ("限制处理", "请求已受理。", "已限制处理：仅存储，不使用", "已解除限制处理。"),
}


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_restriction_is_asked_for_carried_out_and_lifted_in_both_languages() -> None:
    contact, desk = mei(), signed_in(sara())
    new = f"/rights/new/{harbor_bank().number}/{contact.pk}/"
    people = f"/accounts/{harbor_bank().number}/people/"
    assert NAME in text_of(signed_in(lin()).get(people))
    for number, (language, words) in enumerate(WORDS.items()):
        kind, taken, restricted, lifted = words
        desk.post("/language/", {"language": language})
        assert kind in text_of(desk.get(new))
        sent = {
            "kind": "RESTRICT",
            "proof": "CARD_SHOWN",
            "received_date": "2026-04-28",
            "once": f"0123456789abcdef{number}",
        }
        assert taken in text_of(desk.post(new, sent, follow=True))
        request = RightsRequest.objects.latest("id")
        page = f"/rights/{request.number}/"
        decision = {"version": "1", "outcome": "carry_out", "reason": "Asked for in writing."}

        shown = text_of(desk.post(f"{page}decision/", decision, follow=True))
        assert is_restricted(contact.subject)
        assert restricted in shown
        assert NAME not in text_of(signed_in(lin()).get(people))

        asked = {"reason": "They asked us to go on."}
        assert lifted in text_of(desk.post(f"{page}restriction/", asked, follow=True))
        assert not is_restricted(contact.subject)
        assert NAME in text_of(signed_in(lin()).get(people))
