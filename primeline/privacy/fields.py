"""Fields of models whose text lies sealed in the table, and so in its history."""

from datetime import date
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models import Model
from django.db.models.query_utils import DeferredAttribute

from primeline.privacy import freetext, keyring, opening, telling
from primeline.privacy.choices import PersonalKind
from primeline.privacy.freetext import Kept, Outline
from primeline.privacy.values import MARK, Gone, Place, Sealed, is_sealed

# The person whom the account of a row is, where it is an individual.
OF_ACCOUNT = "customer.subject"
# What people write as they like, where it is nobody's own: `8th floor, for Mr Zhang`.
FREE_KINDS = frozenset({PersonalKind.NOTE, PersonalKind.ADDRESS})
LOOKUPS = frozenset({"exact", "isnull", "startswith"})


def sealed_constraints(prefix: str, *names: str) -> list[models.BaseConstraint]:
    """Return constraints by which the database itself refuses a clear text in sealed columns."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_{name}_is_sealed",
            condition=models.Q(**{name: ""})
            | models.Q(**{f"{name}__isnull": True})
            | models.Q(**{f"{name}__startswith": MARK}),
        )
        for name in names
    ]


def sealed_if_owned(prefix: str, *names: str) -> list[models.BaseConstraint]:
    """Return such constraints for mixed columns: a clear text may stand in a row of nobody's."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_{name}_is_sealed",
            condition=models.Q(subject=None)
            | models.Q(**{name: ""})
            | models.Q(**{f"{name}__startswith": MARK}),
        )
        for name in names
    ]


class NotSealed(TypeError):
    """A personal fact was about to be written in clear."""


class SubjectField(models.BigIntegerField):  # type: ignore[type-arg]
    """The person whom the sealed fields of a row are about. A new row makes a new person.

    It must stand before the sealed fields of the model. Where it may be null, rows can be nobody's,
    and several can be about the same person.
    """

    def __init__(self, **options: Any) -> None:
        is_own = not options.get("null", False)
        super().__init__(**{"unique": is_own, "editable": False} | options)

    def is_needed(self, row: Model) -> bool:
        """Test whether a row that is stored must have a person."""
        return not self.null

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        """Return the person, made now if the row has none and needs one."""
        subject = getattr(model_instance, self.attname)
        if subject is None and self.is_needed(model_instance):
            from primeline.privacy.sealing import make_subjects  # it writes through models

            (subject,) = make_subjects(count=1)
            setattr(model_instance, self.attname, subject)
        return subject


class _Opened(DeferredAttribute):
    """Gives the fact in clear where a row is asked for it; the row keeps it sealed."""

    field: "EncryptedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        stored = super().__get__(instance, cls)
        if instance is None:
            return stored
        if is_sealed(stored):
            return self.field.in_python(opening.opened(stored, self.field.place))
        return stored.outline if isinstance(stored, Kept) else stored

    def __set__(self, instance: Any, value: Any) -> None:
        # Having this, the descriptor is asked before the row itself, which holds the sealed text.
        name, facts = self.field.attname, instance.__dict__
        if self.field.is_free and isinstance(before := facts.get(name), Kept):
            facts[f"{name}_before"] = before
        facts[name] = value.stored if isinstance(value, Outline) else value


