"""What was struck from the record is left out of rows fetched whole: nobody reads past these."""

import re
from typing import Final

from tests.house.house import ROOT

OF_THE_RECORD: Final = re.compile(r"\b(Act|ActLine|HistoryRow|Look|Grant)\b")
PART: Final = r'"(?:[a-z_]+__)?(?:before|after|reason|line|purpose)"'
STORED: Final = re.compile(
    rf"values(?:_list)?\([^)]*{PART}|SELECT[^;\"']*\b(?:before|after|reason)\b"
)
# Who takes texts of the record past its rows, each with what it does with them.
READS_WHAT_IS_STORED: Final = {
    "audit/queries/looks.py": "counts looks by what they were for, which is a code",
    "customers/queries/mentioned.py": "opens what is sealed of somebody, to take them out",
    "privacy/striking.py": "looks for what is to be struck",
    "rights/queries/cases.py": "reads of changes whether somebody was in post",
    "rights/queries/requests.py": "tells somebody themselves what they were looked at for",
}


def test_texts_of_the_record_are_read_from_its_rows() -> None:
    readers = {
        str(file.relative_to(ROOT / "primeline"))
        for file in (ROOT / "primeline").glob("**/*.py")
        if not {"tests", "migrations", "bench"} & set(file.parts)
        and OF_THE_RECORD.search(text := file.read_text())
        and STORED.search(text)
    }
    assert readers == READS_WHAT_IS_STORED.keys(), readers ^ READS_WHAT_IS_STORED.keys()
