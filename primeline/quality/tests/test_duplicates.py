"""The search for likely duplicates, held to a labeled set; and what people decide about pairs."""

from collections import defaultdict
from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from primeline.audit.models import Act
from primeline.customers.models import Contact, Customer
from primeline.customers.queries import reach_now
from primeline.kit.deeds import act
from primeline.kit.errors import NotFound, Refused
from primeline.privacy.choices import PersonalKind
from primeline.privacy.sealing import add_facts, give_subjects
from primeline.quality import actions, queries
from primeline.quality.models import DuplicatePair
from primeline.quality.searching import find_duplicates
from primeline.quality.tests.labeled import PLACES, labeled
from primeline.staff.choices import UnitKind
from primeline.testing.cast import (
    CASTING,
    TUESDAY_10AM,
    a_unit,
    an_account,
    east_province,
    greta,
    harbor_branch,
    hugo,
    lake_branch,
    lin,
    paul,
    sara,
)

TODAY = TUESDAY_10AM.date()
pytestmark = [pytest.mark.django_db, pytest.mark.row("B10")]


def write(count: int) -> dict[int, int]:
    """Write a labeled set; return which account is truly which company."""
    for place in PLACES[1:]:
        a_unit(place, UnitKind.BRANCH, f"{place}分公司", place, east_province())
    records = labeled(count, seed=7)
    with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
        rows = Customer.objects.bulk_create(
            Customer(
                number=f"L-{place}",
                kind="ORGANIZATION",
                name=one.name,
                identifier_kind="CREDIT_CODE" if one.identifier else "",
                identifier=one.identifier,
                address=one.address,
                owner_unit=harbor_branch(),
            )
            for place, one in enumerate(records)
        )
        contacts = [
            Contact(customer=row, name="王伟", phone=one.phone)
            for row, one in zip(rows, records, strict=True)
            if one.phone
        ]
        give_subjects(contacts)
        Contact.objects.bulk_create(contacts)
        add_facts(facts=[(one.subject, PersonalKind.PHONE, one.phone) for one in contacts])
    return {row.pk: one.truth for row, one in zip(rows, records, strict=True)}


class TestFindDuplicates:
    def test_finds_nearly_all_of_a_labeled_set_and_hardly_anything_else(self) -> None:
        truths = write(300)
        by_truth = defaultdict(list)
        for pk, truth in sorted(truths.items()):
            by_truth[truth].append(pk)
        true = {pair for pks in by_truth.values() for pair in combinations(pks, 2)}

        count = find_duplicates(by=CASTING, at=TUESDAY_10AM)

        found = set(DuplicatePair.objects.values_list("first_id", "second_id"))
        assert count == len(found)
        recall, precision = len(found & true) / len(true), len(found & true) / len(found)
        assert recall >= 0.9, f"recall {recall:.3f}, precision {precision:.3f}"
        assert precision >= 0.9, f"recall {recall:.3f}, precision {precision:.3f}"

    def test_looks_at_no_restricted_account(self) -> None:
        with act(kind="test.write", by=CASTING, at=TUESDAY_10AM):
            one = an_account("恒隆商贸有限公司", unit=harbor_branch())
            other = an_account("恒隆商贸集团", unit=harbor_branch())
            Customer.objects.filter(pk=other.pk).update(is_restricted=True, cover_name="Rowan")

        assert find_duplicates(by=CASTING, at=TUESDAY_10AM) == 0
        with pytest.raises(NotFound):
            queries.get_pair(
                reach_now(greta(), at=TUESDAY_10AM),
                one.number,
                other.number,
                today=TODAY,
            )

    def test_is_on_record_and_begins_anew_each_time(self) -> None:
        an_account("恒隆商贸有限公司", unit=harbor_branch())
        an_account("恒隆商贸集团", unit=harbor_branch())

        for _ in range(2):
            assert find_duplicates(by=CASTING, at=TUESDAY_10AM) == 1

        assert Act.objects.filter(kind="quality.find_duplicates").count() == 2


class TestPairs:
    def test_are_shown_to_whoever_reaches_both_accounts(self) -> None:
        an_account("恒隆商贸有限公司", unit=harbor_branch())
        an_account("恒隆商贸集团", unit=lake_branch())
        find_duplicates(by=CASTING, at=TUESDAY_10AM)

        shown = {
            person.username: queries.pairs_within(reach_now(person, at=TUESDAY_10AM)).count()
            for person in (sara(), paul(), greta(), hugo(), lin())
        }

        assert shown == {"sara": 1, "paul": 0, "greta": 0, "hugo": 0, "lin": 0}

    def test_cost_one_question(self) -> None:
        reach = reach_now(sara(), at=TUESDAY_10AM)

        with CaptureQueriesContext(connection) as asked:
            list(queries.pairs_within(reach)[:50])

        assert len(asked) == 1

    def test_found_different_are_not_shown_again_until_that_is_taken_back(self) -> None:
        one = an_account("恒隆商贸有限公司", unit=harbor_branch())
        other = an_account("恒隆商贸集团", unit=harbor_branch())
        reach = reach_now(greta(), at=TUESDAY_10AM)
        with pytest.raises(Refused):
            actions.tell_apart(one=other, other=one, reason=" ", by=greta(), at=TUESDAY_10AM)

        told = actions.tell_apart(
            one=other, other=one, reason="两家不同的公司", by=greta(), at=TUESDAY_10AM
        )

        find_duplicates(by=CASTING, at=TUESDAY_10AM)
        assert not queries.pairs_within(reach).exists()
        assert queries.get_pair(reach, one.number, other.number, today=TODAY).difference == told
        actions.take_back_difference(difference=told, by=greta(), at=TUESDAY_10AM)
        assert queries.pairs_within(reach).count() == 1
