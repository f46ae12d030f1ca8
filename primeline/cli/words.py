"""The language of the terminal, by LANG. It speaks before Django is there, so it asks no Django."""

import gettext
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Return the language that the terminal asks for: Chinese where it says so, else English."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((environment[name] for name in names if environment.get(name)), "")
    return "zh-hans" if wanted.lower().startswith("zh") else "en"


def _(text: str) -> str:
    """Return the text in the language of the terminal."""
    return _catalog().gettext(text)


def speak_through_argparse() -> None:
    """Make the words of the argument parser come from our catalog too."""
    os.environ["LANGUAGE"] = "zh_Hans" if language() == "zh-hans" else "en"
    gettext.bindtextdomain("django", str(LOCALE))
    gettext.textdomain("django")


@cache
def _catalog() -> gettext.NullTranslations:
    wanted = ["zh_Hans"] if language() == "zh-hans" else []
    return gettext.translation("django", str(LOCALE), languages=wanted or ["en"], fallback=True)


OF_THE_PARSER = (
    _("usage: "),
    _("options"),
    _("positional arguments"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("argument %(argument_name)s: %(message)s"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
    _("invalid %(type)s value: %(value)r"),
    _("expected one argument"),
    _("expected at least one argument"),
    _("not allowed with argument %s"),
)
