"""What must be written down, is. See docs/how-to/add-a-room.md."""

import importlib
import re
from pathlib import Path

import pytest
from django.db.models import Model

from primeline.kit.events import Event
from tests.house.house import CODE, OUR_MODELS, ROOMS, ROOT, files, name_of

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


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_is_explained(room: Path) -> None:
    readme = (room / "README.md").read_text()
    missing = [heading for heading in HEADINGS if heading not in readme]
    assert not missing, f"{room.name}/README.md lacks {missing}"
    assert readme.count("\n") <= MAX_LINES_PER_README, "a room is explained on one screen"


@pytest.mark.parametrize("file", EVENT_FILES, ids=name_of)
def test_every_fact_is_announced_in_its_room(file: Path) -> None:
    readme = (file.parent / "README.md").read_text()
    for event in events_of(file):
        assert f"`{event.__name__}`" in readme, f"{file.parent.name}/README.md: {event.__name__}"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_the_glossary_names_every_model(model: type[Model]) -> None:
    assert f"`{model.__name__}`" in (ROOT / "docs" / "glossary.md").read_text()


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=name_of)
def test_every_decision_says_what_checks_it(page: Path) -> None:
    assert "\nChecked by: " in page.read_text()


@pytest.mark.parametrize("page", files(".md"), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{target} is not there"


@pytest.mark.parametrize("page", files(".md"), ids=name_of)
def test_commands_that_pages_name_exist(page: Path) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    named = re.findall(r"(?:^    |`)make ([a-z][a-z-]*)", page.read_text(), re.MULTILINE)
    assert set(named) <= targets
