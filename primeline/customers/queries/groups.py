"""Groups of accounts, as far as the reader reaches: nothing else shows, not even in between."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Sum

from primeline.audit import walls
from primeline.customers import structures
from primeline.customers.choices import BillStatus
from primeline.customers.models import Bill, Customer, GroupBranch, GroupDuty, GroupLink
from primeline.customers.queries.reach import visible_to, within
from primeline.kit.errors import NotFound
from primeline.staff.choices import Permission
from primeline.staff.reach import Reach

BILLS_SHOWN = 200
AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True)
class GroupMember:
    """An account of a group that the reader sees, and how deep below the first it stands."""

    customer: Customer
    depth: int
    head_id: int
    payer: Customer | None
    is_unified: bool
    """Whether another account pays for this one; which one may lie out of reach."""
    since: date | None
    may_edit: bool
    may_move: bool
    """Whether this reader may take it out of its place, and sees that place."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group as one reader sees it. A single account is a group of one."""

    members: tuple[GroupMember, ...]
    hidden_count: int
    """How many further accounts there are, where this reader may know; never restricted ones."""
    is_head_hidden: bool

    @property
    def ids(self) -> list[int]:
        """The accounts of the group that the reader sees."""
        return [member.customer.pk for member in self.members]

    def member(self, customer_id: int) -> GroupMember | None:
        """Return a member by its id, if the reader sees it."""
        return next((one for one in self.members if one.customer.pk == customer_id), None)


def head_of(customer_id: int) -> int:
    """Return the account at the top of somebody's group, whoever asks: its own, if it has none."""
    own = GroupLink.objects.filter(child=customer_id, active_to=None)
    return own.values_list("head", flat=True).first() or customer_id


def ties_of(head_id: int) -> structures.Ties:
    """Return which account stands right above which in a group, whoever asks."""
    links = GroupLink.objects.filter(head=head_id, active_to=None)
    return dict(links.values_list("child", "parent"))


def ties_around(account_ids: Iterable[int]) -> dict[int, int]:
    """Return the ties of every group that one of these accounts belongs to, whoever asks."""
    open_links = GroupLink.objects.filter(active_to=None)
    ties: dict[int, int] = {}
    fresh = set(account_ids)
    # Heads may be stale while links change: what hangs together is followed up and down instead.
    while fresh:
        found: dict[int, int] = {}
        for some in in_lots(fresh):
            near = open_links.filter(Q(child__in=some) | Q(parent__in=some))
            found |= near.values_list("child", "parent")
        fresh = {pk for tie in found.items() if tie[0] not in ties for pk in tie} - fresh
        ties |= found
    return ties


