"""What contracts and subscriptions of key accounts ask for, as commitments."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db.models import Q

from primeline.commitments import actions
from primeline.commitments.actions.filling import settle_gaps
from primeline.commitments.actions.gaps import drop_gaps, note_gaps
from primeline.commitments.actions.opening import without_rule
from primeline.commitments.models import Gap
from primeline.commitments.queries import contracts
from primeline.commitments.queries.contracts import (
    CONTRACT,
    FILING,
    FOLLOW_UP,
    OUTLOOK,
    RENEWAL,
    SUBSCRIPTION,
    Contract,
)
from primeline.commitments.queries.following import ACCOUNT, times_owed
from primeline.commitments.queries.gaps import steps_in_gaps
from primeline.commitments.queries.scanning import is_owed, open_subjects
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import Actor
from primeline.products.models import Subscription
from primeline.staff.queries import headquarters
from primeline.staff.rules import day_of
from primeline.standards.models import Step

# Renewal is owed thirty days before the end; found later than that, it is owed by the end.
LATEST = timedelta(days=30)
GAP, STEP = "MATRIX_GAP", "standards.step"
STEPS = (FILING, OUTLOOK, RENEWAL)
ONE_DAY = timedelta(days=1)


def owe_filing(agreement_id: int, *, by: Actor, at: datetime) -> None:
    """Owe the filing of a contract, from its signature on."""
    wanted = [_filing(one) for one in contracts.to_file(day_of(at), agreement_id)]
    owe_all(wanted, by=by, at=at, is_asked_again=True)


def keep_filing(agreement_id: int, *, by: Actor, at: datetime) -> None:
    """Note that a contract was filed, if somebody owed it."""
    _end(actions.keep_about, Subject(CONTRACT, agreement_id), FILING, by=by, at=at)


def drop_contract(agreement_id: int, *, by: Actor, at: datetime) -> None:
    """Owe nothing any more about a contract that has ended."""
    _end(actions.cancel_about, Subject(CONTRACT, agreement_id), *STEPS, by=by, at=at)


def owe_follow_up(subscription_id: int, *, by: Actor, at: datetime) -> None:
    """Owe the question of how an opening went, from the opening on."""
    opened = Subscription.objects.select_related("customer").get(pk=subscription_id)
    if not contracts.is_followed_up(opened):
        return
    owed = Owed(
        step=FOLLOW_UP,
        subject=Subject(SUBSCRIPTION, opened.pk),
        customer_id=opened.customer_id,
        what=opened.number,
    )
    owe_all([owed], by=by, at=at)


def drop_follow_up(subscription_id: int, *, by: Actor, at: datetime) -> None:
    """Ask nobody any more how the opening of something went that is gone."""
    _end(actions.cancel_about, Subject(SUBSCRIPTION, subscription_id), FOLLOW_UP, by=by, at=at)


def owe_for_contracts(*, by: Actor, at: datetime) -> int:
    """Open what the days of contracts ask for, end what they ask for no more; return how much.

    It finds also what no event told of, say what came by an import. Running it again does nothing.
    """
    today = day_of(at)
    for agreement_id in contracts.over():
        drop_contract(agreement_id, by=by, at=at)
    for agreement_id in contracts.filed():
        keep_filing(agreement_id, by=by, at=at)
    for agreement_id in contracts.renewed(today):
        _end(actions.keep_about, Subject(CONTRACT, agreement_id), RENEWAL, by=by, at=at)
    for agreement_id in contracts.asked(today):
        _end(actions.keep_about, Subject(CONTRACT, agreement_id), OUTLOOK, by=by, at=at)
    wanted = [_filing(one) for one in contracts.to_file(today)]
    wanted += [_outlook(one) for one in contracts.to_ask(today)]
    wanted += [_renewal(one, at) for one in contracts.to_renew(today)]
    owed = owe_all(wanted, by=by, at=at, is_asked_again=True)
    owed += settle_gaps(by=by, at=at)
    follow_gaps(by=by, at=at)
    return owed


def follow_gaps(*, by: Actor, at: datetime) -> None:
    """Have whoever keeps the policy fill the gaps of a step, once a month each.

    Filled, it is done.
    """
    top, found = headquarters(), steps_in_gaps(at=at)
    # Where the gaps themselves lack a rule, nobody can be owed to fill that one.
    levels = {code: tiers for code, tiers in found.items() if code != GAP}
    asked = open_subjects(STEP, GAP)
    steps = Step.objects.filter(Q(code__in=levels) | Q(pk__in=asked))
    for code, pk, name in steps.values_list("code", "pk", "name_zh"):
        if code not in levels:
            _end(actions.keep_about, Subject(STEP, pk), GAP, by=by, at=at)
        elif top is not None and pk not in asked:
            owed = Owed(
                step=GAP,
                subject=Subject(STEP, pk),
                what=f"{name} {' '.join(sorted(levels[code]))}".strip(),
                unit_id=top.pk,
                mark=f"{at:%Y-%m}",
            )
            owe_all([owed], by=by, at=at, is_asked_again=True)


def owe_all(
    wanted: Sequence[Owed], *, by: Actor, at: datetime, is_asked_again: bool = False
) -> int:
    """Owe all of them that a rule speaks of; return how many. The others are noted as gaps.

    A gap is closed once a rule is there: then it is owed. `is_asked_again` says that whoever asks
    does so time and again, so that what they ask for no more is no gap any more.
    """
    unruled = without_rule(wanted, at=at) if wanted else []
    if unruled:
        note_gaps(unruled, at=at, is_asked_again=is_asked_again)
    lacking = {one.key for one, _unit in unruled}
    ruled = _since_ruled([one for one in wanted if one.key not in lacking], at)
    return len(actions.open_commitments(owed=ruled, by=by, at=at)) if ruled else 0


def note_limit(step: str, customer_id: int, *, at: datetime) -> None:
    """Note that no rule says how long there is for a step that nobody owes by itself."""
    asked = Owed(
        step=step, subject=Subject(ACCOUNT, customer_id), customer_id=customer_id, mark="limit"
    )
    note_gaps(without_rule([asked], at=at), at=at, is_owed=False)


def forget(subject: Subject, *steps: str) -> None:
    """Lack a rule no more for what is done or gone."""
    drop_gaps(subject, *steps)


def owe_about_accounts(
    step: str, account_ids: Sequence[int], *, by: Actor, at: datetime, **where: Mapping[int, Any]
) -> int:
    """Owe a step about accounts, each for one time more than before; return how many.

    Whoever asks at the same time counts the same times, so that nothing is owed twice. `where`
    says for each account what else the room knows of it: the unit, the role.
    """
    times = times_owed(step, account_ids)
    wanted = [
        Owed(
            step=step,
            subject=Subject(ACCOUNT, pk),
            customer_id=pk,
            mark=str(times[pk] + 1),
            **{name: known[pk] for name, known in where.items()},
        )
        for pk in account_ids
    ]
    return sum(
        owe_all(wanted[start : start + contracts.MOST], by=by, at=at, is_asked_again=True)
        for start in range(0, len(wanted), contracts.MOST)
    )


def _since_ruled(wanted: Sequence[Owed], at: datetime) -> list[Owed]:
    """Return what is owed, with since when where a rule came for it after it was asked for."""
    gaps = Gap.objects.filter(owed_key__in=[one.key for one in wanted])
    late = set(gaps.values_list("owed_key", flat=True))
    return [replace(one, ruled_at=at) if one.key in late else one for one in wanted]


def _filing(one: Contract) -> Owed:
    return Owed(
        step=FILING,
        subject=Subject(CONTRACT, one.id),
        customer_id=one.customer_id,
        what=one.number,
        mark=one.amended.isoformat() if one.amended else "",
        # The day from which days are counted is not one of them (Civil Code art. 201).
        opened_at=contracts.morning_of(one.since + ONE_DAY),
    )


def _outlook(one: Contract) -> Owed:
    return replace(_about_the_end(OUTLOOK, one), opened_at=contracts.morning_of(one.since))


def _about_the_end(step: str, one: Contract) -> Owed:
    if one.ends is None:
        raise AssertionError("only a contract that ends is to be renewed")
    return Owed(
        step=step,
        subject=Subject(CONTRACT, one.id),
        customer_id=one.customer_id,
        what=one.number,
        mark=one.ends.isoformat(),
    )


def _renewal(one: Contract, at: datetime) -> Owed:
    owed = _about_the_end(RENEWAL, one)
    if one.ends is not None and one.ends - day_of(at) < LATEST:
        return replace(owed, due_at=contracts.morning_of(one.ends + ONE_DAY))
    return replace(owed, opened_at=contracts.morning_of(one.since))


class _Ending(Protocol):
    def __call__(self, *, subject: Subject, steps: Sequence[str], by: Actor, at: datetime) -> int:
        """End what is owed about something."""


def _end(ending: _Ending, subject: Subject, *steps: str, by: Actor, at: datetime) -> None:
    # An act that does nothing would only fill the record.
    if is_owed(subject, *steps):
        ending(subject=subject, steps=steps, by=by, at=at)
    drop_gaps(subject, *steps)
