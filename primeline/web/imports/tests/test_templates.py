"""Templates to take away: headings and an example, in the language of whoever asks."""

import re

import pytest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from primeline.imports.choices import Target
from primeline.imports.targets import LAYOUTS
from primeline.testing import cast
from primeline.testing.doors import signed_in
from primeline.web.imports.tests.test_imports import in_chinese

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9")]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_offers_templates(form: str) -> None:
    for client in (signed_in(cast.greta()), in_chinese(cast.greta())):
        for target in Target:
            kwargs = {"target": target.value.lower(), "form": form}
            answer = client.get(reverse("import_template", kwargs=kwargs))
            assert len(b"".join(answer)) > 40, target


@pytest.mark.engine("sqlite")
def test_gives_examples_in_the_language_of_whoever_asks() -> None:
    readers = signed_in(cast.greta()), in_chinese(cast.sara())
    han = re.compile("[\u4e00-\u9fff]")
    for target in Target:
        kwargs = {"target": target.value.lower(), "form": "csv"}
        english, chinese = (
            b"".join(client.get(reverse("import_template", kwargs=kwargs))).decode("utf-8-sig")
            for client in readers
        )
        assert not han.search(english), target
        for field in LAYOUTS[target].fields:
            if isinstance(field.example, Promise):
                with override("en"):
                    assert str(field.example) in english
                with override("zh-hans"):
                    assert str(field.example) in chinese


def test_names_somebody_who_may_look_after_accounts_in_examples() -> None:
    cast.lin(), cast.mira()
    client = signed_in(cast.greta())

    answer = client.get(reverse("import_template", kwargs={"target": "managers", "form": "csv"}))

    heads, example = b"".join(answer).decode("utf-8-sig").splitlines()
    assert dict(zip(heads.split(","), example.split(","), strict=True))["Account manager"] == (
        "lin"
    )
