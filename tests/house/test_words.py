"""Every text for people exists in both languages; translations that nobody shows are gone."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translation
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings

from tests.house.house import CODE, PRODUCT_SOURCES, TEMPLATES, name_of, of_each, room_of, text_of
from tools.assets import icon_names

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
JINJA = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do,jinja2.ext.loopcontrols",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|(?<!%)%[sdf]|\{\w*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ICON_IN_TEMPLATE = re.compile(r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']")
ICON_IN_PYTHON = re.compile(r"\bicon=\"([a-z0-9-]+)\"")


class Text(NamedTuple):
    """A text as code names it: its context, and its singular and plural."""

    context: str
    forms: tuple[str, ...]


def forms(of: object) -> tuple[str, ...]:
    return (of,) if isinstance(of, str) else tuple(of) if isinstance(of, list | tuple) else ()


@cache
def texts_of(room: str) -> dict[Text, str]:
    """Return the texts that the code of a room shows, with the place of each."""
    shown: dict[Text, str] = {}
    sources: list[tuple[str, Path, dict[str, str]]] = [
        ("python", path, {}) for path in PRODUCT_SOURCES if room_of(path) == room
    ]
    sources += [
        ("jinja2", path, JINJA)
        for path in TEMPLATES
        if room_of(path) == room and "templates" in path.parts
    ]
    for method, path, options in sources:
        for line, said, _, context in extract_from_file(
            method, path, keywords=KEYWORDS, options=options
        ):
            if any(forms(said)):
                shown.setdefault(Text(context or "", forms(said)), f"{name_of(path)}:{line}")
    return shown


def catalogs_of(room: str) -> list[Path]:
    if room == "web":
        return sorted((CODE / "web" / "translations").glob("*.po"))
    return sorted((CODE / room).glob("locale/zh_Hans/LC_MESSAGES/*.po"))


@cache
def catalog(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale="zh_Hans", abort_invalid=True)


def translations_in(files: Iterable[Path]) -> dict[Text, Translation]:
    return {
        Text(message.context or "", forms(message.id)): message
        for file in files
        for message in catalog(file)
        if message.id
    }


ROOMS = sorted({room_of(path) for path in PRODUCT_SOURCES if path.parent != CODE})
CATALOGS = [file for room in ROOMS for file in catalogs_of(room)]


@of_each(ROOMS, called=str)
def test_every_text_has_its_chinese_in_its_own_room(room: str) -> None:
    written = translations_in(catalogs_of(room))
    missing = [
        f"{place}: {text.forms[0]}" for text, place in texts_of(room).items() if text not in written
    ]
    assert not missing, "\n".join(["translate these:", *missing])


@of_each(ROOMS, called=str)
def test_no_translation_is_left_over(room: str) -> None:
    left_over = [
        text.forms[0] for text in translations_in(catalogs_of(room)) if text not in texts_of(room)
    ]
    assert not left_over, "\n".join(["nobody shows these any more:", *left_over])


@of_each(CATALOGS)
def test_translations_are_whole(file: Path) -> None:
    for text, message in translations_in([file]).items():
        assert not message.fuzzy, f"decide on {text.forms[0]!r}"
        assert not catalog(file).obsolete, "take out what is marked as obsolete"
        for translated in forms(message.string):
            assert translated.strip(), f"{text.forms[0]!r} is not translated"
            wanted = sorted(PLACEHOLDER.findall(text.forms[-1]))
            assert sorted(PLACEHOLDER.findall(translated)) == wanted, (
                f"{text.forms[-1]!r} has other places for values in Chinese"
            )


def test_one_text_is_translated_in_one_way() -> None:
    # Django pours all catalogs into one, so the last room would speak for all.
    said: dict[Text, set[str]] = defaultdict(set)
    for file in CATALOGS:
        for text, message in translations_in([file]).items():
            said[text].add(forms(message.string)[0])
    torn = {text.forms[0]: ways for text, ways in said.items() if len(ways) > 1}
    assert not torn, f"make them agree, or give one of them a context: {torn}"


@of_each(CATALOGS)
def test_django_finds_every_catalog(file: Path) -> None:
    places = [Path(app.path) / "locale" for app in apps.get_app_configs()]
    places += [Path(place) for place in settings.LOCALE_PATHS]
    room = CODE / room_of(file)
    assert any(room in place.parents for place in places)


@of_each(ROOMS, called=str)
def test_texts_in_code_are_english(room: str) -> None:
    chinese = [place for text, place in texts_of(room).items() if CHINESE.search(text.forms[0])]
    assert not chinese, f"Chinese belongs into the catalog: {chinese}"


def test_every_icon_is_drawn() -> None:
    drawn = {name.replace("/", "-") for name in icon_names()}
    used = {name for path in TEMPLATES for name in ICON_IN_TEMPLATE.findall(text_of(path))}
    used |= {name for path in PRODUCT_SOURCES for name in ICON_IN_PYTHON.findall(text_of(path))}
    assert used <= drawn, "add them to tools/icons.txt"
