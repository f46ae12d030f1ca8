"""Saving what a form holds: a refusal shows at its field, a lost update shows what differs."""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.kit.saving import TAKEN, is_taken
from primeline.privacy.freetext import seen_values


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that somebody else changed in the meantime."""

    name: str
    label: str
    yours: str
    stored: str
    stored_raw: str
    yours_raw: str
    # A field that its reader left as it was shown takes what the other person stored.
    is_changed_by_you: bool


@dataclass(kw_only=True)
class Edit:
    """A form on its way: what it looks like now, and what stands against saving it."""

    form: forms.Form
    differences: list[Difference] = field(default_factory=list)
    is_done: bool = False

    @property
    def status(self) -> int:
        if self.differences:
            return 409
        return 422 if self.form.errors else 200


class EditForm(forms.Form):
    """A form for a stored row: it remembers which version of it was read, and what that said."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    was_seen = ""

    def full_clean(self) -> None:
        """Read the form, and keep what it has shown apart from what it says."""
        super().full_clean()
        self.was_seen = getattr(self, "cleaned_data", {}).pop("seen", "")


class OnceForm(forms.Form):
    """A form that makes something new: it carries a key, so that sending it twice makes one."""

    once = forms.CharField(widget=forms.HiddenInput, max_length=64, min_length=16)

    @staticmethod
    def new_key() -> str:
        return secrets.token_urlsafe(24)

    @classmethod
    def key_of(cls, sent: str) -> str:
        """Return the key as one of this kind of form: the answer to another kind is not ours."""
        return hashlib.sha256(f"{cls.__name__}:{sent}".encode()).hexdigest()

    def clean_once(self) -> str:
        """Return the key as it is kept."""
        return self.key_of(self.cleaned_data["once"])


class ActForm(EditForm, OnceForm):
    """A form for an act on a stored row that can be done only once, say ending it."""


def edited(
    request: HttpRequest,
    kind: Callable[..., forms.Form],
    deed: Callable[[dict[str, Any]], object],
    *,
    stored: dict[str, Any],
    version: int,
    **options: Any,
) -> Edit:
    """Return the form of a stored row to be filled in, or what came of what was sent."""
    stored = seen_values(stored)
    initial = {**stored, "version": version, "once": OnceForm.new_key()}
    if request.method != "POST":
        form = kind(initial=initial, **options)
        form.initial["seen"] = json.dumps(_digests(form, stored))
        return Edit(form=form)
    form = kind(merged(request.POST, stored), initial=initial, **options)
    return save(form, deed, version=version)


def save(form: forms.Form, deed: Callable[[dict[str, Any]], object], *, version: int = 0) -> Edit:
    """Do a deed with what a valid form holds; `version` is the one that is stored now.

    A form that says what is stored already is done, also when somebody else said it first.
    """
    if not form.is_valid():
        return Edit(form=form)
    try:
        deed(dict(form.cleaned_data))
    except ChangedMeanwhile as meanwhile:
        if meanwhile.is_as_wanted:
            return Edit(form=form, is_done=True)
        differences = _differences(form, meanwhile)
        form = _rebased(form, version, differences)
        if not differences:
            # What differs is no field of this form, so there is nothing to choose, only to look at.
            form.full_clean()
            form.add_error(None, str(meanwhile.message))
        return Edit(form=form, differences=differences)
    except Refused as refused:
        _remark(form, refused)
        return Edit(form=form)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        # Two at the same moment: the rule saw nothing, the database did.
        form.add_error(None, str(TAKEN))
        return Edit(form=form)
    return Edit(form=form, is_done=True)


def _remark(form: forms.Form, refused: Refused) -> None:
    """Put all that stands against saving to the fields it is about."""
    for one in (refused, *refused.others):
        known = one.field if one.field in form.fields else None
        form.add_error(known, str(one.message))


def merged(sent: QueryDict, stored: dict[str, Any]) -> QueryDict:
    """Return what was sent, with the stored value wherever the person chose to keep that."""
    chosen = sent.copy()
    for name, value in stored.items():
        if sent.get(f"keep-{name}") == "stored":
            chosen.setlist(name, [] if value in (None, "", False) else [_raw(value)])
    return chosen


def with_version(form: forms.Form, version: int) -> forms.Form:
    """Return the form with another version in it, and what is wrong with it as it was."""
    form.data = cast(QueryDict, form.data).copy()
    form.data["version"] = str(version)
    return form


def _differences(form: forms.Form, meanwhile: ChangedMeanwhile) -> list[Difference]:
    found, seen = [], _seen(form)
    for column, (yours, stored) in meanwhile.differences.items():
        name = column if column in form.fields else column.removesuffix("_id")
        if name not in form.fields:
            continue
        yours_raw = _raw(form.fields[name].prepare_value(yours))
        found.append(
            Difference(
                name=name,
                label=str(form[name].label),
                yours=_in_words(form.fields[name], yours),
                stored=_in_words(form.fields[name], stored),
                yours_raw=yours_raw,
                stored_raw=_raw(form.fields[name].prepare_value(stored)),
                is_changed_by_you=seen.get(name) != _digest(yours_raw),
            )
        )
    return found


def _in_words(asked: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, ""):
        return ""
    choices = dict(_flat(getattr(asked, "choices", ())))
    return str(choices.get(_raw(value), asked.prepare_value(value)))


def _flat(choices: Any) -> list[tuple[str, Any]]:
    flat: list[tuple[str, Any]] = []
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            flat.extend((str(one), words) for one, words in label)
        else:
            flat.append((str(value), label))
    return flat


def _raw(value: Any) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def _digests(form: forms.Form, stored: dict[str, Any]) -> dict[str, str]:
    """Return what a form shows of a stored row, short enough to be carried along in the form."""
    return {
        name: _digest(_raw(asked.prepare_value(stored[name])))
        for name, asked in form.fields.items()
        if name in stored
    }


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()[:12]


def _seen(form: forms.Form) -> dict[str, str]:
    """Return what this form showed, as it carried it along; whoever meddled with it saw nothing."""
    try:
        seen = json.loads(getattr(form, "was_seen", "") or "{}")
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}


def _rebased(form: forms.Form, version: int, differences: list[Difference]) -> forms.Form:
    """Return the form with the version stored now: saving it again means "I have seen it"."""
    data, seen = cast(QueryDict, form.data).copy(), _seen(form)
    data["version"] = str(version)
    for one in differences:
        seen[one.name] = _digest(one.stored_raw)
        if not one.is_changed_by_you:
            data.setlist(one.name, [] if one.stored_raw in ("", "False") else [one.stored_raw])
    if "seen" in form.fields:
        data["seen"] = json.dumps(seen)
    return type(form)(data, **getattr(form, "made_with", {}))
