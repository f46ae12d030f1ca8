"""Where the people at key accounts stand: to us, to each other, and what they agreed to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import draws
from primeline.demo.plan.contacts import Contact

_ATTITUDES = ("SUPPORTER", "FRIENDLY", "FRIENDLY", "NEUTRAL", "NEUTRAL", "NEUTRAL", "RESERVED")
_OPPONENTS, _LUNAR, _AGREED, _WITHDRAWN = 0.04, 0.35, 0.4, 0.05
_PURPOSES = ("SERVICE", "SERVICE", "OFFERS", "SURVEYS", "GREETINGS", "RECORDING")
_PROOFS = (
    ("PAPER", "客户档案盒"),
    ("CALL", "录音"),
    ("MESSAGE", "短信回执"),
    ("ONLINE", "网厅授权"),
)
_HEADS, _MIDDLE = frozenset({"总经理", "主任"}), frozenset({"信息部主任", "分管副总", "副主任"})


class Consent(NamedTuple):
    """Something that somebody agreed to; `contact` is their place among the contacts."""

    contact: int
    purpose: str
    given: date
    proof: str
    proof_place: str
    withdrawn: date | None


def with_standing(
    contacts: Sequence[Contact], accounts: Sequence[Account], seed: int
) -> list[Contact]:
    """Return the people, those at key accounts with attitudes, superiors and lunar birthdays."""
    random = draws(seed, "standing")
    key = {account.index for account in accounts if account.is_key}
    heads: dict[int, int] = {}
    middle: dict[int, int] = {}
    for place, one in enumerate(contacts):
        if one.title in _HEADS:
            heads.setdefault(one.account, place)
        elif one.title in _MIDDLE:
            middle.setdefault(one.account, place)
    standing = list(contacts)
    for place, one in enumerate(contacts):
        if one.account not in key:
            continue
        is_lunar = one.birthday is not None and random.random() < _LUNAR
        opposes = random.random() < _OPPONENTS
        standing[place] = replace(
            one,
            attitude="OPPONENT" if opposes else random.choice(_ATTITUDES),
            above=_above(place, one, heads, middle),
            lunar=f"{random.randint(1, 12):02}-{random.randint(1, 29):02}" if is_lunar else "",
        )
    return standing


def consents_of(
    contacts: Sequence[Contact], accounts: Sequence[Account], seed: int, today: date
) -> list[Consent]:
    """Return what the first people of key accounts have agreed to."""
    random = draws(seed, "consents")
    key = {account.index for account in accounts if account.is_key}
    found = []
    for place, one in enumerate(contacts):
        if one.account not in key or not one.is_primary or random.random() >= _AGREED:
            continue
        proof, where = random.choice(_PROOFS)
        given = today - timedelta(days=random.randrange(60, 700))
        took_back = random.random() < _WITHDRAWN
        found.append(
            Consent(
                contact=place,
                purpose=random.choice(_PURPOSES),
                given=given,
                proof=proof,
                proof_place=f"{where} {given:%Y%m}-{place:05}",
                withdrawn=given + timedelta(days=random.randrange(1, 59)) if took_back else None,
            )
        )
    return found


def _above(place: int, one: Contact, heads: dict[int, int], middle: dict[int, int]) -> int | None:
    """Return to whom somebody reports: the middle to the head, all others to the middle."""
    head, between = heads.get(one.account), middle.get(one.account)
    if place == head:
        return None
    if place == between or between is None:
        return head
    return between
