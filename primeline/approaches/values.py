"""What a door asks for, and what a gateway is told."""

from dataclasses import dataclass, field

from primeline.approaches.choices import ApproachPurpose, Channel


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a person is to be reached, what for, and what is written to them."""

    channel: Channel
    purpose: ApproachPurpose
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a gateway is to do. It holds a number in clear: it is not printed and not stored."""

    # What the system for it is given to tell it by: a number, or a name where no approach stands
    # behind it.
    approach_id: int | str
    channel: Channel
    to: str = field(repr=False)
    caller: str = field(repr=False)
    """The telephone or the e-mail address of whoever asked."""
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
