"""What a network is, and which place is free."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primeline.addresses import rules
from primeline.addresses.values import share
from primeline.kit.errors import Refused

pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.row("K5")]


@pytest.mark.parametrize(
    "said",
    [
        "", "x", "203.0.113.0/33", "203.0.113", "203.0.113.010/32", "1.2.3.4/24", "2001:db8::1/48",
        "fe80::1%eth0", "２０３.0.113.0/24", "203.0.113.0/24\x00", "0x7f.1", "3405803776",
        "203.0.113.0 - 203.0.113.9", "2001:db8::/129", "=1+1", "1" * 5000,
    ],
)  # fmt: skip
def test_refuses_what_is_no_network(said: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.network_of(said)

    assert refused.value.field == "network"


def test_tells_the_network_that_somebody_may_have_meant() -> None:
    with pytest.raises(Refused, match=r"203\.0\.113\.0/24"):
        rules.network_of("203.0.113.7/24")


@pytest.mark.parametrize(
    "said", ["127.0.0.0/8", "224.0.0.0/8", "0.0.0.0/0", "::/0", "fe80::/10", "ff00::/8", "::/128"]
)
def test_refuses_networks_that_nobody_can_be_given(said: str) -> None:
    with pytest.raises(Refused):
        rules.check_prefix(ip_network(said))


@pytest.mark.parametrize(
    ("prefix", "taken", "length", "free"),
    [
        ("203.0.113.0/30", [], 32, "203.0.113.1/32"),
        ("203.0.113.0/30", ["203.0.113.1/32", "203.0.113.2/32"], 32, None),
        ("203.0.113.0/31", ["203.0.113.0/32"], 32, "203.0.113.1/32"),
        ("203.0.113.7/32", [], 32, "203.0.113.7/32"),
        ("203.0.113.0/28", ["203.0.113.1/32"], 29, "203.0.113.8/29"),
        ("203.0.113.0/28", ["203.0.113.0/29", "203.0.113.12/30"], 30, "203.0.113.8/30"),
        ("203.0.113.0/28", ["203.0.113.0/29", "203.0.113.12/30"], 29, None),
        ("2001:db8::/48", ["2001:db8::/56"], 56, "2001:db8:0:100::/56"),
        ("2001:db8::/64", [], 128, "2001:db8::1/128"),
        ("255.255.255.0/24", ["255.255.255.0/25"], 25, "255.255.255.128/25"),
    ],
)
def test_finds_the_next_free_place(
    prefix: str, taken: list[str], length: int, free: str | None
) -> None:
    networks = [ip_network(one) for one in taken]
    spans = [(int(one.network_address), int(one.broadcast_address)) for one in networks]

    found = rules.next_free(ip_network(prefix), spans, length=length)

    assert (str(found) if found else None) == free


@given(data=st.data())
def test_what_is_found_is_the_first_that_overlaps_nothing(data: st.DataObject) -> None:
    prefix = ip_network("10.0.0.0/27")
    lengths = data.draw(st.lists(st.integers(28, 32), max_size=40))
    taken: list[rules.Network] = []
    for length in lengths:
        spans = sorted((int(one[0]), int(one[-1])) for one in taken)
        found = rules.next_free(prefix, spans, length=length)
        first, last = rules.usable(prefix, length=length)
        fitting = [
            one
            for one in prefix.subnets(new_prefix=length)
            if first <= int(one[0]) <= last and not any(one.overlaps(other) for other in taken)
        ]
        assert found == (fitting[0] if fitting else None)
        if found is not None:
            taken.append(found)


@given(one=st.integers(0, 2**128 - 1), other=st.integers(0, 2**128 - 1))
def test_keys_sort_as_addresses_do(one: int, other: int) -> None:
    assert (rules.key_of(one, 6) < rules.key_of(other, 6)) == (one < other)
    assert rules.number_of(rules.key_of(one, 6)) == one


def test_says_full_only_of_what_is_full() -> None:
    assert [share(*of) for of in [(0, 9), (1, 999), (998, 999), (999, 999)]] == [
        0,
        1,
        99,
        100,
    ]
