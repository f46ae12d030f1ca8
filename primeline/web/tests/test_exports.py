"""Lists as files: whole however long, and at an end when less is open than at the beginning."""

import csv
import resource
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from primeline.audit.models import Look
from primeline.customers import actions as customers
from primeline.customers.choices import Tier
from primeline.customers.models import Customer
from primeline.kit import clock, spreadsheets
from primeline.kit.deeds import act
from primeline.products.models import Agreement
from primeline.staff import actions as staff
from primeline.staff.rules import day_of
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    an_account,
    greta,
    harbor_bank,
    harbor_branch,
    lin,
    sara,
)
from primeline.testing.doors import signed_in
from primeline.visits.tests.planned import install as install_visits
from primeline.visits.tests.planned import plan
from primeline.web import exports
from primeline.web.matters.tests.owing import a_matter_now, install

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]

MANY = 50_003
MOST_MEMORY = 24 * 1024 * 1024


def sent(address: str, form: str = "csv") -> Iterator[bytes]:
    """Return the parts of a file that Greta asks for, none of them made yet."""
    answer: Any = signed_in(greta()).post(address.format(form=form))
    assert answer.status_code == 200
    return iter(answer.streaming_content)


def lines_of(parts: Iterator[bytes]) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(parts).decode("utf-8-sig"))))


def contracts(count: int) -> None:
    """Put contracts on file, the first of which ends last."""
    bank, first = harbor_bank(), date(2030, 1, 1)
    with act(kind="test.many", by=CASTING, at=TUESDAY_10AM):
        Agreement.objects.bulk_create(
            (
                Agreement(
                    customer=bank,
                    number=f"HT-{number:06}",
                    starts_date=date(2020, 1, 1),
                    ends_date=first - timedelta(days=number % 900),
                )
                for number in range(count)
            ),
            batch_size=2000,
        )


def matters() -> None:
    install()
    for back in (3, 1, 2):
        a_matter_now("ONBOARDING_FOLLOW_UP", at=clock.now() - timedelta(days=back))


def named() -> None:
    for name in ("Hawser", "Anchor", "Mast"):
        an_account(name, unit=harbor_branch(), manager=lin(), tier=Tier.GOLD)


def visits() -> None:
    install_visits()
    harbor_bank(tier=Tier.DIAMOND)
    plan(clock.now() - timedelta(days=60))
    plan(clock.now())


LAST_MONTH = day_of(clock.now() - timedelta(days=30)).replace(day=1)
LISTS: dict[str, tuple[Callable[[], None], str]] = {
    "contracts": (lambda: contracts(3), "/contracts/exports/{form}/"),
    "matters": (matters, "/matters/unit/exports/{form}/"),
    "named accounts": (named, "/named-accounts/exports/{form}/"),
    "visits": (visits, f"/visits/unit/exports/{{form}}/?month={LAST_MONTH}"),
    "accounts": (named, "/accounts/exports/{form}/?cols=number"),
}


@pytest.mark.parametrize("kind", LISTS)
def test_in_stretches_are_what_they_are_in_one(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill, address = LISTS[kind]
    fill()
    whole = lines_of(sent(address))
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 2)

    mark, *rows = lines_of(sent(address))
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(sent(address, "xlsx"))))

    assert len(rows) >= 1 + 3
    assert rows == whole[1:]
    assert f"· {len(rows) - 1} " in mark[0]
    assert len(book.get_sheet_by_index(0).to_python()) == len(rows) + 1
    looks = Look.objects.filter(subject_kind=kind)
    assert {look.rows_count for look in looks} == {len(rows) - 1}


def test_end_with_a_line_that_says_so_when_less_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    contracts(3)
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(spreadsheets, "LINES_AT_ONCE", 1)
    parts = sent(LISTS["contracts"][1])
    begun = [next(parts) for _ in range(4)]

    lead = greta()
    staff.deactivate_person(person=lead, version=lead.version, by=sara(), at=clock.now())
    rest = lines_of(parts)

    assert b"HT-000002" in begun[-1]
    assert len(rest) == 1
    assert "after 1 of 3, when less was open to you" in rest[0][0]


def test_say_what_left_the_list_while_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    named()
    monkeypatch.setattr(exports, "ROWS_AT_ONCE", 1)
    monkeypatch.setattr(spreadsheets, "LINES_AT_ONCE", 1)
    parts = sent("/accounts/exports/{form}/?cols=number&sort=name")
    begun = b"".join(next(parts) for _ in range(4))

    mast = Customer.objects.get(name="Mast")
    customers.restrict_customer(
        customer=mast,
        version=mast.version,
        cover_name="Spruce",
        by=sara(),
        at=clock.now(),
        reason="classified",
    )
    rest = lines_of(parts)

    assert b"Anchor" in begun
    assert [row[0] for row in rest[:-1]] == ["Hawser"]
    assert rest[-1][0].startswith("1 row is not here")


@pytest.mark.engine("sqlite")
def test_go_on_in_the_next_sheet_below_the_names_of_the_columns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contracts(5)
    monkeypatch.setattr(spreadsheets, "ROWS_OF_SHEET", 4)

    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(sent(LISTS["contracts"][1], "xlsx"))))

    sheets = [book.get_sheet_by_index(place).to_python() for place in range(2)]
    assert book.sheet_names == ["Contracts", "Contracts 2"]
    assert sheets[1][0] == sheets[0][1]
    assert [row[1] for row in sheets[0][2:] + sheets[1][1:]] == [
        f"HT-{number:06}" for number in (4, 3, 2, 1, 0)
    ]


def memory() -> int:
    """Return the bytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


@pytest.mark.long
def test_hold_every_row_however_many_in_the_memory_of_a_few() -> None:
    contracts(MANY)
    parts = sent(LISTS["contracts"][1])
    count = most = 0
    for _ in range(3):
        count += next(parts).count(b"HT-")

    before = memory()
    for part in parts:
        count += part.count(b"HT-")
        most = max(most, memory())

    assert count == MANY
    assert most - before < MOST_MEMORY
