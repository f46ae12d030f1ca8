"""The drawings that come with the product name only what this room knows."""

import pytest

from primeline.bpmn.checks import problems_of
from primeline.bpmn.reading import read
from primeline.kit.deeds import System
from primeline.processes.actions.installing import DRAWINGS
from primeline.processes.queries.checking import known
from primeline.products.actions import install_reference
from primeline.standards.actions import install_standards
from primeline.testing.cast import TUESDAY_10AM

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


def test_shipped_drawings_name_what_is_known() -> None:
    install_reference(by=System("test"), at=TUESDAY_10AM)
    install_standards(by=System("test"), at=TUESDAY_10AM)
    names = known()
    found = {
        file.stem: problems_of(read(file.read_bytes()), names)
        for file in sorted(DRAWINGS.glob("*.bpmn"))
    }
    assert found == {code: [] for code in ("CHANGE", "COMPLAINT", "FAULT", "OPENING")}
