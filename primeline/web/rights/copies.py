"""The copy that a person takes along, as somebody reads it: words of their language, no keys."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from primeline.approaches.choices import ApproachPurpose, ApproachStatus, Channel
from primeline.customers.choices import (
    AttachmentKind,
    ConsentProof,
    ConsentPurpose,
    TimelineKind,
)
from primeline.rights.choices import RequestStatus, RightKind
from primeline.web import formats, paper
from primeline.web.accounts.labels import PARTS
from primeline.web.audit.deeds import deed_words
from primeline.web.audit.fields import field_word
from primeline.web.audit.looks import purpose_words
from primeline.web.audit.words import table_word

Lines = list[tuple[str, str]]


class CopyForm(StrEnum):
    """In which forms a copy is handed out."""

    PDF = "pdf"
    HTML = "html"
    JSON = "json"


CONTENT_TYPES: Final[Mapping[CopyForm, str]] = {
    CopyForm.PDF: "application/pdf",
    CopyForm.HTML: "text/html; charset=utf-8",
    CopyForm.JSON: "application/json; charset=utf-8",
}


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a copy: a heading, and blocks of named facts, each with a caption."""

    title: str
    blocks: list[tuple[str, Lines]]


# What the keys of a copy are called, and the words of their values.
_KEYS: Final = {
    "at": gettext_lazy("When"),
    "how": gettext_lazy("How"),
    "purpose": gettext_lazy("What for"),
    "subject": gettext_lazy("Subject"),
    "text": gettext_lazy("What was written"),
    "status": gettext_lazy("State"),
    "given": gettext_lazy("Given on"),
    "shown_by": gettext_lazy("How you agreed"),
    "proof": gettext_lazy("Where the proof is"),
    "withdrawn": gettext_lazy("Withdrawn on"),
    "name": gettext_lazy("Name of the file"),
    "kind": gettext_lazy("What it is"),
    "from": gettext_lazy("Since"),
    "what": gettext_lazy("Fact"),
    "number": gettext_lazy("Request"),
    "reason": gettext_lazy("Reason, as the person is told"),
}
_WORDS: Final[Mapping[tuple[str, str], Any]] = {
    ("reached", "how"): Channel,
    ("reached", "purpose"): ApproachPurpose,
    ("reached", "status"): ApproachStatus,
    ("agreed_to", "purpose"): ConsentPurpose,
    ("agreed_to", "shown_by"): ConsentProof,
    ("papers", "kind"): AttachmentKind,
    ("happened", "what"): TimelineKind,
    ("requests", "kind"): RightKind,
    ("requests", "status"): RequestStatus,
}
_TITLES: Final = {
    "reached": gettext_lazy("When we called or wrote to you"),
    "agreed_to": gettext_lazy("What you agreed to"),
    "papers": gettext_lazy("Papers about you"),
    "seen_in_clear": gettext_lazy("When somebody looked at your data unmasked, and what for"),
    "happened": gettext_lazy("What happened with you"),
    "requests": gettext_lazy("What you asked of us"),
}


def written(found: dict[str, Any], form: CopyForm, model: type[Model], request: HttpRequest) -> Any:
    """Return a copy in one form, in the language that is active.

    :raises Refused: if the machine lacks what PDF files need
    """
    if form is CopyForm.JSON:
        return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
    sheet = base64.b64encode(paper.STYLE.read_bytes()).decode()
    context = {
        "head": found["head"],
        "sections": sections(found, model),
        "style": "" if form is CopyForm.PDF else f"data:text/css;base64,{sheet}",
    }
    text = render_to_string("web/rights/copy.html", context, request=request)
    return paper.as_pdf(text) if form is CopyForm.PDF else text


def sections(found: dict[str, Any], model: type[Model]) -> list[Section]:
    """Return the parts of a copy that hold anything, in words."""
    facts = words_of_columns(model)
    made = [
        Section(title=_("What we hold on you, and since when"), blocks=_on_file(found, facts)),
        Section(
            title=_("Where else you are named"),
            blocks=[_at_them(row) for row in found["at_them"]],
        ),
        *(Section(title=str(title), blocks=_listed(found, key)) for key, title in _TITLES.items()),
    ]
    return [section for section in made if section.blocks]


def _on_file(found: dict[str, Any], facts: Mapping[str, "Told"]) -> list[tuple[str, Lines]]:
    """Return what each change of the record wrote: of the first all, of the others what differs."""
    blocks: list[tuple[str, Lines]] = []
    before: dict[str, Any] = {}
    for entry in found["on_file"]:
        said = entry["facts"]
        lines = [facts[name](value) for name, value in said.items() if before.get(name) != value]
        lines += [(facts[name]("")[0], _("taken away")) for name in before if name not in said]
        if lines:
            blocks.append(
                (f"{formats.moment(entry['from'])} · {deed_words(entry['by_deed'])}", lines)
            )
        before = said
    return blocks


Told = Callable[[Any], tuple[str, str]]


class _Columns(dict[str, Told]):
    """The words of columns; one that the model no longer has is told by its own name."""

    def __missing__(self, name: str) -> Told:
        return lambda value: (name, _plain(value))


def words_of_columns(model: type[Model]) -> Mapping[str, Told]:
    """Return how each column of a table is told to the person whom it is about."""
    named = PARTS.get(model._meta.db_table, {})
    return _Columns(
        {
            name: _column(
                str(named.get(field.name) or field_word(str(field.verbose_name))),
                dict(field.flatchoices),
                field.is_relation,
            )
            for field in model._meta.local_concrete_fields
            for name in (str(field.column), field.name)
        }
    )


def _column(label: str, words: Mapping[Any, Any], is_relation: bool) -> Told:
    """Return how a column is told; our number of another record tells a person nothing."""

    def told(value: Any) -> tuple[str, str]:
        if is_relation and value:
            return label, _("as our records have it")
        return label, str(words.get(value) or _plain(value))

    return told


def _at_them(row: dict[str, Any]) -> tuple[str, Lines]:
    model = next(one for one in apps.get_models() if one._meta.db_table == row["table"])
    facts = words_of_columns(model)
    told = {
        name: value for name, value in row.items() if name != "table" and value not in ("", None)
    }
    lines = [facts[name](_money(name, value)) for name, value in told.items()]
    return table_word(row["table"]), lines


def _money(name: str, value: Any) -> Any:
    return formats.yuan(value) if name.endswith("_cents") else value


def _listed(found: dict[str, Any], key: str) -> list[tuple[str, Lines]]:
    return [("", list(_lines(key, row))) for row in found[key]]


def _lines(key: str, row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in row.items():
        if value in ("", None):
            continue
        words = _WORDS.get((key, name))
        if words is not None:
            value = formats.label_of(words, value)
        elif key == "seen_in_clear" and name == "purpose":
            value = purpose_words(value)
        yield str(_KEYS[name]), _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        value = _moment_in(value) or value
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value)
    return str(value)


def _moment_in(text: str) -> date | datetime | None:
    """Return the day or moment that a text of the history stands for, if it is one."""
    try:
        return parse_datetime(text) if "T" in text else parse_date(text)
    except ValueError:
        return None