def in_lots(ids: Iterable[int]) -> Iterator[list[int]]:
    """Return ids some at a time, as many as a statement takes."""
    listed = sorted(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def group_of(customer: Customer, reach: Reach) -> Group:
    """Return the group that an account belongs to, as this reader sees it.

    Three queries, however many accounts there are. How many lie out of reach is told only to
    whoever reaches the head of the group by role and is one of us.
    """
    with walls.open_for_system():
        head_id = head_of(customer.pk)
        links = {link.child_id: link for link in _links(head_id)}
    seen = _seen(reach, {head_id, *links})
    hidden = _open_but_hidden(head_id, links, seen)
    ties = {child: link.parent_id for child, link in links.items()}
    # Restricted accounts are not there at all: what hangs together by them alone does not.
    around = _around(customer.pk, structures.shown(ties, {*seen, *hidden}))
    here = {pk: row for pk, row in seen.items() if pk in around}
    members = tuple(
        _member(here[pk], depth, links.get(pk), seen)
        for pk, depth in structures.in_order(list(here), structures.shown(ties, here))
    )
    knows_all = head_id in seen and getattr(seen[head_id], "by_role", False)
    return Group(
        members=members,
        hidden_count=len(hidden) if knows_all and reach.may(Permission.VIEW_STAFF) else 0,
        is_head_hidden=head_id in hidden,
    )


def get_link(customer: Customer, reach: Reach) -> GroupLink:
    """Return the place of an account in its group.

    :raises NotFound: if it has none, or the account above is not one that this reader sees
    """
    links = GroupLink.objects.filter(
        within(reach, prefix="parent__"), child=customer, active_to=None
    )
    link = links.select_related("parent", "payer").first()
    if link is None:
        raise NotFound
    link.child = customer
    return link


def get_branch(customer: Customer, branch_id: int) -> GroupBranch:
    """Return one unit that hosts an account or assists with it.

    :raises NotFound: if there is none
    """
    rows = GroupBranch.objects.filter(customer=customer).select_related("unit")
    branch = rows.filter(pk=branch_id).first()
    if branch is None:
        raise NotFound
    return branch


def stands_above(upper_id: int, lower_id: int) -> bool:
    """Test whether one account stands above another in a group, whoever asks."""
    with walls.open_for_system():
        return upper_id in structures.above(lower_id, ties_of(head_of(lower_id)))


def former_places(customer: Customer, reach: Reach) -> list[GroupLink]:
    """Return where an account stood before, as far as the reader sees the accounts above it."""
    links = GroupLink.objects.filter(
        within(reach, prefix="parent__"), child=customer, active_to__isnull=False
    )
    return list(links.select_related("parent").order_by("-active_to", "-id")[:20])


def arrears_by_account(ids: Collection[int], *, today: date) -> dict[int, int]:
    """Return what each of these accounts owes and should have paid, in cents."""
    owed = Bill.objects.filter(customer__in=ids, due_date__lt=today).exclude(
        status__in=(BillStatus.SETTLED, BillStatus.CANCELLED)
    )
    return dict(owed.order_by().values_list("customer").annotate(cents=Sum("amount_cents")))


def bills_of_accounts(ids: Collection[int], *, from_month: date) -> list[Bill]:
    """Return the bills of these accounts since a month, the latest first."""
    if not ids:
        return []
    rows = Bill.objects.filter(customer__in=ids, bill_month__gte=from_month)
    standing = rows.exclude(status=BillStatus.CANCELLED).order_by("-bill_month", "customer")
    return list(standing[:BILLS_SHOWN])


def branches_of(group: Group, reach: Reach) -> list[GroupBranch]:
    """Return who hosts or assists with accounts of a group, the hosts first.

    A branch sees its own part also where the account itself lies out of its reach, unless that
    is restricted.
    """
    with walls.open_for_system():
        above = {member.head_id for member in group.members}
        mine = Q()
        for path in reach.paths_for(Permission.VIEW_STAFF):
            mine |= Q(unit__path__startswith=path)
        shown = Q(customer__in=group.ids)
        if mine:
            shown |= mine & Q(customer__in=above, customer__is_restricted=False)
        rows = GroupBranch.objects.filter(shown, active_to=None).select_related("unit", "customer")
        return list(rows.order_by("-part", "unit__path", "id"))


def duties_of(branches: Collection[GroupBranch]) -> Mapping[int, list[GroupDuty]]:
    """Return what these branches have committed to: what is open first, then the latest done."""
    found: dict[int, list[GroupDuty]] = {branch.pk: [] for branch in branches}
    with walls.open_for_system():
        rows = GroupDuty.objects.filter(branch__in=found)
        for duty in rows.order_by(F("done_date").desc(nulls_first=True), "due_date", "id"):
            found[duty.branch_id].append(duty)
    return found


def may_act_for(branch: GroupBranch, group: Group, reach: Reach) -> bool:
    """Test whether somebody may say what a branch has done: the account's people, or its own."""
    member = group.member(branch.customer_id)
    if member is not None and member.may_edit:
        return True
    paths = reach.paths_for(Permission.EDIT_CUSTOMERS)
    return any(branch.unit.path.startswith(path) for path in paths)


def _seen(reach: Reach, ids: Collection[int]) -> dict[int, Customer]:
    by_role, may_edit = within(reach), within(reach, Permission.EDIT_CUSTOMERS)
    rows = (
        visible_to(reach, with_granted=True)
        .filter(pk__in=ids)
        .select_related("owner_unit", "account_manager")
        .annotate(
            by_role=ExpressionWrapper(by_role, BooleanField()),
            may_edit=ExpressionWrapper(may_edit, BooleanField()),
        )
    )
    return {row.pk: row for row in rows.order_by("-monthly_fee_cents", "id")}


def _links(head_id: int) -> QuerySet[GroupLink]:
    return GroupLink.objects.filter(head=head_id, active_to=None).annotate(
        is_child_restricted=F("child__is_restricted"),
        is_head_restricted=F("head__is_restricted"),
        is_payer_restricted=F("payer__is_restricted"),
    )


def _open_but_hidden(
    head_id: int, links: Mapping[int, GroupLink], seen: Collection[int]
) -> frozenset[int]:
    """Return the accounts out of reach that are no secret."""
    known = {pk: getattr(link, "is_child_restricted", True) for pk, link in links.items()}
    any_link = next(iter(links.values()), None)
    known[head_id] = getattr(any_link, "is_head_restricted", True)
    return frozenset(pk for pk, is_secret in known.items() if not is_secret and pk not in seen)


def _around(one: int, ties: structures.Ties) -> set[int]:
    """Return all that hangs together with an account."""
    top = [one, *structures.above(one, ties)][-1]
    return {top, *structures.below(top, ties)}


def _member(
    row: Customer, depth: int, link: GroupLink | None, seen: Mapping[int, Customer]
) -> GroupMember:
    may_edit = getattr(row, "may_edit", False)
    payer_id = link.payer_id if link is not None else None
    payer = seen.get(payer_id) if payer_id is not None else None
    is_open = payer is not None or not getattr(link, "is_payer_restricted", True)
    return GroupMember(
        customer=row,
        depth=depth,
        head_id=link.head_id if link is not None else row.pk,
        payer=payer,
        is_unified=payer_id is not None and is_open,
        since=link.active_from if link is not None and link.parent_id in seen else None,
        may_edit=may_edit,
        may_move=may_edit and link is not None and link.parent_id in seen,
    )
