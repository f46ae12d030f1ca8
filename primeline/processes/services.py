"""What a drawing can have done by itself: one table of names, each with what undoes it.

Every service runs in the transaction of the step before it, so it is done once with that step or
not at all. Undoing is asked for when the case is cancelled, the latest first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from primeline.addresses import actions as giving
from primeline.addresses import queries as addresses
from primeline.addresses.models import Allocation, Prefix
from primeline.addresses.values import Holder, Wanted
from primeline.bpmn.values import Value
from primeline.commitments import actions as commitments
from primeline.commitments import queries as owed
from primeline.commitments.choices import OPEN
from primeline.commitments.models import Commitment
from primeline.commitments.rules import can_be_expected
from primeline.commitments.values import UNTIL_RULED, Circumstances, Owed, Subject
from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.values import Line
from primeline.kit.deeds import Actor
from primeline.kit.errors import Refused
from primeline.processes.choices import How
from primeline.processes.models import Case, Token
from primeline.processes.values import CASE, EXPECTED, MAJOR, PROMISE, PROMISES, RESTORATION, WORD
from primeline.staff.models import Person

Result = dict[str, Any]
FOLLOW_UP: Final = "ONBOARDING_FOLLOW_UP"
FILING: Final = "CONTRACT_FILING"
# Of which line of business a service is, as openings name them.
LINES: Final = {
    "internet": "INTERNET_LINE",
    "leased_circuit": "DATA_LINE",
    "voice": "VOICE_TRUNK",
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """A service about to run: for which case, at which place, by whom and when."""

    case: Case
    token: Token
    name: str
    """What the drawing calls the place."""
    name_en: str
    facts: Mapping[str, Value]
    """What was said in the case so far."""
    by: Actor
    at: datetime


def _no_facts(result: Result) -> Mapping[str, Value]:
    return {}


@dataclass(frozen=True, kw_only=True)
class Service:
    """Something that a drawing can name; `do` returns what `undo` needs to know."""

    label: str | Promise
    do: Callable[[Call], Result]
    undo: Callable[[Call, Result], None]
    facts: Callable[[Result], Mapping[str, Value]] = _no_facts
    """What the case knows from then on, as far as its drawing has fields for it."""


def _tell_customer(call: Call) -> Result:
    """Note on the timeline that the customer is to be told here. Nothing is sent."""
    _tell(call, How.TOLD)
    return {}


def _leave_told(call: Call, result: Result) -> None:
    """What was noted stays: the line about the end of the case follows it."""


def _owe(step: str) -> Callable[[Call], Result]:
    def do(call: Call) -> Result:
        wanted = Owed(
            step=step,
            subject=Subject(CASE, call.case.pk),
            customer_id=call.case.customer_id,
            what=call.case.number,
            mark=str(call.token.number),
            within=UNTIL_RULED,
        )
        return {"matter": commitments.open_commitment(owed=wanted, by=call.by, at=call.at).pk}

    return do


def _owe_no_more(call: Call, result: Result) -> None:
    ids = [result["matter"]]
    commitments.cancel_commitments(commitment_ids=ids, by=call.by, at=call.at)


def _give(name: str) -> Callable[[Call], Result]:
    """Keep what the case owes as a whole, if it is owed still."""

    def do(call: Call) -> Result:
        subject, step = Subject(PROMISE, call.case.pk), PROMISES[name].step
        if not owed.is_owed(subject, step):
            return {}
        commitments.keep_about(subject=subject, steps=[step], by=call.by, at=call.at)
        if step != RESTORATION:
            return {"given": step}
        return {"given": step} | _no_more_words(call) | _no_report_any_more(call)

    return do


def _give_estimate(call: Call) -> Result:
    """Give the estimate, and tell of the restoration by when it is expected, each time anew.

    What the drawing calls `expected_at` is that moment; it was looked at when it was said. Where
    nobody said one, or it is past by now, nothing is told.
    """
    about = {"subject_kind": PROMISE, "subject_id": call.case.pk, "step__code": RESTORATION}
    owed_still = Commitment.objects.filter(**about, status__in=OPEN).first()
    expected = call.facts.get(EXPECTED)
    if not isinstance(expected, datetime) or not can_be_expected(expected, at=call.at):
        expected = None
    if owed_still and expected and isinstance(call.by, Person):
        commitments.give_estimate(
            commitment=owed_still,
            expected_at=expected,
            reason=str(call.facts.get("expected_why") or "") or None,
            by=call.by,
            at=call.at,
        )
    return _give("estimate_given")(call)


def _no_more_words(call: Call) -> Result:
    """Owe no further word on what is restored; one that is late is said with it, and stays late."""
    found = Commitment.objects.filter(
        subject_kind=PROMISE, subject_id=call.case.pk, step__code=WORD.step, status__in=OPEN
    )
    late = list(found.filter(due_at__lt=call.at).order_by("pk"))
    for word in late:
        commitments.keep_commitment(commitment=word, by=call.by, at=call.at, reason=call.name)
    ids = list(found.values_list("pk", flat=True))
    if ids:
        commitments.cancel_commitments(commitment_ids=ids, by=call.by, at=call.at)
    return {"words": ids, "late": [word.pk for word in late]}


def _no_report_any_more(call: Call) -> Result:
    """Owe no report as a major fault of what is restored; one that is late was missed."""
    found = Commitment.objects.filter(
        subject_kind=PROMISE, subject_id=call.case.pk, step__code=MAJOR.step, status__in=OPEN
    )
    ids = list(found.values_list("pk", flat=True))
    if ids:
        commitments.cancel_commitments(commitment_ids=ids, by=call.by, at=call.at)
    return {"major": ids}


def _was_not_given(call: Call, result: Result) -> None:
    """Owe it as if it had never been said, unless the case is over: then it was given."""
    if call.case.is_running and "given" in result:
        about = {"subject_kind": PROMISE, "subject_id": call.case.pk}
        row = Commitment.objects.get(step__code=result["given"], **about)
        commitments.reopen_commitment(commitment=row, is_anew=False, by=call.by, at=call.at)
        for word in Commitment.objects.filter(pk__in=result.get("words", [])):
            commitments.reopen_commitment(commitment=word, by=call.by, at=call.at)
        for major in Commitment.objects.filter(pk__in=result.get("major", [])):
            commitments.reopen_commitment(commitment=major, is_anew=False, by=call.by, at=call.at)
        for word in Commitment.objects.filter(pk__in=result.get("late", [])):
            _owe_word_after(call, word)


def _owe_word_after(call: Call, word: Commitment) -> None:
    """Owe the next word after one that was said late, by what was known of the fault then."""
    names = Circumstances.__dataclass_fields__
    wanted = Owed(
        step=WORD.step,
        subject=Subject(PROMISE, call.case.pk),
        customer_id=call.case.customer_id,
        what=word.what,
        unit_id=word.unit_id,
        role=WORD.role,
        opened_at=call.at,
        mark=str(word.pk),
        within=UNTIL_RULED,
        circumstances=Circumstances(**{name: getattr(word, name) for name in names}),
    )
    commitments.open_commitment(owed=wanted, by=call.by, at=call.at)


def _tell(call: Call, how: How) -> None:
    line = Line(
        customer_id=call.case.customer_id,
        kind=TimelineKind.CASE,
        happened_at=call.at,
        words={"how": how, "number": call.case.number, "step": call.name, "step_en": call.name_en},
        subject_kind=CASE,
        subject_id=call.case.pk,
    )
    customers.tell(line=line, by=call.by, at=call.at)


def _reserve_addresses(call: Call) -> Result:
    """Reserve the next free address for the account, if addresses are kept here.

    Where none is left the case goes on to the person, who is told and gives one by hand.
    """
    if not addresses.is_kept_here():
        return {}
    holder = _holder(call, 0)
    try:
        row = giving.reserve_nearest(
            family=4,
            length=32,
            line_id=addresses.line_for(LINES.get(str(call.facts.get("service")), "")),
            holder=holder,
            by=call.by,
            at=call.at,
        )
    except giving.NoneFree:
        return {"state": "none_free", "allocations": []}
    return {"state": "reserved", "allocations": [row.pk], "addresses": addresses.named(row)}


def _reserved_facts(result: Result) -> Mapping[str, Value]:
    told = {"ip_state": result.get("state"), "ip_addresses": result.get("addresses")}
    return {name: value for name, value in told.items() if value}


def _settle_addresses(call: Call) -> Result:
    """Hold for the case what the person chose, and let go what was reserved and not chosen.

    Addresses in no prefix of ours, such as the customer's own, are left as they are written.
    """
    if not addresses.is_kept_here():
        return {}
    chosen = addresses.read_list(str(call.facts.get("ip_addresses") or ""), field="ip_addresses")
    held = {row.network: row for row in addresses.of_case(call.case.number)}
    names = {str(one) for one in chosen}
    for row in held.values():
        if row.network not in names:
            _release(call, row)
    made = []
    for place, network in enumerate(chosen, start=1):
        prefix = addresses.holding(network)
        if str(network) in held or prefix is None:
            continue
        made.append(_hold(call, prefix, str(network), place))
    return {"allocations": made}


def _hold(call: Call, prefix: Prefix, network: str, place: int) -> int:
    if not call.case.customer.owner_unit.path.startswith(prefix.unit.path):
        said = _("%(network)s is of a prefix of another unit. Choose one of your own.")
        raise Refused(said % {"network": network}, field="ip_addresses")
    try:
        return giving.reserve_address(
            prefix=prefix,
            wanted=Wanted(network=network),
            holder=_holder(call, place),
            by=call.by,
            at=call.at,
        ).pk
    except Refused as refused:
        said = _("%(network)s: %(why)s")
        words = {"network": network, "why": refused.message}
        raise Refused(said % words, field="ip_addresses") from refused


def _holder(call: Call, place: int) -> Holder:
    number = call.case.number
    mark = f"{number}/{call.token.number}/{place}"
    return Holder(customer=call.case.customer, case_number=number, mark=mark)


def _release_addresses(call: Call, result: Result) -> None:
    wanted = set(result.get("allocations", []))
    for row in addresses.of_case(call.case.number):
        if row.pk in wanted:
            _release(call, row)


def _release(call: Call, row: Allocation) -> None:
    giving.release_address(
        allocation=row, version=row.version, reason=call.case.number, by=call.by, at=call.at
    )


SERVICES: Final[Mapping[str, Service]] = {
    "tell_customer": Service(
        label=_("Note that the customer is to be told (sends nothing)"),
        do=_tell_customer,
        undo=_leave_told,
    ),
    "plan_follow_up": Service(
        label=_("Plan the first follow-up"), do=_owe(FOLLOW_UP), undo=_owe_no_more
    ),
    "reserve_addresses": Service(
        label=_("Reserve an IP address"),
        do=_reserve_addresses,
        undo=_release_addresses,
        facts=_reserved_facts,
    ),
    "settle_addresses": Service(
        label=_("Hold the chosen IP addresses"), do=_settle_addresses, undo=_release_addresses
    ),
    "owe_filing": Service(
        label=_("Owe the filing of the contract"), do=_owe(FILING), undo=_owe_no_more
    ),
    "reply_given": Service(
        label=_("The complaint is answered (owed from the start)"),
        do=_give("reply_given"),
        undo=_was_not_given,
    ),
    "estimate_given": Service(
        label=_("The estimate is given (owed from the start)"),
        do=_give_estimate,
        undo=_was_not_given,
    ),
    "restoration_given": Service(
        label=_("It is restored (owed from the start)"),
        do=_give("restoration_given"),
        undo=_was_not_given,
    ),
}
