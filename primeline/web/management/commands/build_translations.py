"""Assemble the web door's catalogue from its topics and compile every room's, without gettext."""

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand, CommandError

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
            ASSEMBLED.parent.mkdir(parents=True, exist_ok=True)
            with ASSEMBLED.open("wb") as target:
                write_po(target, assembled(topics), width=100)
        for source in sorted(PACKAGE.glob("*/locale/*/LC_MESSAGES/django.po")):
            compiled = source.with_suffix(".mo")
            if _is_older(compiled, [source]):
                with compiled.open("wb") as target:
                    write_mo(target, _read(source))
                self.stdout.write(f"{compiled.relative_to(PACKAGE)}")


def assembled(topics: list[Path]) -> Catalog:
    """Return one catalogue of all topics.

    :raises CommandError: if two topics translate the same text differently
    """
    whole = Catalog(locale="zh_Hans", charset="utf-8")
    written_in: dict[object, tuple[Path, Message]] = {}
    for topic in topics:
        for message in _read(topic):
            if not message.id:
                continue
            key = (message.id, message.context)
            before = written_in.setdefault(key, (topic, message))
            if before[1].string != message.string:
                raise CommandError(
                    f"{before[0].name} and {topic.name} translate {message.id!r} differently; "
                    "make them agree, or give one of them a context."
                )
            whole[message.id] = message
    return whole


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def _is_older(made: Path, sources: list[Path]) -> bool:
    if not made.exists():
        return bool(sources)
    return made.stat().st_mtime < max(source.stat().st_mtime for source in sources)
