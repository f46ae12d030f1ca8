"""The step of an opening in which addresses are given: reserved, chosen, held, taken back."""

import pytest

from primeline.addresses.models import Allocation
from primeline.addresses.tests.test_addresses import a_prefix, release, reserve
from primeline.audit import walls
from primeline.customers.queries import reach_now
from primeline.kit.errors import Refused
from primeline.processes import actions
from primeline.processes.models import Case, CaseFact, ServiceRun
from primeline.processes.tests.drawn import (
    begun,
    done,
    drawing,
    end,
    field,
    fresh,
    install,
    item,
    nodes,
    service,
    start,
    task,
)
from primeline.testing.cast import (
    TUESDAY_10AM,
    headquarters,
    hill_branch,
    lake_mills,
    lin,
    sol,
    tom,
)

pytestmark = [pytest.mark.django_db, pytest.mark.row("F2")]

GIVING = drawing(
    start(), task("ask", "SALES", asks="service"), service("reserve", "reserve_addresses"),
    task("choose", "TECHNICIAN", asks="ip_addresses! ip_state"),
    service("settle", "settle_addresses"), task("build", "TECHNICIAN"), end(),
    "start->ask", "ask->reserve", "reserve->choose", "choose->settle", "settle->build",
    "build->end", fields=field("service") + field("ip_addresses") + field("ip_state"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _shipped(db: None) -> None:
    install()


def asked() -> Case:
    """Return a case in which a technician has to choose addresses."""
    case = begun(GIVING)
    return done(case, "ask", sol(), service="internet")


def facts(case: Case) -> dict[str, str]:
    rows = CaseFact.objects.filter(case=case, name__startswith="ip_")
    return {row.name: str(row.text) for row in rows}


def held(case: Case) -> list[str]:
    rows = Allocation.objects.filter(case_number=case.number, status="RESERVED")
    return sorted(row.network for row in rows)


def test_the_next_free_address_is_reserved_and_offered_to_whoever_confirms_it() -> None:
    a_prefix("203.0.113.0/29")
    case = asked()

    assert facts(case) == {"ip_addresses": "203.0.113.1", "ip_state": "reserved"}
    done(case, "choose", tom(), ip_addresses="203.0.113.1", ip_state="reserved")
    assert held(case) == ["203.0.113.1/32"]
    assert nodes(case) == {"build"}


def test_where_none_is_left_a_person_is_asked_and_told_why() -> None:
    reserve(a_prefix("203.0.113.1/32"), customer=lake_mills())
    case = asked()

    assert facts(case) == {"ip_state": "none_free"}
    assert nodes(case) == {"choose"}
    a_prefix("198.51.100.0/24")
    done(case, "choose", tom(), ip_addresses="198.51.100.8/30", ip_state="by_hand")
    assert held(case) == ["198.51.100.8/30"]


def test_what_was_reserved_and_not_chosen_is_let_go() -> None:
    a_prefix("203.0.113.0/29")
    case = asked()

    done(case, "choose", tom(), ip_addresses="203.0.113.4/30、2001:db8::1")

    assert held(case) == ["203.0.113.4/30"]
    assert Allocation.objects.get(network="203.0.113.1/32").status == "RELEASED"


@pytest.mark.parametrize("said", ["see file", "203.0.113.2", "203.0.113.0/29", "192.0.2.1"])
def test_what_cannot_be_held_is_told_at_the_answer_and_changes_nothing(said: str) -> None:
    prefix = a_prefix("203.0.113.0/29")
    a_prefix("192.0.2.0/24", unit=hill_branch())
    case = asked()
    reserve(prefix, "203.0.113.2", customer=lake_mills())

    with pytest.raises(Refused) as refused:
        done(case, "choose", tom(), ip_addresses=said)

    assert refused.value.field == "ip_addresses"
    assert nodes(case) == {"choose"}
    assert held(case) == ["203.0.113.1/32"]


def test_an_address_released_before_it_was_chosen_is_held_anew_if_nobody_has_it() -> None:
    prefix = a_prefix("203.0.113.0/29")
    case = asked()
    release(Allocation.objects.get(case_number=case.number))

    done(case, "choose", tom(), ip_addresses="203.0.113.1")

    assert held(case) == ["203.0.113.1/32"]
    assert Allocation.objects.filter(prefix=prefix).count() == 2


def test_an_address_released_and_given_to_another_is_refused_by_name() -> None:
    prefix = a_prefix("203.0.113.0/29")
    case = asked()
    release(Allocation.objects.get(case_number=case.number))
    reserve(prefix, "203.0.113.1", customer=lake_mills())

    with pytest.raises(Refused, match=r"203\.0\.113\.1") as refused:
        done(case, "choose", tom(), ip_addresses="203.0.113.1")

    assert refused.value.field == "ip_addresses"


def test_cancelling_gives_back_what_the_case_has_reserved() -> None:
    a_prefix("203.0.113.0/29")
    case = asked()
    done(case, "choose", tom(), ip_addresses="203.0.113.1 203.0.113.4/30")

    now = fresh(case)
    actions.cancel_case(case=now, version=now.version, by=lin(), at=TUESDAY_10AM, reason="lost")

    assert held(case) == []
    assert not ServiceRun.objects.filter(case=case, undone_at=None).exists()


def test_without_a_prefix_on_file_it_is_written_down_as_before() -> None:
    case = asked()
    done(case, "choose", tom(), ip_addresses="as agreed")

    assert facts(case) == {"ip_addresses": "as agreed"}
    assert not Allocation.objects.exists()
    assert item(case, "build").is_open


def test_behind_the_wall_of_whoever_does_the_step_nothing_is_given_twice() -> None:
    """What an account out of reach holds is taken for the technician too, who never sees it."""
    reserve(a_prefix("203.0.113.0/29", unit=headquarters()), customer=lake_mills())
    case, seller, technician = begun(GIVING), sol(), tom()
    with walls.open_for(reach_now(seller, at=TUESDAY_10AM)):
        done(case, "ask", seller, service="internet")

    with walls.open_for(reach_now(technician, at=TUESDAY_10AM)):
        offered = facts(case)["ip_addresses"]
        with pytest.raises(Refused):
            done(case, "choose", technician, ip_addresses="203.0.113.1")
        done(case, "choose", technician, ip_addresses="203.0.113.2 203.0.113.4/30")

    assert offered == "203.0.113.2"
    assert held(case) == ["203.0.113.2/32", "203.0.113.4/30"]
