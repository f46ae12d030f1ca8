"""The calendar and the hours of units, as people use them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client

from primeline.hours import queries
from primeline.hours.actions import install_days
from primeline.hours.choices import DayKind
from primeline.hours.models import CalendarDay, UnitHours
from primeline.testing.cast import CASTING, TUESDAY_10AM, ada, harbor_branch, lin, sara
from primeline.testing.doors import signed_in
from primeline.web.hours import lines

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]
IN_DECEMBER = datetime(2026, 12, 1, 2, tzinfo=UTC)
NOTICE = {
    "days_off": "2027-01-01 元旦\n2027-02-05 – 2027-02-11 春节 / Spring Festival",
    "make_up_days": "2027-01-31 春节",
    "source": "国办发明电〔2026〕9号",
}


@pytest.fixture(autouse=True)
def _tuesday() -> object:
    install_days(by=CASTING, at=TUESDAY_10AM)
    with time_machine.travel(TUESDAY_10AM, tick=False):
        yield


def content(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_year_shows_days_off_and_leaves_changing_them_to_few() -> None:
    reader, editor = signed_in(lin()), signed_in(sara())

    shown = content(reader, "/hours/?year=2026")

    assert "248 working days, 33 days off, 6 make-up days" in shown
    assert "Make-up working day · Spring Festival" in shown
    assert "/hours/days/" not in shown
    assert "/hours/days/2026-10-10/" in content(editor, "/hours/?year=2026")
    assert "Provisional" in content(reader, "/hours/?year=2027")
    assert reader.get("/hours/?year=99999").status_code == 200


def test_a_day_is_put_right_once_by_the_faster_of_two() -> None:
    editor = signed_in(sara())
    here = "/hours/days/2026-10-07/"
    version = CalendarDay.objects.get(day_date=date(2026, 10, 7)).version
    sent = {"kind": "ORDINARY", "source": "更正", "version": str(version)}

    assert editor.post(here, sent).status_code == 302
    assert queries.workdays().is_workday(date(2026, 10, 7))
    assert editor.post(here, sent | {"kind": "HOLIDAY", "name_zh": "国庆节"}).status_code == 409
    on_monday = {"kind": "WORKDAY", "name_zh": "x", "version": "0"}
    assert editor.post("/hours/days/2026-08-03/", on_monday).status_code == 422
    for nonsense in ("2026-02-30", "tomorrow", "1999-01-01"):
        assert editor.get(f"/hours/days/{nonsense}/").status_code == 404


def test_the_next_year_is_asked_for_in_december_and_published_line_by_line() -> None:
    here = "/hours/years/2027/publication/"
    with time_machine.travel(IN_DECEMBER, tick=False):
        editor, manager = signed_in(sara()), signed_in(lin())
        for shown in (content(editor, "/"), content(signed_in(ada()), "/"), content(editor, here)):
            assert "2027" in shown
        assert "The days of 2027 are not published" in content(editor, "/")
        assert "not published" not in content(manager, "/")

        for wrong in ("2027-02-11 – 2027-02-05 春节", "2027-02-30 春节", "2026-12-31 元旦", "春节"):
            refused = editor.post(here, NOTICE | {"days_off": wrong, "once": "a" * 24})
            assert refused.status_code == 422, wrong
        assert editor.post(here, NOTICE | {"once": "b" * 24}).status_code == 302
        assert editor.post(here, NOTICE | {"once": "b" * 24}).status_code == 302
        assert "not published" not in content(editor, "/")
        assert "published already" in content(editor, here)

    year = queries.year_shown(2027)
    assert len(year.days) == 9
    assert [one.name_en for one in year.days] == [
        "New Year's Day",
        *["Spring Festival"] * 8,
    ]


def test_a_unit_gets_hours_with_several_shifts_and_gives_them_up() -> None:
    editor = signed_in(sara())
    here = f"/hours/units/{harbor_branch().pk}/"
    day = "8:30-12:00、13:30~18:00"
    sent = {
        "active_from": "2026-04-28",
        "zone": "Asia/Shanghai",
        "keeps_public_days": "on",
        **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), day),
        "saturday": "09:00-12:00",
        "version": "0",
    }
    assert "As shipped" in content(editor, here)

    for field, wrong in (
        ("monday", "09:00-12:00, 11:00-13:00"),
        ("friday", "20:00-06:00"),
        ("zone", "Asia/Nowhere"),
        ("active_from", "2026-04-27"),
    ):
        refused = editor.post(f"{here}hours/", sent | {field: wrong})
        assert refused.status_code == 422, field
        assert f'id="id_{field}_error"' in refused.content.decode()
    closed = {"zone": "Asia/Shanghai", "active_from": "2026-04-28", "version": "0"}
    assert "no deadline could be counted" in editor.post(f"{here}hours/", closed).content.decode()
    assert not UnitHours.objects.exists()

    assert editor.post(f"{here}hours/", sent).status_code == 302
    assert "08:30-12:00, 13:30-18:00" in content(signed_in(lin()), here)
    assert "Monday – Friday" in content(editor, "/hours/units/")
    assert editor.post(f"{here}hours/", sent | {"saturday": ""}).status_code == 422  # too slow
    assert editor.post(f"{here}end/", {"version": "1"}).status_code == 302
    assert "As shipped" in content(editor, here)


def test_lines_are_read_back_as_they_were_written() -> None:
    for kind in (DayKind.HOLIDAY, DayKind.WORKDAY):
        days = [one for one in queries.year_shown(2026).days if one.kind is kind]

        assert lines.days_in(lines.text_of(days, kind), kind, {}) == days
    with pytest.raises(ValidationError):
        lines.days_in("2027-01-01 至 2028-01-01 元旦", DayKind.HOLIDAY, {})
    [one] = lines.days_in("2027-01-01 元旦", DayKind.HOLIDAY, {"元旦": "New Year's Day"})
    assert one.name_en == "New Year's Day"
    assert one.day + timedelta(days=1) == date(2027, 1, 2)
