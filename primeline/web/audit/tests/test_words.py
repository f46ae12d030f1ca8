"""What stands within a value is told as people write it."""

from primeline.audit.queries.shown import FieldChange
from primeline.web.audit import words


def test_tells_what_stands_within_a_list_without_marks_of_a_program() -> None:
    field = FieldChange(field="mapping", label="mapping", before=None, after=None, words={})
    value = {"target": "CUSTOMERS", "columns": [{"column": "tenure", "keep": True}]}

    told = words.told("imports_batch", field, value, {})

    assert told == "target: CUSTOMERS, columns: ((column: tenure, keep: yes))"
