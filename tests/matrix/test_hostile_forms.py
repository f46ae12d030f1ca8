"""Every form sent with what it cannot mean: it is read or refused, and nothing is half done."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django import forms
from django.db import transaction

from primeline.kit.sent import says_nothing
from tests.matrix.fingerprint import fingerprint
from tests.matrix.rows import Row
from tests.matrix.table import ROWS
from tests.matrix.trying import address_of, text_of
from tests.matrix.world import Relation, World

pytestmark = [pytest.mark.row("L1"), pytest.mark.long]

SCRIPT = "<script>zq()</script>"
HOSTILE: tuple[Any, ...] = (
    "",
    "项" * 40_000,
    "9" * 5000,
    str(2**63),
    "0001-01-01",
    "9999-12-31",
    "NaN",
    "²",
    "\u202e\ufdd0\x1b𠮷",
    "\u2800\u200b",
    SCRIPT,
    ["1", "2"],
)
ANSWERS = frozenset({200, 204, 302, 400, 403, 404, 409, 413, 422, 429})
# A wrong code or password is counted, though nothing else may change.
COUNTED = frozenset({"recovery-codes", "other-second-factor", "password"})
FORMS = [row for row in ROWS if row.method == "POST"]


@contextmanager
def noting_fields() -> Iterator[set[str]]:
    """Note the names that the forms of a page read."""
    names: set[str] = set()
    full_clean = forms.BaseForm.full_clean

    def seen(read: Any) -> bool:
        return not isinstance(read, str) or not read or not says_nothing(read)

    def noting(form: forms.BaseForm) -> None:
        if form.is_bound:
            names.update(form.add_prefix(name) for name in form.fields)
        full_clean(form)
        assert all(map(seen, getattr(form, "cleaned_data", {}).values())), type(form)

    with patch.object(forms.BaseForm, "full_clean", noting):
        yield names


def wrong_with(world: World, row: Row, address: str, body: dict[str, Any]) -> tuple[str, set[str]]:
    """Return what is wrong with the answer to a form, and which fields were read."""
    with transaction.atomic(), noting_fields() as names:
        before = fingerprint()
        found = world.client(sorted(row.opens)[0]).post(address, body)
        is_changed = fingerprint() != before
        page = text_of(found)
        transaction.set_rollback(True)
    if found.status_code not in ANSWERS:
        return f"answered {found.status_code}", names
    if found.status_code >= 400 and is_changed and row.route not in COUNTED:
        return f"changed something, and answered {found.status_code}", names
    return "shows a script as it is" if SCRIPT in page else "", names


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.name)
def test_reads_or_refuses_whatever_is_sent(row: Row, world: World) -> None:
    near = Relation.OWN
    if row.subject:
        reached = row.subject.reached(sorted(row.opens)[0])
        near = min(reached, key=str, default=Relation.OWN)
    address, sound = address_of(row, world, near), dict(row.body(world, near))
    trouble, names = wrong_with(world, row, address, {})
    wrong = [f"nothing: {trouble}"] if trouble else []
    for value in HOSTILE:
        for body in (dict.fromkeys(names, value), dict.fromkeys(names, value) | sound):
            trouble, more = wrong_with(world, row, address, body)
            names |= more
            wrong += [f"{str(value)[:20]!r}: {trouble}"] if trouble else []

    assert not wrong, "\n".join(wrong)
