"""Columns of free text: people on file at the account of the row stand in them sealed."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, cast

from django.db import models
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _

from primeline.kit.errors import Refused
from primeline.privacy import freetext, telling
from primeline.privacy.freetext import Kept, Outline
from primeline.privacy.onfile import Where
from primeline.privacy.values import is_sealed

FROM_REACH = "reach"


class NotLookedThrough(TypeError):
    """A text was about to be written that nobody has looked through for people."""


class _Outlined(DeferredAttribute):
    """Gives the text in outline where a row is asked for it; the row keeps what is stored."""

    field: "FreeTextField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        kept = super().__get__(instance, cls)
        return kept.outline if instance is not None and isinstance(kept, Kept) else kept

    def __set__(self, instance: Any, value: Any) -> None:
        name, facts = self.field.attname, instance.__dict__
        before = facts.get(name)
        if isinstance(before, Kept) and before and not isinstance(value, Kept):
            # What is said instead may hold what was shown of it.
            facts[f"{name}_before"] = before
        facts[name] = value.stored if isinstance(value, Outline) else value


class FreeTextField(models.TextField):  # type: ignore[type-arg]
    """What people type about an account.

    `max_length` is how much may be typed; the column has room for what is sealed in it.
    `account` is the way to the key of the account; by default it is that of `reach_through`, or of
    the accounts that a model `is_about`, the way to them in queries. A row of no account
    (`account=None`) has nobody on file: only numbers of people are refused. At an account such a
    text is nameless. `words_of` is the way to the person whose own words it holds: they may say
    any number, and nothing of what they said is left once they are erased.
    """

    descriptor_class = _Outlined

    def __init__(
        self, *, account: str | None = FROM_REACH, words_of: str = "", **options: Any
    ) -> None:
        super().__init__(**options)
        self.account, self.words_of = account, words_of

    @property
    def is_nameless(self) -> bool:
        """Whether nobody may be named in it, for nobody can be sealed there."""
        return self.account is None

    def account_of(self, row: Model) -> Where:
        """Return the key of the account that a row hangs on, or those of several."""
        if self.account is None:
            return None
        if self.account == FROM_REACH:
            return telling.accounts_of(row) if hasattr(row, "is_about") else telling.account_of(row)
        return telling.key_at(row, self.account)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return what the table holds, and have what it needs fetched with its neighbors'."""
        if not value:
            return value
        freetext.announce(value)
        return Kept(value)

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        """Return what is stored, and leave it with the row: saving again changes nothing."""
        facts = model_instance.__dict__
        before = facts.pop(f"{self.attname}_before", "")
        written = self.kept(facts.get(self.attname), model_instance, before=before)
        setattr(model_instance, self.attname, written)
        facts.pop(f"{self.attname}_before", None)
        return written

    def prepared(self, row: Model, value: Any) -> Any:
        """Return what is stored for a new value in the place of what the stored row has."""
        return self.kept(value, row, before=row.__dict__.get(self.attname) or "")

    def is_same(self, stored: Any, said: Any) -> bool:
        """Test whether somebody said what is stored, as it was shown to them or in clear."""
        return telling.is_same(stored, said)

    def kept(self, value: Any, row: Model, *, before: str = "") -> Any:
        """Return a text as it is stored; an empty one needs nobody to be asked for.

        :raises Refused: if it is too long, or the number of a person stands in it
        """
        if not value or isinstance(value, Kept) or hasattr(value, "resolve_expression"):
            return value
        account = None if isinstance(value, Outline) else self.account_of(row)
        words_of = attrgetter(self.words_of)(row) if self.words_of else None
        return self.kept_about(value, account, before=before, words_of=words_of)

    def kept_about(
        self, text: str, account: Where, *, before: str = "", words_of: int | None = None
    ) -> Kept:
        """Return a text as it is stored, people of these accounts sealed in it.

        :raises Refused: if it is too long, or the number of a person stands in it
        """
        if self.max_length is not None and len(text) > self.max_length:
            said = _("This text is too long. Say it in %(most)s characters.")
            raise Refused(said % {"most": self.max_length}, field=self.name)
        return telling.kept(
            text, account=account, before=before, field=self.name, words_of=words_of
        )

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return what is written, which somebody has looked through."""
        is_ours = isinstance(value, (Kept, Outline)) or hasattr(value, "as_sql")
        if value and not is_ours:
            raise NotLookedThrough(f"{self.name} must be looked through before it is written.")
        return super().get_db_prep_save(value, connection)

    def get_prep_value(self, value: Any) -> Any:
        """Return the stored text as the plain text that databases take."""
        return freetext.plain(value) if isinstance(value, str) else super().get_prep_value(value)


class NamelessField(models.CharField):  # type: ignore[type-arg]
    """A short text by which files and lists find rows: it stays as typed, and names nobody.

    Actions ask `check_nameless` before they write one.
    """

    is_nameless = True

    def deconstruct(self) -> Any:
        """Return what migrations know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class OpenTextField(models.CharField):  # type: ignore[type-arg]
    """A short text that people type and that stays as typed, whoever it names.

    Whoever is erased is taken out of it.
    """

    is_open = True

    def deconstruct(self) -> Any:
        """Return what migrations know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def nameless_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns of a model in which nobody may be named."""
    fields = model._meta.local_concrete_fields
    return tuple(field.name for field in fields if getattr(field, "is_nameless", False))


def check_nameless(model: type[Model], account: Where, facts: Mapping[str, Any]) -> None:
    """Do nothing if neither a person on file nor a number of one stands where nobody may.

    :raises Refused: if one does; it names the field
    """
    for name in nameless_of(model):
        if text := facts.get(name):
            telling.check(text, field=name)
            if telling.names_somebody(text, account):
                raise Refused(telling.NAMES_SOMEBODY, field=name)


def prepared(row: Model, **texts: Any) -> dict[str, Any]:
    """Return texts as they are stored in the place of what a row has, for rows written by query."""
    return {
        name: field.prepared(row, text)
        if isinstance(field := row._meta.get_field(name), FreeTextField)
        else text
        for name, text in texts.items()
    }


def kept_about(model: type[Model], account: Where, **texts: str) -> dict[str, Kept]:
    """Return texts as they are stored in a new row that does not say which accounts it is about."""
    return {
        name: cast(FreeTextField, model._meta.get_field(name)).kept_about(text, account)
        for name, text in texts.items()
    }


def as_it_lay(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values out of the history of a model as they are written back."""
    return {
        name: Kept(value) if isinstance(value, str) and _is_free(model, name, value) else value
        for name, value in values.items()
    }


def _is_free(model: type[Model], name: str, value: str) -> bool:
    field = model._meta.get_field(name)
    return isinstance(field, FreeTextField) or (
        getattr(field, "is_free", False) and not is_sealed(value)
    )


class KeptWordsField(models.JSONField):
    """Texts among other things, as they are stored: whoever reads them has them `as_read`."""

    holds_words = True

    def deconstruct(self) -> Any:
        """Return what migrations know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class WordsField(models.JSONField):
    """Words under names, in some of which people stand as in free texts; `kept` before writing."""

    holds_words = True

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the words, and have what they need fetched with their neighbors'."""
        words = super().from_db_value(value, expression, connection)
        if not isinstance(words, dict) or freetext.OPEN not in str(words):
            return words
        return {name: self._read(said) for name, said in words.items()}

    def deconstruct(self) -> Any:
        """Return what migrations know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def _read(self, said: Any) -> Any:
        if isinstance(said, str) and freetext.OPEN in said:
            freetext.announce(said)
            return Kept(said)
        return said