class EncryptedField(models.TextField):  # type: ignore[type-arg]
    """A text that lies sealed under the key of the row's `subject`, or of what it hangs on.

    `subject=OF_ACCOUNT` is the person whom the account of the row is, if it is one. Notes in rows
    of nobody's are free texts about the account: whoever is on file stands in them sealed.
    `row.phone` opens it. What `values()` gives is `Sealed`, to be opened on purpose. Nothing can be
    looked up by it but whether it is empty. With `is_mixed`, rows without a subject keep it open:
    whoever is erased is taken out of it there, but out of what an account `is_registered` as only
    where somebody decides so.
    """

    descriptor_class = _Opened

    def __init__(
        self,
        *,
        kind: PersonalKind = PersonalKind.NAME,
        is_mixed: bool = False,
        is_registered: bool = False,
        subject: str = "subject",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.kind, self.is_mixed, self.subject = kind, is_mixed, subject
        self.is_registered = is_registered

    @property
    def is_free(self) -> bool:
        """Whether it holds what people type about an account, where it is nobody's."""
        return self.is_mixed and self.kind in FREE_KINDS

    @property
    def is_open(self) -> bool:
        """Whether it stays as typed, where it is nobody's, until whoever it names is erased."""
        return self.is_mixed and self.kind is PersonalKind.NAME and not self.is_registered

    @property
    def place(self) -> Place:
        """The column that texts are sealed for."""
        return Place(self.model._meta.db_table, str(self.column))

    def subject_of(self, row: Model) -> int | None:
        """Return the person whose key the field of this row is sealed under."""
        subject: int | None = attrgetter(self.subject)(row)
        return subject

    def in_python(self, text: str) -> Any:
        """Return what rows give, made from the text that was sealed."""
        return text

    def in_text(self, value: Any) -> str:
        """Return the text that is sealed for a value."""
        return freetext.plain(value)

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return what the table holds, and have its key fetched with those of its neighbors."""
        if not is_sealed(value):
            if not (self.is_free and value):
                return value
            freetext.announce(value)
            return freetext.Kept(value)
        found = Sealed(value)
        keyring.announce(found.subject)
        return found

    def pre_save(self, model_instance: Model, add: bool) -> Any:
        """Return the sealed text, and leave it with the row: saving again changes nothing."""
        value = model_instance.__dict__.get(self.attname)
        # What says nothing, or lies sealed, needs nobody to be asked for.
        is_said = bool(value) and not is_sealed(value)
        before = model_instance.__dict__.pop(f"{self.attname}_before", "")
        written = self.written(model_instance, value, before=before) if is_said else value
        setattr(model_instance, self.attname, written)
        model_instance.__dict__.pop(f"{self.attname}_before", None)
        return written

    def written(self, row: Model, value: Any, *, before: str | None = None) -> Any:
        """Return a value as it is written into a row: sealed for its person, or looked through.

        :raises Refused: if the person's data were erased, or a number of a person stands in it
        """
        subject = self.subject_of(row)
        if not (self.is_free and value and subject is None):
            return self.sealed(value, subject=subject)
        former = row.__dict__.get(self.attname) if before is None else before
        account = telling.account_of(row)
        return telling.kept(value, account=account, before=former or "", field=self.name)

    def sealed(self, value: Any, *, subject: int | None) -> Any:
        """Return a value sealed for the person of the row; empty ones say nothing and stay.

        :raises Refused: if the person's data were erased
        """
        if value is None or value == "" or is_sealed(value):
            return value
        if isinstance(value, Gone):
            raise NotSealed(f"{self.name} cannot be written: it was not readable.")
        if subject is None:
            if self.is_mixed:
                return value
            raise NotSealed(f"{self.name} belongs to nobody: {self.subject} is empty.")
        return opening.sealed(self.in_text(value), self.place, subject=subject)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return what is written, which is never a clear text of somebody's."""
        if not (value is None or value == "" or is_sealed(value) or self.is_mixed):
            raise NotSealed(f"{self.name} must be sealed before it is written.")
        return super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        """Return the lookup, if it tells nothing about what is sealed."""
        if not self.is_mixed and lookup_name not in LOOKUPS:
            raise FieldError(f"{self.name} is sealed: it cannot be searched with {lookup_name}.")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        """Return a value to compare with: the empty one, unless rows may be open."""
        if value is not None and value != "" and not self.is_mixed and not is_sealed(value):
            raise FieldError(f"{self.name} is sealed: compare its blind digest.")
        return None if value is None else freetext.plain(value)


class EncryptedDateField(EncryptedField):
    """A day that lies sealed. Rows give a `date`, or None where it cannot be read."""

    def in_python(self, text: str) -> Any:
        """Return the day."""
        return None if isinstance(text, Gone) or not text else date.fromisoformat(text)

    def in_text(self, value: Any) -> str:
        """Return the day as it is sealed."""
        return value.isoformat() if isinstance(value, date) else str(value)
