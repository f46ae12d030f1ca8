"""Reference data through the pages: seen by many, changed by few, never lost."""

from datetime import timedelta
from typing import Any

import pytest

from primeline.audit.models import Act
from primeline.customers import actions as customers
from primeline.customers.models import Industry
from primeline.kit import clock
from primeline.kit.errors import Refused
from primeline.privacy.actions import install_limits
from primeline.privacy.tests.people import mei
from primeline.products import actions as products
from primeline.products.models import LineOfBusiness
from primeline.testing.cast import CASTING, TUESDAY_10AM, ada, greta
from primeline.testing.doors import signed_in
from primeline.web import formats
from primeline.web.pages import today

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite")]


@pytest.fixture(autouse=True)
def _reference() -> None:
    products.install_reference(by=CASTING, at=TUESDAY_10AM)


def written(line: LineOfBusiness, **changes: Any) -> dict[str, Any]:
    """Return what the form of a line sends back unless something is changed."""
    facts = {
        "name_zh": line.name_zh,
        "name_en": line.name_en,
        "version": line.version,
        "is_open_to_new": "on",
        "is_active": "on",
    }
    return facts | changes


class TestEntries:
    @pytest.mark.parametrize("kind", ["industries", "lines", "reasons"])
    def test_shows_what_is_shipped(self, kind: str) -> None:
        page = signed_in(greta()).get(f"/reference/{kind}/")

        assert page.status_code == 200
        assert b"data-row" in page.content

    def test_there_is_no_other_kind(self) -> None:
        assert signed_in(greta()).get("/reference/passwords/").status_code == 404


class TestNewEntry:
    def test_adds_it_under_one_act(self) -> None:
        facts = {"code": "SPACE", "name_zh": "航天", "name_en": "Space"}

        answer = signed_in(ada()).post("/reference/industries/new/", facts)

        assert answer.status_code == 302
        assert Industry.objects.get(code="SPACE").name_zh == "航天"
        assert Act.objects.latest("id").actor == ada()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("code", "space"),
            ("code", "FINANCE"),
            ("code", "X" * 33),
            ("name_zh", ""),
            ("name_zh", "航" * 65),
        ],
    )
    def test_names_the_field_that_is_wrong_and_writes_nothing(self, field: str, value: str) -> None:
        facts = {"code": "SPACE", "name_zh": "航天", "name_en": "Space"} | {field: value}
        client = signed_in(ada())
        before = Industry.objects.count()

        answer = client.post("/reference/industries/new/", facts)

        assert answer.status_code == 422
        assert f'id="id_{field}_error"'.encode() in answer.content
        assert f'<ul class="troubles"><li><a href="#id_{field}">'.encode() in answer.content
        assert Industry.objects.count() == before


class TestEntry:
    def test_closes_a_line_to_new_subscriptions(self) -> None:
        line = LineOfBusiness.objects.get(code="INTERNET_FAX")
        facts = written(line)
        del facts["is_open_to_new"]

        signed_in(ada()).post("/reference/lines/INTERNET_FAX/", facts)

        line.refresh_from_db()
        assert not line.is_open_to_new

    def test_the_slower_of_two_sees_what_differs_and_may_still_save(self) -> None:
        line = LineOfBusiness.objects.get(code="INTERNET_FAX")
        client = signed_in(ada())
        client.post("/reference/lines/INTERNET_FAX/", written(line, name_en="Fax"))

        late = client.post("/reference/lines/INTERNET_FAX/", written(line, name_en="E-fax"))
        again = client.post(
            "/reference/lines/INTERNET_FAX/",
            written(line, name_en="E-fax", version=line.version + 1),
        )

        assert late.status_code == 409
        assert b"E-fax" in late.content
        assert f'value="{line.version + 1}"'.encode() in late.content
        assert again.status_code == 302
        line.refresh_from_db()
        assert line.name_en == "E-fax"

    @pytest.mark.row("B2")
    def test_sets_how_many_people_may_be_seen_in_clear(self) -> None:
        install_limits(by=CASTING, at=TUESDAY_10AM)
        browser, page = signed_in(ada()), "/reference/limits/UNMASKED_AN_HOUR/"
        assert "People that somebody may see" in browser.get("/reference/limits/").content.decode()
        now, person, later_day = clock.now(), mei(), today() + timedelta(days=7)
        later = {"value": "7", "version": "1", "from_date": str(later_day), "reason": "Fewer."}
        assert browser.post(page, later | {"value": "0"}).status_code == 422
        assert browser.post(page, later | {"reason": ""}).status_code == 422

        assert browser.post(page, later).status_code == 302
        told = browser.get("/reference/limits/").content.decode()
        assert f"7 from {formats.day(later_day)} on" in told
        at_once = later | {"value": "1", "version": "2", "from_date": str(today())}
        assert browser.post(page, at_once).status_code == 302

        customers.unmask_contact(contact=person, purpose="FAULT", by=greta(), at=now)
        with pytest.raises(Refused):
            customers.unmask_contact(contact=person, purpose="FAULT", by=greta(), at=now)

    def test_whoever_may_only_look_cannot_change(self) -> None:
        line = LineOfBusiness.objects.get(code="INTERNET_FAX")
        client = signed_in(greta())

        assert client.get("/reference/lines/INTERNET_FAX/").status_code == 200
        answer = client.post("/reference/lines/INTERNET_FAX/", written(line, name_en="Fax"))

        assert answer.status_code == 403
        line.refresh_from_db()
        assert line.name_en == "Internet fax"
