"""The table of logins to the example: one per role, and what each is good for looking at."""

import sys
from datetime import datetime
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from primeline.cli.words import _, language
from primeline.demo.logins import ExampleLogin, example_logins
from primeline.staff.choices import Role

HOST = "127.0.0.1"
CODE_SECONDS = 30
SECRET_WIDTH = 16
WIDTH_OF_A_FILE = 110

# What somebody in this role can show a visitor best.
WORTH_SEEING = {
    Role.ACCOUNT_MANAGER: _("my accounts and nobody else's; change one in two windows at once"),
    Role.DEDICATED_SEAT: _("find any account by name, pinyin, circuit or contract"),
    Role.BRANCH_LEAD: _("the named list with its gaps; name managers; imports"),
    Role.SALES: _("open an account"),
    Role.PARTNER: _("the accounts that one counter serves, and nothing else"),
    Role.TECHNICIAN: _("circuits and contacts of accounts, names masked"),
    Role.PROVINCE_SUPERVISOR: _("lost ÷ gained of a province, down to the subscriptions"),
    Role.SERVICE_CENTER: _("lost ÷ gained of the whole; who is a key account and why"),
    Role.ANALYST: _("the figures, and exports of what they count"),
    Role.AUDITOR: _("who did what, when and why, field by field"),
    Role.ADMINISTRATOR: _("units, people, roles, sessions"),
}


def logins_in(home: Path, *, at: datetime) -> list[ExampleLogin]:
    """Return the logins to the example in this folder."""
    return example_logins(host=HOST, folder=home, at=at)


def show(logins: list[ExampleLogin], *, at: datetime) -> None:
    """Print the logins with the codes of this moment."""
    left = CODE_SECONDS - int(at.timestamp()) % CODE_SECONDS
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_lines=True)
    table.add_column(_("Logins, for this machine only"), ratio=1, overflow="fold")
    for head in (_("User name"), _("Password")):
        table.add_column(head, no_wrap=True)
    table.add_column(_("One-time code"), no_wrap=True)
    table.add_column(_("Secret of the second factor"), width=SECRET_WIDTH, overflow="fold")
    for login in logins:
        table.add_row(
            _person(login),
            login.username,
            login.password,
            code_of(login.secret, at=at),
            login.secret,
        )
    # What is not a terminal has no width of its own.
    console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_FILE)
    console.print(table)
    console.print(_("These codes are good for {seconds} seconds more.").format(seconds=left))


def code_of(secret: str, *, at: datetime) -> str:
    """Return the code that an authenticator app shows at this moment."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // CODE_SECONDS)))


def _person(login: ExampleLogin) -> Text:
    role = Role(login.role)
    in_english = language() == "en"
    name = login.name_en if in_english else login.name_zh
    unit = login.unit_en if in_english else login.unit_zh
    told = Text(str(role.label), style="bold")
    told.append(f"\n{name} · {unit}\n", style="not bold")
    told.append(_(WORTH_SEEING[role]), style="not bold dim")
    return told
