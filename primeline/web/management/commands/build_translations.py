"""Assemble the web door's catalog from its topics and compile every room's, without gettext."""

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

PACKAGE = Path(__file__).resolve().parents[3]
TOPICS = PACKAGE / "web" / "translations"
ASSEMBLED = PACKAGE / "web" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


class Command(BaseCommand):
    help = __doc__ or ""
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what is older than what it is made from, and nothing else."""
        topics = sorted(TOPICS.glob("*.po"))
        if _is_older(ASSEMBLED, topics):
            _write(ASSEMBLED, partial(write_po, catalog=assembled(topics), width=100))
            for sentence in disagreements(topics):
                self.stderr.write(sentence)
        for source in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
            compiled = source.with_suffix(".mo")
            if _is_older(compiled, [source]):
                _write(compiled, partial(write_mo, catalog=_read(source)))
                self.stdout.write(f"{compiled.relative_to(PACKAGE)}")


def assembled(topics: list[Path]) -> Catalog:
    """Return one catalog of all topics; of two translations of a text, the first counts."""
    whole = Catalog(locale="zh_Hans", charset="utf-8", fuzzy=False)
    for topic in reversed(topics):
        for message in _messages(topic):
            whole.delete(message.id, message.context)
            whole[message.id] = message
    return whole


def disagreements(topics: list[Path]) -> list[str]:
    """Return a sentence for each text that two topics translate differently."""
    said: dict[object, tuple[Path, Message]] = {}
    found = []
    for topic in topics:
        for message in _messages(topic):
            where, before = said.setdefault((message.id, message.context), (topic, message))
            if before.string != message.string:
                found.append(
                    f"{message.id!r} is {before.string!r} in {where.name} and "
                    f"{message.string!r} in {topic.name}: make them agree, or give one a context."
                )
    return found


def _messages(topic: Path) -> list[Message]:
    return [message for message in _read(topic) if message.id]


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def _is_older(made: Path, sources: list[Path]) -> bool:
    if not made.exists():
        return bool(sources)
    return made.stat().st_mtime < max(source.stat().st_mtime for source in sources)


def _write(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file whole or not at all: half a catalog would pass for a new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    made = BytesIO()
    write(made)
    beside = target.with_suffix(".new")
    beside.write_bytes(made.getvalue())
    beside.replace(target)
