"""Who is a key account and which level. No database, no clock: only answers.

Each rule has two thresholds: one to enter by and a lower one to stay by. Averages are compared as
integers (`sum >= threshold * months`), so exactly at the threshold counts and nothing is rounded.
"""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.customers.choices import CustomerKind
from primeline.kit.errors import Refused
from primeline.products.choices import AssuranceLevel
from primeline.tiers.choices import GRADES, CountOf, KeyRuleKind, OrganizationKind, Scheme
from primeline.tiers.values import (
    AccountFacts,
    GradeRule,
    HeldLine,
    KeyRule,
    Load,
    Rulebook,
    Ruled,
    Sales,
    Term,
    Verdict,
)

ASSURANCE_RANK: Final[dict[str, int]] = {
    AssuranceLevel.NORMAL: 0,
    AssuranceLevel.A: 1,
    AssuranceLevel.AA: 2,
    AssuranceLevel.AAA: 3,
}
_NOTHING_HELD: Final = HeldLine(0, 0, 0)
_NOTHING_SOLD: Final = Sales(0, {}, 0)
_RANKS: Final[dict[str, dict[str, int]]] = {
    scheme: {grade: len(grades) - place for place, grade in enumerate(grades)}
    for scheme, grades in GRADES.items()
}


def scheme_of(facts: AccountFacts) -> Scheme:
    """Return the one scheme that the account belongs to. Organizations never have cards."""
    if facts.kind == CustomerKind.ORGANIZATION:
        return Scheme.ORGANIZATION
    return Scheme.CARD if facts.card_grade else Scheme.NON_CARD


def rank(scheme: str, grade: str) -> int:
    """Return how high a grade stands within its scheme; no grade stands at 0."""
    return _RANKS[scheme].get(grade, 0)


def organization_kind(facts: AccountFacts, book: Rulebook) -> OrganizationKind:
    """Return whether the account is an industry customer (行业) or a commercial one (商企)."""
    if facts.industry in book.key_industries:
        return OrganizationKind.INDUSTRY
    return OrganizationKind.COMMERCIAL


def weigh_key_rule(rule: KeyRule, facts: AccountFacts, book: Rulebook, *, staying: bool) -> Term:
    """Return the rule held against the account, by its strongest line if it names none."""
    if rule.kind == KeyRuleKind.AGENT:
        return _term(rule, None, int(facts.is_agent), 1)
    if rule.kind == KeyRuleKind.LISTED:
        return _term(rule, None, int(facts.is_listed), 1)
    if rule.line_id is not None:
        return _weigh_line(rule, rule.line_id, facts, staying)
    lines = (facts.held.keys() | _sales(rule, facts).by_line.keys()) - book.named_lines
    terms = [_weigh_line(rule, line_id, facts, staying) for line_id in sorted(lines)]
    if not terms:
        return _weigh_line(rule, 0, facts, staying)._replace(line_id=None)
    return max(terms, key=lambda term: (term.fits, term.measured))


def first_key_rule(facts: AccountFacts, book: Rulebook, *, staying: bool) -> Term | None:
    """Return the first rule that makes the account a key account, if one does."""
    for rule in book.key_rules:
        term = weigh_key_rule(rule, facts, book, staying=staying)
        if term.fits:
            return term
    return None


def best_grade_rule(
    facts: AccountFacts, book: Rulebook, *, staying: bool = False
) -> GradeRule | None:
    """Return the rule of the account's own scheme that gives the highest grade, if one applies."""
    scheme = scheme_of(facts)
    fitting = (
        rule
        for rule in book.grade_rules
        if rule.scheme == scheme and grade_rule_fits(rule, facts, book, staying=staying)
    )
    return max(fitting, key=lambda rule: _RANKS[scheme][rule.grade], default=None)


def grade_rule_fits(rule: GradeRule, facts: AccountFacts, book: Rulebook, *, staying: bool) -> bool:
    """Test whether every condition of the rule holds."""
    if rule.scheme == Scheme.CARD and rule.grade != facts.card_grade:
        return False
    if rule.business_kind and rule.business_kind != facts.business_kind:
        return False
    if rule.organization_kind and rule.organization_kind != organization_kind(facts, book):
        return False
    needed_count = rule.leave_count if staying else rule.threshold_count
    if rule.count_of and counted(rule.count_of, facts) < needed_count:
        return False
    needed_cents = rule.leave_cents if staying else rule.threshold_cents
    sales = facts.sales.get(book.window_months, _NOTHING_SOLD)
    return needed_cents is None or sales.total_cents >= needed_cents * max(1, sales.months)


def counted(count_of: str, facts: AccountFacts) -> int:
    """Return the size of the account in circuits or in users."""
    return facts.circuits_count if count_of == CountOf.CIRCUITS else facts.users_count


def least_that_matters(book: Rulebook) -> int:
    """Return the monthly sales of one line below which no rule about sales can ever fit.

    An average of several months reaches a threshold only if one of the months does.
    """
    least = [
        rule.leave_cents // (rule.window_months if rule.kind == KeyRuleKind.TOTAL_SALES else 1)
        for rule in book.key_rules
        if rule.kind in {KeyRuleKind.AVERAGE_SALES, KeyRuleKind.TOTAL_SALES}
    ]
    return min(least, default=0)


def asks_for_any_line(book: Rulebook) -> bool:
    """Test whether a rule makes every holder of some line a key account, whichever line it is."""
    by_holding = {KeyRuleKind.ALWAYS, KeyRuleKind.ASSURED, KeyRuleKind.QUANTITY}
    return any(rule.line_id is None and rule.kind in by_holding for rule in book.key_rules)


