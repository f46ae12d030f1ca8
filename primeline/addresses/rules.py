"""What a network is, whether two lie apart, and which place is free. Pure answers.

The standard library's `ipaddress` reads and writes networks; it refuses what is ambiguous (leading
zeros, bits beyond the prefix), and no more than that is asked of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from django.utils.translation import gettext_lazy as _

from primeline.addresses.choices import Family
from primeline.kit.errors import Refused

Network = IPv4Network | IPv6Network
Span = tuple[int, int]

# The longest that an address with its prefix can be.
LONGEST_NETWORK: Final = 43
LONGEST_QUARANTINE: Final = 3650
BITS: Final = {Family.IPV4: 32, Family.IPV6: 128}
# From here on every address of an IPv4 network can be used: no broadcast (RFC 3021).
POINT_TO_POINT: Final = {Family.IPV4: 31, Family.IPV6: 127}


def network_of(text: str, *, field: str = "network") -> Network:
    """Return the network that a text names, or the one address.

    :raises Refused: if it names none, telling what is wrong with it
    """
    said = text.strip()
    if not said or len(said) > LONGEST_NETWORK or "%" in said or not said.isascii():
        raise Refused(_NO_NETWORK, field=field)
    try:
        return ip_network(said)
    except ValueError as wrong:
        raise Refused(_beyond(said) or _NO_NETWORK, field=field) from wrong


def _beyond(said: str) -> object | None:
    try:
        meant = ip_network(said, strict=False)
    except ValueError:
        return None
    words = _("This is an address inside a network. The network itself is %(network)s.")
    return words % {"network": meant}


def check_prefix(network: Network) -> None:
    """Refuse what nobody can be given addresses from.

    :raises Refused: if it is a loopback, multicast or link-local network, or all there is
    """
    is_odd = (
        network.is_loopback
        or network.is_multicast
        or network.is_link_local
        or network.is_unspecified
    )
    if is_odd or network.prefixlen == 0:
        raise Refused(_("Addresses of this network cannot be given to anybody."), field="network")


def check_quarantine(days: int) -> None:
    """Refuse a quarantine that is none.

    :raises Refused: if it is negative or longer than ten years
    """
    if not 0 <= days <= LONGEST_QUARANTINE:
        raise Refused(_("Say a number of days from 0 to 3650."), field="quarantine_days")


def family_of(network: Network) -> Family:
    """Return which protocol a network is of."""
    return Family(network.version)


def key_of(number: int, family: int) -> str:
    """Return an address so that texts sort as addresses do: the family, then 32 hex digits."""
    return f"{family}{number:032x}"


def number_of(key: str) -> int:
    """Return the address that a key stands for."""
    return int(key[1:], 16)


def keys_of(network: Network) -> tuple[str, str]:
    """Return the keys of the first and the last address of a network."""
    version = network.version
    return (
        key_of(int(network.network_address), version),
        key_of(int(network.broadcast_address), version),
    )


def named(network: Network) -> str:
    """Return how a network is written: one address without its prefix."""
    return str(network.network_address) if network.num_addresses == 1 else str(network)


def usable(network: Network, *, length: int) -> Span:
    """Return the first and the last address of a prefix in which something so long may lie.

    Single addresses leave out what the protocol keeps for itself: the network's and the
    broadcast address in IPv4, the routers' anycast address in IPv6.
    """
    family = family_of(network)
    first, last = int(network.network_address), int(network.broadcast_address)
    if length < BITS[family] or network.prefixlen >= POINT_TO_POINT[family]:
        return first, last
    return first + 1, last - (1 if family == Family.IPV4 else 0)


def check_within(network: Network, prefix: Network) -> None:
    """Refuse what does not lie in a prefix or may not be given from it.

    :raises Refused: if it lies elsewhere, or is kept by the protocol
    """
    if network.version != prefix.version or not network.subnet_of(prefix):  # type: ignore[arg-type]
        raise Refused(_("This does not lie in %(prefix)s.") % {"prefix": prefix}, field="network")
    first, last = usable(prefix, length=network.prefixlen)
    if not first <= int(network.network_address) <= last:
        raise Refused(
            _("This address belongs to the network itself. Take another one."), field="network"
        )


def check_length(prefix: Network, length: int) -> None:
    """Refuse a length that no part of a prefix has.

    :raises Refused: if it is shorter than the prefix or longer than an address
    """
    most = BITS[family_of(prefix)]
    if not prefix.prefixlen <= length <= most:
        raise Refused(
            _("In %(prefix)s a length lies between %(least)s and %(most)s.")
            % {"prefix": prefix, "least": prefix.prefixlen, "most": most},
            field="length",
        )


def next_free(prefix: Network, taken: Iterable[Span], *, length: int) -> Network | None:
    """Return the first place of this length that is free, given what is taken in order."""
    family = family_of(prefix)
    size = 1 << (BITS[family] - length)
    first, last = usable(prefix, length=length)
    place = _aligned(first, size)
    for start, end in taken:
        if place + size - 1 < start:
            break
        if end >= place:
            place = _aligned(end + 1, size)
    if place + size - 1 > last:
        return None
    kind = IPv4Network if family == Family.IPV4 else IPv6Network
    return kind((place, length))


def _aligned(number: int, size: int) -> int:
    return -(-number // size) * size


def free_from(at: datetime, days: int) -> datetime:
    """Return when something released now may be given to others."""
    return at + timedelta(days=days)


_NO_NETWORK = _("This is no network. Write it like 203.0.113.0/24 or 2001:db8:40::/48.")
