"""What hangs on accounts: all of it goes along in a merge, or says that it stays."""

import pytest
from django.db.models import ForeignKey, UniqueConstraint

from primeline.quality.queries import everything, moving

pytestmark = [pytest.mark.row("B10")]


class TestEveryTable:
    """Whatever a later room hangs on accounts goes along, or says that it stays."""

    def test_moves_or_says_that_it_stays(self) -> None:
        for hanging in everything():
            stays = getattr(hanging.model, "stays_in_merge", ())
            names = {f.name for f in hanging.model._meta.fields if isinstance(f, ForeignKey)}
            assert set(stays) <= names, f"{hanging.model} says that {stays} stay, which it has not"
        # What a person or a rule decided about one account stays with it; all else moves.
        assert {(h.table, h.field) for h in set(everything()) - set(moving())} == STAYING

    def test_has_only_constraints_that_merging_understands(self) -> None:
        for hanging in moving():
            for constraint in hanging.model._meta.constraints:
                if isinstance(constraint, UniqueConstraint):
                    assert not constraint.expressions, f"{constraint.name} of {hanging.model}"
            assert not hanging.model._meta.unique_together


STAYING = {
    ("access_accessrequest", "customer"),
    ("access_restrictionproposal", "customer"),
    ("customers_clearance", "customer"),
    ("customers_customer", "merged_into"),
    ("customers_grouplink", "child"),
    ("customers_grouplink", "head"),
    ("customers_grouplink", "parent"),
    ("customers_grouplink", "payer"),
    ("products_subscription", "came_from"),
    ("quality_condition", "customer"),
    ("quality_difference", "first"),
    ("quality_difference", "second"),
    ("quality_duplicatepair", "first"),
    ("quality_duplicatepair", "second"),
    ("quality_merge", "absorbed"),
    ("quality_merge", "survivor"),
    ("tiers_namedlisting", "customer"),
    ("tiers_standing", "customer"),
    ("tiers_strategiclisting", "customer"),
    ("tiers_tieroverride", "customer"),
    ("visits_serviceaction", "customer"),
}
