"""What stands within a value is told as people write it."""

from django.utils import translation

from primeline.audit.queries.shown import UNSAID, Change, FieldChange
from primeline.audit.walls.metadata import archive_tables
from primeline.testing.cast import TUESDAY_10AM
from primeline.web.audit import words
from primeline.web.audit.fields import FIELDS

_CHANGE = Change(
    history_id=1, act_id=1, at=TUESDAY_10AM, actor_name="lin", kind="imports.store", reason="",
    table="imports_batch", row_id="1", operation="U", fields=(),
)  # fmt: skip


def test_tells_how_a_file_was_taken_by_its_headings() -> None:
    field = FieldChange(field="mapping", label="mapping", before=None, after=None, words={})
    columns = [
        {"column": "客户名称", "field": "name"},
        {"column": "备用", "field": ""},
        {"column": "线路", "field": "SERVICE", "services": {"有": {"line": "INTERNET_LINE"}}},
    ]
    value = {"target": "CUSTOMERS", "columns": columns, "constants": {"industry": "FINANCE"}}

    told = words.told(_CHANGE, field, value, {})

    assert told == (
        "Accounts, with the services they hold: 客户名称 → Name; 备用 → left out;"
        " 线路 → Service held (有 = INTERNET_LINE); Industry = FINANCE"
    )


def test_tells_what_stands_within_a_list_without_marks_of_a_program() -> None:
    field = FieldChange(field="mapping", label="mapping", before=None, after=None, words={})
    value = {"target": "NO_SUCH", "columns": [{"column": "tenure", "keep": True}]}

    told = words.told(_CHANGE, field, value, {})

    assert told == "target: NO_SUCH, columns: ((column: tenure, keep: yes))"


def test_every_field_of_the_archive_has_a_word() -> None:
    with translation.override("en"):
        called = {
            str(field.verbose_name)
            for table in archive_tables()
            for field in table.model._meta.local_concrete_fields
            if not field.primary_key and field.name not in UNSAID
        }
    assert not sorted(called - {"", *FIELDS})
