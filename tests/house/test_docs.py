"""What must be written down, is. See docs/how-to/add-a-room.md."""

import importlib
import re
from pathlib import Path

from django.db.models import Model

from primeline.kit.events import Event
from tests.house.house import CODE, OUR_MODELS, ROOMS, ROOT, files, of_each, text_of

HEADINGS = ("## Words", "## Doors in", "## Facts we publish", "## Rules worth knowing")
MAX_LINES_PER_README = 40
EVENT_FILES = sorted(CODE.glob("*/events.py"))
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)


def events_of(file: Path) -> list[type[Event]]:
    module = importlib.import_module(f"primeline.{file.parent.name}.events")
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Event) and thing is not Event
        if thing.__module__ == module.__name__
    ]


@of_each(ROOMS, called=lambda room: room.name)
def test_every_room_is_explained(room: Path) -> None:
    readme = (room / "README.md").read_text()
    missing = [heading for heading in HEADINGS if heading not in readme]
    assert not missing, f"{room.name}/README.md lacks {missing}"
    assert readme.count("\n") <= MAX_LINES_PER_README, "a room is explained on one screen"


@of_each(EVENT_FILES)
def test_every_fact_is_announced_in_its_room(file: Path) -> None:
    readme = (file.parent / "README.md").read_text()
    for event in events_of(file):
        assert f"`{event.__name__}`" in readme, f"{file.parent.name}/README.md: {event.__name__}"


@of_each(OUR_MODELS, called=lambda m: m._meta.label)
def test_the_glossary_names_every_model(model: type[Model]) -> None:
    assert f"`{model.__name__}`" in (ROOT / "docs" / "glossary.md").read_text()


@of_each(sorted((ROOT / "docs" / "decisions").glob("*.md")))
def test_every_decision_says_what_checks_it(page: Path) -> None:
    assert "\nChecked by: " in text_of(page)


@of_each(files(".md"))
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(text_of(page)):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{target} is not there"


@of_each(files(".md"))
def test_commands_that_pages_name_exist(page: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    named = re.findall(r"(?:^    |`)make ([a-z][a-z-]*)", text_of(page), re.MULTILINE)
    assert set(named) <= targets


def test_each_bug_of_others_names_a_test_of_ours_that_is_there() -> None:
    told = re.findall(r"`([\w/]+\.py)::(\w+)`", text_of(ROOT / "docs" / "bugs-of-others.md"))
    assert len(told) > 10
    gone = [f"{path}::{name}" for path, name in told if f"def {name}(" not in text_of(ROOT / path)]
    assert not gone, f"docs/bugs-of-others.md names what is not there: {gone}"
