"""Words that open holes. Where one is needed after all, the exception is here, with its reason."""

import ast
import re
from pathlib import Path

from tests.house.house import (
    PRODUCT_SOURCES,
    TEMPLATES,
    TEXTS,
    files,
    name_of,
    of_each,
    parsed,
    text_of,
)

# (file, word) -> why it is safe there
ALLOWED: dict[tuple[str, str], str] = {}

UNSAFE_NAMES = {
    "Markup": "text is escaped by the templates",
    "SafeString": "text is escaped by the templates",
    "csrf_exempt": "every form carries its token",
    "eval": "there is no code in data",
    "exec": "there is no code in data",
    "mark_safe": "text is escaped by the templates",
    "pickle": "foreign bytes are never code",
}
UNSAFE_METHODS = {
    "extra": "conditions are built by the ORM",
    "from_string": "templates are files",
}
UNSAFE_KEYWORDS = {("shell", True), ("verify", False), ("autoescape", False)}
UNSAFE_IN_TEMPLATES = re.compile(
    r"\|\s*safe\b|autoescape\s+(false|off)|\bon[a-z]+\s*=\s*[\"']|javascript:|<style\b|\sstyle\s*="
    r"|hx-on[:-]|https?://(?!www\.w3\.org/)"
)
HOST_PATH = re.compile(r"(?<![\w.~-])/(?:home|root|Users|work|workspace)/[\w.-]+")
REGISTRY_ADDRESS = re.compile(
    r"https?://(?:registry\.|files\.|pypi\.|deb\.|[\w.-]*mirror)[\w./-]*|\"resolved\":"
)


@of_each(PRODUCT_SOURCES)
def test_python_opens_no_holes(path: Path) -> None:
    for word, line in _risky_words(path):
        why = (UNSAFE_NAMES | UNSAFE_METHODS).get(word, "it opens a hole")
        assert (name_of(path), word) in ALLOWED, f"line {line}: no `{word}`: {why}"


def _risky_words(path: Path) -> list[tuple[str, int]]:
    found = []
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Name(id=word) if word in UNSAFE_NAMES:
                found.append((word, node.lineno))
            case ast.Call(func=ast.Attribute(attr=word)) if word in UNSAFE_NAMES | UNSAFE_METHODS:
                found.append((word, node.lineno))
            case ast.alias(name=word) if word.split(".")[0] in UNSAFE_NAMES:
                found.append((word, node.lineno))
            case ast.keyword(arg=str(word), value=ast.Constant(value=bool(value))):
                if (word, value) in UNSAFE_KEYWORDS:
                    found.append((f"{word}={value}", node.value.lineno))
    return found


@of_each(TEMPLATES)
def test_templates_escape_everything_and_load_nothing_from_elsewhere(path: Path) -> None:
    for number, line in enumerate(text_of(path).splitlines(), 1):
        found = UNSAFE_IN_TEMPLATES.search(line)
        assert found is None or (name_of(path), found[0]) in ALLOWED, (
            f"line {number}: `{found and found[0].strip()}` has no place in a template"
        )


@of_each(TEXTS)
def test_nothing_tells_of_the_machine_it_was_written_on(path: Path) -> None:
    for number, line in enumerate(text_of(path).splitlines(), 1):
        found = HOST_PATH.search(line) or REGISTRY_ADDRESS.search(line)
        assert found is None or path.resolve() == Path(__file__).resolve(), (
            f"line {number}: {found and found[0]} means something on one machine only"
        )


@of_each(files(".py", ".md", ".html", ".js"))
def test_nothing_is_left_unfinished(path: Path) -> None:
    if path.resolve() == Path(__file__).resolve():
        return
    for number, line in enumerate(text_of(path).splitlines(), 1):
        assert not re.search(r"\b(FIXME|XXX|TODO(?! #\d))\b", line), (
            f"line {number}: finish it, or name the number of an open matter: TODO #12"
        )
