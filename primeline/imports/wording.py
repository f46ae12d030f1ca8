"""Problems as sentences, in the language of whoever reads them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from primeline.imports.problems import MESSAGES, Problem
from primeline.imports.targets import LAYOUTS


def sentence(stored: Mapping[str, Any]) -> str:
    """Return a stored problem as a sentence in the reader's language."""
    words = {"value": "", **stored["words"]}
    if "choices" in words:
        words["known"] = _known(str(words["choices"]))
    return str(MESSAGES[stored["code"]]) % words


def sentence_of(problem: Problem) -> str:
    """Return a problem as a sentence in the reader's language."""
    return sentence(problem.as_json())


def _known(choices: str) -> str:
    for layout in LAYOUTS.values():
        for field in layout.fields:
            if field.choices is not None and field.choices.__name__ == choices:
                return pgettext("list", ", ").join(str(label) for label in field.choices.labels)
    raise LookupError(choices)
