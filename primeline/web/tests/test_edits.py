"""Saving forms: refusals at their field, lost updates field by field, merging by choice."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from primeline.kit.errors import ChangedMeanwhile, Refused
from primeline.web import edits
from primeline.web.edits import EditForm


class FruitForm(EditForm):
    name = forms.CharField(label="Name")
    color = forms.ChoiceField(label="Color", choices=[("R", "Red"), ("G", "Green")])
    is_ripe = forms.BooleanField(label="Ripe", required=False)
    shop_id = forms.IntegerField(label="Shop", required=False)


def sent(**changes: str) -> FruitForm:
    query = QueryDict(mutable=True)
    query.update({"version": "1", "name": "apple", "color": "R", **changes})
    return FruitForm(query)


def raising(problem: Exception) -> Any:
    def deed(facts: dict[str, Any]) -> None:
        raise problem

    return deed


class TestSave:
    def test_is_done_where_somebody_else_stored_the_same(self) -> None:
        assert edits.save(sent(), raising(ChangedMeanwhile("Same.", differences={}))).is_done

    def test_is_not_done_where_somebody_else_decided(self) -> None:
        edit = edits.save(sent(), raising(ChangedMeanwhile("It was refused.")), version=2)

        assert not edit.is_done
        assert edit.status == 422
        assert edit.form.errors["__all__"] == ["It was refused."]

    def test_does_the_deed_with_what_the_form_holds(self) -> None:
        done: list[dict[str, Any]] = []

        edit = edits.save(sent(), done.append)

        assert edit.is_done
        assert done == [
            {"version": 1, "name": "apple", "color": "R", "is_ripe": False, "shop_id": None}
        ]

    def test_does_nothing_with_a_form_that_is_wrong(self) -> None:
        done: list[dict[str, Any]] = []

        edit = edits.save(sent(name=""), done.append)

        assert (edit.is_done, edit.status, done) == (False, 422, [])

    @pytest.mark.parametrize(("field", "shown_at"), [("name", "name"), ("moon", "__all__")])
    def test_shows_a_refusal_at_its_field_or_above_all(self, field: str, shown_at: str) -> None:
        edit = edits.save(sent(), raising(Refused("Too sour.", field=field)))

        assert edit.form.errors[shown_at] == ["Too sour."]

    def test_shows_in_words_what_differs_from_what_is_stored(self) -> None:
        meanwhile = ChangedMeanwhile(
            "late",
            differences={"color": ("R", "G"), "is_ripe": (False, True), "shop_id": (None, 7)},
        )

        edit = edits.save(sent(), raising(meanwhile), version=5)

        shown = {one.name: (one.yours, one.stored) for one in edit.differences}
        assert shown == {
            "color": ("Red", "Green"),
            "is_ripe": ("no", "yes"),
            "shop_id": ("", "7"),
        }
        assert edit.status == 409
        assert edit.form["version"].value() == "5"
        assert edit.form["name"].value() == "apple"

    def test_a_field_that_was_left_as_it_was_takes_what_the_other_stored(self) -> None:
        stored = {"name": "apple", "color": "R", "is_ripe": False, "shop_id": 7}
        shown = edits.edited(
            RequestFactory().get("/"),
            FruitForm,
            raising(AssertionError()),
            stored=stored,
            version=1,
        )
        meanwhile = ChangedMeanwhile(
            "late",
            differences={
                "name": ("quince", "pear"),
                "color": ("R", "G"),
                "is_ripe": (False, True),
                "shop_id": (7, None),
            },
        )
        seen = shown.form["seen"].value()

        edit = edits.save(
            sent(name="quince", shop_id="7", seen=seen), raising(meanwhile), version=2
        )
        again = edits.save(edit.form, raising(meanwhile), version=3)

        mine = {one.name: one.is_changed_by_you for one in edit.differences}
        assert mine == {"name": True, "color": False, "is_ripe": False, "shop_id": False}
        values = {name: edit.form[name].value() for name in mine}
        assert values == {"name": "quince", "color": "G", "is_ripe": True, "shop_id": None}
        # What was shown with the differences is what is seen now.
        assert {one.name for one in again.differences if one.is_changed_by_you} == {
            "name",
            "color",
            "is_ripe",
            "shop_id",
        }

    @pytest.mark.parametrize("seen", ["", "[1]", "{", '{"color": 3}'])
    def test_whoever_meddles_with_what_was_shown_has_changed_all(self, seen: str) -> None:
        meanwhile = ChangedMeanwhile("late", differences={"color": ("R", "G")})

        edit = edits.save(sent(seen=seen), raising(meanwhile), version=2)

        assert [one.is_changed_by_you for one in edit.differences] == [True]

    def test_is_done_when_the_same_is_stored_already(self) -> None:
        edit = edits.save(sent(), raising(ChangedMeanwhile("late", differences={})))

        assert edit.is_done


class TestMerged:
    def test_takes_the_stored_value_where_it_was_chosen(self) -> None:
        query = QueryDict("name=mine&color=R&is_ripe=on&keep-color=stored&keep-is_ripe=stored")

        merged = edits.merged(query, {"name": "theirs", "color": "G", "is_ripe": False})

        assert merged["name"] == "mine"
        assert merged["color"] == "G"
        assert not merged.getlist("is_ripe")
