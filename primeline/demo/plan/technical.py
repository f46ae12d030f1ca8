"""Technical facts of subscriptions: circuits, ends, addresses, access, assurance, quantities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from primeline.demo.plan import figures as f
from primeline.demo.plan.accounts import Account
from primeline.demo.plan.chance import apportion, labels
from primeline.demo.plan.fees import Slot
from primeline.demo.plan.identifiers import address_block
from primeline.demo.plan.names import address
from primeline.demo.plan.places import BRANCH, PROVINCE_OF, PROVINCES
from primeline.demo.plan.stories import LANHENG, TIEQUAN

INCOMPLETE_ENDS = 0.029
SATELLITE = "SATELLITE"
_OPERATORS = (
    ("临海通信", "95001"),
    ("中岳电信", "95002"),
    ("西岭广电网络", "95003"),
    ("蓝港宽带", "95004"),
)
_ACCESS_CODES = {"OWN_FIBER": "F", "LEASED": "L", "RADIO": "R", "SATELLITE": "S"}
_LINE_CODES = {f.INTERNET: "I", f.DATA: "D", f.NETWORK: "N", f.VOICE: "V", f.SATELLITE: "S"}
_SITES = ("总部", "二期", "东区", "西区", "仓库", "研发楼", "营业部", "灾备中心", "分部", "门店")
_ASSURED_TIERS = {f.DIAMOND: 2.2, f.GOLD: 1.6, f.SILVER: 1.1, f.STANDARD: 0.7, f.ORDINARY: 0.2}
_ASSURED_TRADES = {f.FINANCE: 3.0, f.HEALTH: 1.8, f.GOVERNMENT: 1.5, f.ENERGY: 1.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """The technical facts of one subscription."""

    label: str = ""
    number: str = ""
    a_end: str = ""
    z_end: str = ""
    # The branch that serves end Z, where it is another one than the account's.
    z_branch: str = ""
    distance: str = ""
    bandwidth: int | None = None
    quantity: int = 1
    addresses: str = ""
    access: str = ""
    operator: str = ""
    operator_number: str = ""
    operator_phone: str = ""
    assurance: str = "NORMAL"


PLAIN = Circuit()


class Engineering:
    """Works out the circuits of all subscriptions; what replaces another keeps its purpose."""

    def __init__(self, accounts: Sequence[Account], slots: Sequence[Slot], random: Random) -> None:
        self._random = random
        self._accounts = {account.index: account for account in accounts}
        self._serial = 0
        circuits = [slot for slot in slots if slot.line in f.CIRCUITS]
        self._assurance = self._assure([s for s in circuits if s.closed_in is None])
        self._assurance |= self._assure([s for s in circuits if s.closed_in is not None])
        self._quantities = _quantities(slots, self._accounts)
        on_ground = {kind: share for kind, share in f.ACCESS_KINDS.items() if kind != SATELLITE}
        self._access = labels(on_ground, len(circuits), random)

    def circuit(self, slot: Slot) -> Circuit:
        """Return the facts of one subscription."""
        quantity = self._quantities.get(id(slot), 1)
        if slot.line not in f.CIRCUITS:
            return Circuit(quantity=quantity) if quantity != 1 else PLAIN
        self._serial += 1
        account = self._accounts[slot.account]
        access = SATELLITE if slot.line == f.SATELLITE else self._access.pop()
        operator, phone = self._random.choice(_OPERATORS) if access == "LEASED" else ("", "")
        a_end, z_end, far = self._ends(slot, account)
        return Circuit(
            label=f"{self._random.choice(_SITES)}{self._serial % 97 + 1:02d}",
            number=self._number(slot, account, access),
            a_end=a_end,
            z_end=z_end,
            z_branch="" if far == account.branch else far,
            distance=self._distance(slot),
            bandwidth=self._bandwidth(slot),
            quantity=quantity,
            addresses=address_block(self._serial) if slot.line == f.INTERNET else "",
            access=access,
            operator=operator,
            operator_number=f"{phone[-2:]}-{self._serial * 37 % 900_000 + 100_000}"
            if phone
            else "",
            operator_phone=phone,
            assurance=self._assurance[id(slot)],
        )

    def _number(self, slot: Slot, account: Account, access: str) -> str:
        place = PROVINCES.index(PROVINCE_OF[account.branch]) + 1
        kind = _LINE_CODES[slot.line] + _ACCESS_CODES[access]
        return f"HQ{place}{BRANCH[account.branch].code[:3]}-{kind}-{self._serial:06d}"

    def _ends(self, slot: Slot, account: Account) -> tuple[str, str, str]:
        branch = far = account.branch
        a_end = address(self._random, branch)
        if slot.line == f.DATA:
            far = self._far_end(slot, account)
            z_end = address(self._random, far)
        else:
            z_end = f"衡桥通信{BRANCH[branch].name_zh}第{self._serial % 6 + 1}机房"
        if self._random.random() < INCOMPLETE_ENDS:
            return f"{BRANCH[branch].name_zh}市", z_end, far
        return a_end, z_end, far

    def _far_end(self, slot: Slot, account: Account) -> str:
        if slot.distance == "IN_CITY":
            return account.branch
        province = PROVINCE_OF[account.branch]
        if slot.distance == "CROSS_PROVINCE":
            others = [p for p in PROVINCES if p is not province]
            if account.story and account.story.key == LANHENG:
                others = others[:3]
            province = self._random.choice(others)
        cities = [b.code for b in province.branches if b.code != account.branch]
        return self._random.choice(cities)

    def _distance(self, slot: Slot) -> str:
        if slot.distance or slot.line != f.NETWORK:
            return slot.distance
        return self._random.choice(("IN_CITY", "IN_CITY", "CROSS_CITY", "CROSS_PROVINCE"))

    def _bandwidth(self, slot: Slot) -> int | None:
        if slot.line == f.NETWORK:
            return self._random.choice((10, 20, 20, 50, 100))
        if slot.line == f.SATELLITE:
            return self._random.choice((2, 4, 10))
        return slot.bandwidth

    def _assure(self, slots: Sequence[Slot]) -> dict[int, str]:
        """Give the highest levels to those who need them most; the shares are exact."""
        wishes = []
        for slot in slots:
            account = self._accounts[slot.account]
            wish = _ASSURED_TIERS[account.tier] * _ASSURED_TRADES.get(account.industry, 1.0)
            if account.story and account.story.key == TIEQUAN and slot.line == f.DATA:
                wish = 1000.0
            wishes.append(wish * self._random.lognormvariate(0, 0.8))
        order = sorted(range(len(slots)), key=lambda i: -wishes[i])
        parts = apportion(len(slots), list(f.ASSURANCE.values()))
        levels = [
            level for level, part in zip(f.ASSURANCE, parts, strict=True) for _ in range(part)
        ]
        return {id(slots[i]): level for i, level in zip(order, levels, strict=True)}


def _quantities(slots: Sequence[Slot], accounts: dict[int, Account]) -> dict[int, int]:
    """Share out cards, members and racks by fee; those of key accounts meet their sums."""
    found: dict[int, int] = {}
    for line, (total, ordinary) in f.QUANTITIES.items():
        groups: dict[bool, list[Slot]] = defaultdict(list)
        for slot in slots:
            if slot.line == line:
                groups[accounts[slot.account].is_key].append(slot)
        held = [slot for slot in groups[True] if slot.closed_in is None]
        share = len(held) / f.LINES[line].key
        parts = apportion(max(round(total * share) - len(held), 0), [slot.fee for slot in held])
        found |= {id(slot): 1 + part for slot, part in zip(held, parts, strict=True)}
        mean = f.LINES[line].ordinary_mean or f.LINES[line].mean
        per_yuan = total / (f.LINES[line].key * f.LINES[line].mean)
        for slot in groups[True]:
            found.setdefault(id(slot), max(round(slot.fee * per_yuan), 1))
        for slot in groups[False]:
            found[id(slot)] = max(round(ordinary * slot.fee / mean), 1)
    return found
