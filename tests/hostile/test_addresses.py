"""What stands in an address may be anything: it is read, or refused, and never breaks a page."""

import pytest
from django.test import Client
from django.urls import reverse

from primeline.customers.models import Customer
from primeline.testing import cast
from primeline.testing.doors import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.row("L1")]

LONG = "9" * 5000
LARGE = "9" * 25
NUMBERS = (LONG, LARGE, "-1", "²", "٣")
MOMENTS = (
    f"2026-04-28T10:00:00+00:00{{0}}{LARGE}",
    "0001-01-01T00:00:00+14:00{0}1",
    "9999-12-31T23:59:59-14:00{0}1",
    "2026-04-28T10:00:00{0}1",
)
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", LONG)


@pytest.fixture
def client() -> Client:
    """Sara of the service center, who may look at nearly everything."""
    client = signed_in(cast.sara())
    client.raise_request_exception = False
    return client


@pytest.fixture
def auditor() -> Client:
    """Adam, who looks at the record."""
    client = signed_in(cast.adam())
    client.raise_request_exception = False
    return client


@pytest.fixture
def harbor_bank() -> Customer:
    return cast.harbor_bank()


def answered(client: Client, address: str, name: str, values: tuple[str, ...]) -> set[int]:
    """Return how an address is answered with each of these values for a name."""
    return {client.get(address, {name: value}).status_code for value in values}


@pytest.mark.parametrize("name", ["after", "before", "unit", "manager"])
def test_a_list_of_accounts_reads_any_number(client: Client, name: str) -> None:
    cast.harbor_bank()

    assert answered(client, reverse("accounts:list"), name, NUMBERS) <= {200, 404}


@pytest.mark.parametrize("name", ["start", "manager"])
def test_the_named_list_reads_any_number(client: Client, name: str) -> None:
    assert answered(client, reverse("named_accounts"), name, NUMBERS) <= {200, 404}


def test_an_account_reads_any_place(client: Client, harbor_bank: Customer) -> None:
    address = reverse("accounts:subscriptions", args=[harbor_bank.number])
    assert answered(client, address, "after", NUMBERS) <= {200, 404}
    address = reverse("accounts:history", args=[harbor_bank.number])
    assert answered(client, address, "before", NUMBERS) == {200}
    address = reverse("accounts:then", args=[harbor_bank.number])
    for name in ("since", "until"):
        assert answered(client, address, name, DAYS) == {200}
    address = reverse("accounts:older_lines", args=[harbor_bank.number])
    places = tuple(moment.format("~") for moment in MOMENTS)
    assert answered(client, address, "after", (*places, *NUMBERS)) <= {200, 404}


def test_the_record_reads_any_place_and_any_day(auditor: Client) -> None:
    address = reverse("audit")
    places = tuple(moment.format("_") for moment in MOMENTS)
    assert answered(auditor, address, "after", (*places, *NUMBERS)) == {200}
    for name in ("from_date", "to_date"):
        assert answered(auditor, address, name, DAYS) == {422}
    assert answered(auditor, reverse("audit_act", args=[1]), "after", NUMBERS) <= {200, 404}


def test_figures_read_any_month_and_any_start(client: Client) -> None:
    address = reverse("figures")
    assert answered(client, address, "month", ("0001-01", "9999-12", LONG)) == {404}
    asked = "?from=2026-03&to=2026-04&kind=LOST"
    for name in ("start", "reason"):
        found = answered(client, reverse("figure_rows") + asked, name, NUMBERS)
        found |= {client.get(f"{reverse('figure_rows')}{asked}&{name}={LONG}").status_code}
        assert found <= {200, 404}


@pytest.mark.parametrize(
    ("path", "query"),
    [("/accounts/a%00b/", ""), ("/policies/a%00b/", ""), ("/accounts/", "industry=a%00b")],
)
def test_a_zero_byte_is_turned_away_at_the_door(client: Client, path: str, query: str) -> None:
    assert client.get(path, QUERY_STRING=query).status_code == 400


def test_a_zero_byte_in_a_form_is_turned_away(client: Client) -> None:
    kept = client.post(reverse("accounts:views"), {"name": "mine\0"})

    assert kept.status_code == 400


@pytest.mark.parametrize(
    "to", ["nowhere", "//evil.example/", "https://evil.example/", "/\\evil.example"]
)
def test_switching_the_language_goes_back_within_this_house(client: Client, to: str) -> None:
    answer = client.post(reverse("language"), {"language": "en", "next": to})

    assert answer.status_code == 302
    assert "evil.example" not in answer["Location"]


class TestWhereAListStarts:
    """Starting a list at an account out of reach would tell where its name and fee stand."""

    @pytest.mark.parametrize("place", ["after", "before"])
    @pytest.mark.parametrize("order", ["name", "-name", "fee", "-fee", "number", "opened"])
    def test_an_account_out_of_reach_is_no_start(self, place: str, order: str) -> None:
        cast.harbor_bank()
        client, address = signed_in(cast.greta()), reverse("accounts:list")
        hidden, missing = cast.lake_mills().pk, 10**9

        found = [
            client.get(address, {place: str(pk), "sort": order}).status_code
            for pk in (hidden, missing)
        ]

        assert found == [404, 404]
