"""The people, places and companies who appear in our tests. Same names, same roles, everywhere.

Each function finds whoever it names or lets them be made, by actions, so that impossible states
cannot be built. Nobody has a password; `client.force_login` and `primeline.testing.doors` do.

    headquarters          Omar, Sara, Anna, Adam, Ada
    ├── East province     Paul, Eve
    │   ├── Harbor branch Greta, Lin, Nora, Tom, Sol   Harbor Bank
    │   │   └── Quay team Tina
    │   └── Hill branch   Hugo
    └── West province     Walt
        └── Lake branch   Mira                         Lake Mills
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.db import transaction

from primeline.audit.walls import open_for_system
from primeline.customers import actions as customers
from primeline.customers.choices import CustomerKind, Tier
from primeline.customers.models import Customer
from primeline.customers.values import Identity as CustomerIdentity
from primeline.customers.values import Level
from primeline.kit.deeds import System
from primeline.partners import actions as partners
from primeline.partners.choices import PartnerKind, PartnerStatus
from primeline.partners.values import PartnerFacts
from primeline.staff import actions as staff
from primeline.staff.choices import Role, UnitKind
from primeline.staff.models import Person, Unit
from primeline.staff.values import EVERYTHING, Bounds, Identity, Period

# Ten in the morning in Shanghai.
TUESDAY_10AM = datetime(2026, 4, 28, 2, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)
CASTING = System("cast")


def headquarters() -> Unit:
    """The top of the tree."""
    return a_unit("HQ", UnitKind.HEADQUARTERS, "衡桥通信", "Headquarters")


def east_province() -> Unit:
    """The province that Harbor Bank lies in."""
    return a_unit("EAST", UnitKind.PROVINCE, "东屿省公司", "East province", headquarters)


def west_province() -> Unit:
    """The other province: nobody there has anything to do with Harbor Bank."""
    return a_unit("WEST", UnitKind.PROVINCE, "西岭省公司", "West province", headquarters)


def harbor_branch() -> Unit:
    """The branch that owns Harbor Bank."""
    return a_unit("HARBOR", UnitKind.BRANCH, "望潮分公司", "Harbor branch", east_province)


def hill_branch() -> Unit:
    """The branch beside it, in the same province."""
    return a_unit("HILL", UnitKind.BRANCH, "青堰分公司", "Hill branch", east_province)


def lake_branch() -> Unit:
    """A branch of the other province."""
    return a_unit("LAKE", UnitKind.BRANCH, "沙泉分公司", "Lake branch", west_province)


def quay_team() -> Unit:
    """A team under Harbor branch."""
    return a_unit("QUAY", UnitKind.TEAM, "码头班组", "Quay team", harbor_branch)


def omar() -> Person:
    """Omar answers the hotline at headquarters. He may see every account."""
    return a_person("omar", "欧阳明", "Omar", headquarters, Role.DEDICATED_SEAT)


def sara() -> Person:
    """Sara runs the service center at headquarters."""
    return a_person("sara", "沙莉", "Sara", headquarters, Role.SERVICE_CENTER)


def anna() -> Person:
    """Anna analyzes at headquarters."""
    return a_person("anna", "安娜", "Anna", headquarters, Role.ANALYST)


def adam() -> Person:
    """Adam audits at headquarters: he sees everything and changes nothing."""
    return a_person("adam", "艾登", "Adam", headquarters, Role.AUDITOR)


def ada() -> Person:
    """Ada administers the whole. She sees no account."""
    return a_person("ada", "艾达", "Ada", headquarters, Role.ADMINISTRATOR)


def paul() -> Person:
    """Paul supervises the East province."""
    return a_person("paul", "包罗", "Paul", east_province, Role.PROVINCE_SUPERVISOR)


def eve() -> Person:
    """Eve administers the East province and nothing beyond it."""
    return a_person("eve", "伊芙", "Eve", east_province, Role.ADMINISTRATOR)


def walt() -> Person:
    """Walt supervises the West province."""
    return a_person("walt", "华特", "Walt", west_province, Role.PROVINCE_SUPERVISOR)


def greta() -> Person:
    """Greta leads the service group of Harbor branch."""
    return a_person("greta", "葛丽", "Greta", harbor_branch, Role.BRANCH_LEAD)


def lin() -> Person:
    """Lin looks after Harbor Bank."""
    return a_person("lin", "林晓", "Lin", harbor_branch, Role.ACCOUNT_MANAGER)


def nora() -> Person:
    """Nora is an account manager beside Lin; Harbor Bank is not hers."""
    return a_person("nora", "诺拉", "Nora", harbor_branch, Role.ACCOUNT_MANAGER)


def tom() -> Person:
    """Tom repairs what is broken around Harbor branch."""
    return a_person("tom", "汤木", "Tom", harbor_branch, Role.TECHNICIAN)


def sol() -> Person:
    """Sol sells for Harbor branch."""
    return a_person("sol", "索乐", "Sol", harbor_branch, Role.SALES)


def tina() -> Person:
    """Tina leads the Quay team, one floor below Harbor branch."""
    return a_person("tina", "田娜", "Tina", quay_team, Role.BRANCH_LEAD)


def hugo() -> Person:
    """Hugo leads Hill branch, beside Harbor branch."""
    return a_person("hugo", "胡戈", "Hugo", hill_branch, Role.BRANCH_LEAD)


def mira() -> Person:
    """Mira is an account manager in the other province. She must not see Harbor Bank."""
    return a_person("mira", "米拉", "Mira", lake_branch, Role.ACCOUNT_MANAGER)


def enter_everybody() -> None:
    """Enter all of these units and people at once."""
    with open_for_system(), transaction.atomic():
        for person in (
            omar, sara, anna, adam, ada, paul, eve, walt, greta, lin, nora, tom, sol, tina, hugo,
            mira,
        ):  # fmt: skip
            person()


def harbor_bank(*, tier: Tier = Tier.GOLD) -> Customer:
    """Harbor Bank, a key account of Harbor branch that Lin looks after; gold unless said."""
    return an_account("Harbor Bank", unit=harbor_branch, manager=lin, tier=tier)


def lake_mills(*, tier: Tier = Tier.SILVER) -> Customer:
    """Lake Mills, a key account of the other province that Mira looks after."""
    return an_account("Lake Mills", unit=lake_branch, manager=mira, tier=tier)


def a_unit(
    code: str,
    kind: UnitKind,
    name_zh: str,
    name_en: str,
    parent: Unit | Callable[[], Unit] | None = None,
) -> Unit:
    """Find the unit with this code, or open it; only then is its parent asked for."""
    return Unit.objects.filter(code=code).first() or staff.create_unit(
        code=code,
        kind=kind,
        name_zh=name_zh,
        name_en=name_en,
        parent=parent() if callable(parent) else parent,
        by=CASTING,
        at=TUESDAY_10AM,
    )


def a_person(
    username: str,
    name_zh: str,
    name_en: str,
    unit: Unit | Callable[[], Unit],
    *roles: Role,
    bounds: Bounds = EVERYTHING,
) -> Person:
    """Find the person with this user name, or enter them with roles at the unit."""
    found = Person.objects.filter(username=username).first()
    if found is not None:
        return found
    home = unit() if callable(unit) else unit
    person = staff.create_person(
        identity=Identity(username=username, name_zh=name_zh, name_en=name_en),
        home_unit=home,
        language="en",
        by=CASTING,
        at=TUESDAY_10AM,
    )
    for role in roles:
        staff.give_posting(
            person=person,
            unit=home,
            role=role,
            period=Period(LONG_AGO),
            bounds=bounds,
            by=CASTING,
            at=TUESDAY_10AM,
        )
    return Person.objects.get(pk=person.pk)


def a_counter(username: str, *served: Customer) -> Person:
    """Enter somebody at the counter of an agent at Harbor branch who serves these accounts."""
    agent = an_account(f"{username} Agent", unit=harbor_branch())
    facts = PartnerFacts(kind=PartnerKind.AGENT, status=PartnerStatus.ACTIVE, since_date=LONG_AGO)
    partner = partners.register_partner(customer=agent, facts=facts, by=CASTING, at=TUESDAY_10AM)
    for customer in served:
        partners.serve(
            partner=partner, customer=customer, from_date=LONG_AGO, by=CASTING, at=TUESDAY_10AM
        )
    bounds = Bounds(customer_ids=frozenset({agent.pk}))
    name = username.title()
    return a_person(username, "柜台", name, harbor_branch(), Role.PARTNER, bounds=bounds)


def an_account(
    name: str,
    *,
    unit: Unit | Callable[[], Unit],
    manager: Person | Callable[[], Person] | None = None,
    tier: Tier | None = None,
) -> Customer:
    """Find the account of this name, or open it; with a tier it is a key account."""
    found = Customer.objects.filter(name=name).first()
    if found is not None:
        return found
    customer = customers.open_customer(
        identity=CustomerIdentity(kind=CustomerKind.ORGANIZATION, name=name, short_name=name),
        owner_unit=unit() if callable(unit) else unit,
        account_manager=manager() if callable(manager) else manager,
        by=CASTING,
        at=TUESDAY_10AM,
    )
    if tier is not None:
        level = Level(
            customer_id=customer.pk,
            is_key_account=True,
            tier=tier,
            since_month=TUESDAY_10AM.date().replace(day=1),
        )
        customers.set_levels(levels=[level], by=CASTING, at=TUESDAY_10AM)
        customer.refresh_from_db()
    return customer
