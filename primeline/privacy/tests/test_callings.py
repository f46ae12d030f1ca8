"""What somebody may be called short of their whole name."""

import pytest

from primeline.privacy.callings import callings


@pytest.mark.parametrize(
    ("name", "called", "others"),
    [
        ("南宫烈", {"南宫总", "南宫先生", "Mr nangong"}, {"宫烈", "老南"}),
        ("张美丽", {"美丽", "meili", "张工", "老张", "Ms zhang"}, {"张", "丽"}),
        ("李明", {"李经理", "小李"}, {"明", "ming"}),
        ("Margaret Thistlewood", {"Margaret", "Thistlewood", "Mrs Thistlewood"}, {"Mr"}),
        ("阿卜·买买提", {"阿卜", "买买提"}, {"卜买"}),
        ("Bo Li", {"Mr Li"}, {"Bo", "Li"}),
        ("Madonna", set(), {"Madonna"}),
    ],
)
def test_what_somebody_may_be_called(name: str, called: set[str], others: set[str]) -> None:
    found = set(callings(name))
    assert called <= found
    assert not others & found