def settle_key(before: Ruled, *, enters: bool, stays: bool, book: Rulebook) -> tuple[bool, int]:
    """Return whether the account is a key account now, and how many months say otherwise."""
    says_otherwise = not stays if before.is_key else enters
    if not says_otherwise:
        return before.is_key, 0
    waits = abs(before.key_waits) + 1
    needed = book.fall_after_months if before.is_key else book.rise_after_months
    if waits >= needed:
        return not before.is_key, 0
    return before.is_key, -waits if before.is_key else waits


def settle_grade(
    before: Ruled, *, scheme: str, enters: str, stays: str, book: Rulebook
) -> tuple[str, int]:
    """Return the grade now, and how many months have asked for a higher or a lower one.

    Between what it may enter and what it may stay in, an account keeps what it has.
    """
    has = rank(scheme, before.grade)
    if rank(scheme, enters) > has:
        wanted, step, needed = enters, 1, book.rise_after_months
    elif rank(scheme, stays) < has:
        wanted, step, needed = stays, -1, book.fall_after_months
    else:
        return before.grade, 0
    waits = before.grade_waits + step if before.grade_waits * step > 0 else step
    return (wanted, 0) if abs(waits) >= needed else (before.grade, waits)


def judge(
    facts: AccountFacts, book: Rulebook, before: Ruled | None, *, at_once: bool = False
) -> Verdict:
    """Return what the account is this month, given what it was the month before.

    An account that was never judged starts as an ordinary one; `at_once` waives the waiting, for
    the first time that a policy is applied at all.
    """
    was = before or Ruled()
    entering = first_key_rule(facts, book, staying=False)
    fitting = entering or first_key_rule(facts, book, staying=True)
    if at_once and before is None:
        is_key, key_waits = entering is not None, 0
    else:
        is_key, key_waits = settle_key(
            was, enters=entering is not None, stays=fitting is not None, book=book
        )
    grade, grade_waits = _grade_now(facts, book, was, is_key=is_key)
    ruled = Ruled(is_key, grade, scheme_of(facts), key_waits, grade_waits)
    rule = _rule_for(facts, book, grade)
    return Verdict(
        ruled=ruled,
        key_rule_id=fitting.rule_id if fitting and is_key else None,
        tier_rule_id=rule.id if rule else None,
        tier=rule.tier if rule else "",
        is_reported_apart=bool(rule and rule.is_reported_apart),
        term=fitting if is_key else None,
    )


def _grade_now(facts: AccountFacts, book: Rulebook, was: Ruled, *, is_key: bool) -> tuple[str, int]:
    scheme = scheme_of(facts)
    # Organizations have a level only while they are key accounts; the others are ordinary.
    if scheme is Scheme.ORGANIZATION and not is_key:
        return "", 0
    enters = _grade(best_grade_rule(facts, book))
    if was.scheme != scheme or not was.grade:
        return enters, 0
    stays = _grade(best_grade_rule(facts, book, staying=True))
    return settle_grade(was, scheme=scheme, enters=enters, stays=stays, book=book)


def _rule_for(facts: AccountFacts, book: Rulebook, grade: str) -> GradeRule | None:
    scheme = scheme_of(facts)
    of_grade = [r for r in book.grade_rules if r.scheme == scheme and r.grade == grade]
    for staying in (False, True):
        for rule in of_grade:
            if grade_rule_fits(rule, facts, book, staying=staying):
                return rule
    # The grade is kept while a fall is waiting: its least demanding rule still names its tier.
    return of_grade[-1] if of_grade else None


def _weigh_line(rule: KeyRule, line_id: int, facts: AccountFacts, staying: bool) -> Term:
    held = facts.held.get(line_id, _NOTHING_HELD)
    if rule.kind == KeyRuleKind.ALWAYS:
        return _term(rule, line_id, held.subscriptions_count, 1)
    if rule.kind == KeyRuleKind.ASSURED:
        measured = held.assurance if held.subscriptions_count else -1
        return _term(rule, line_id, measured, ASSURANCE_RANK[rule.assurance])
    if rule.kind == KeyRuleKind.QUANTITY:
        needed = rule.leave_count if staying else rule.threshold_count
        return _term(rule, line_id, held.quantity, needed)
    sales = _sales(rule, facts)
    cents = rule.leave_cents if staying else rule.threshold_cents
    months = max(1, sales.months)
    needed = cents * months if rule.kind == KeyRuleKind.AVERAGE_SALES else cents
    return _term(rule, line_id, sales.by_line.get(line_id, 0), needed, months)


def _sales(rule: KeyRule, facts: AccountFacts) -> Sales:
    return facts.sales.get(rule.window_months, _NOTHING_SOLD)


def _term(rule: KeyRule, line_id: int | None, measured: int, needed: int, months: int = 0) -> Term:
    return Term(rule.id, rule.kind, line_id, measured, needed, months, measured >= needed)


def _grade(rule: GradeRule | None) -> str:
    return rule.grade if rule else ""


def strongest(levels: Iterable[str]) -> int:
    """Return the rank of the highest assurance level among these."""
    return max((ASSURANCE_RANK[level] for level in levels), default=0)


def check_load(load: Load, *, may_go_on: bool, is_meant: bool) -> None:
    """Do nothing if somebody may be given so much, or a lead wants it all the same.

    :raises Refused: if it is above a limit and nobody who may has said that it is meant
    """
    if not load.is_over or (may_go_on and is_meant):
        return
    if not may_go_on:
        raise Refused(_("This would be above the limit. Only a lead may go on."), field="to")
    raise Refused(
        _("This would be above the limit. Tick that it is meant, and say why."),
        field="is_overload_meant",
    )
