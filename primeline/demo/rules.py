"""Who may be let into the example, and from where. Pure answers."""

import ipaddress
import secrets
from dataclasses import dataclass
from typing import Final

from primeline.staff.choices import Role

_BASE32: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_READABLE: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
_PASSWORD_LENGTH: Final = 16
_SECRET_LENGTH: Final = 32


@dataclass(frozen=True)
class Seat:
    """A person of the example whom one may be, and in which role."""

    username: str
    role: Role


# One login per role, and a second account manager who must not see the accounts of the first.
# A machine client has no login: it gets a token.
SEATS: Final = (
    Seat("lin.zhixia", Role.ACCOUNT_MANAGER),
    Seat("he.mingchuan", Role.ACCOUNT_MANAGER),
    Seat("su.wanqing", Role.DEDICATED_SEAT),
    Seat("cheng.lifeng", Role.BRANCH_LEAD),
    Seat("liang.jiahao", Role.SALES),
    Seat("yin.xiaoman", Role.PARTNER),
    Seat("batur", Role.TECHNICIAN),
    Seat("jiang.ruoxi", Role.PROVINCE_SUPERVISOR),
    Seat("shen.yan", Role.SERVICE_CENTER),
    Seat("gu.siyuan", Role.ANALYST),
    Seat("lu.qingyue", Role.AUDITOR),
    Seat("ye.anran", Role.ADMINISTRATOR),
)
# With whom the first carries a case from its beginning to its end: those of one branch, and the
# seats of its province. Their names are drawn, so they are found when they are let in.
COLLEAGUES: Final = (Role.DEDICATED_SEAT, Role.TECHNICIAN, Role.BRANCH_LEAD)
# At whose seats it is shown what is owed to accounts.
SERVING: Final = (Role.ACCOUNT_MANAGER, Role.BRANCH_LEAD)
# At whose seats it is shown who is on duty.
ON_DUTY: Final = (Role.TECHNICIAN, Role.BRANCH_LEAD)


def is_loopback(host: str) -> bool:
    """Test whether only this machine can reach what listens at this address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def new_password() -> str:
    """Return a random password that can be read aloud: no signs that look alike."""
    return "".join(secrets.choice(_READABLE) for _ in range(_PASSWORD_LENGTH))


def new_secret() -> str:
    """Return a random secret for one-time passwords, in base 32."""
    return "".join(secrets.choice(_BASE32) for _ in range(_SECRET_LENGTH))
