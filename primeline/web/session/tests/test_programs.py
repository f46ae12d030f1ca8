"""Browsers are named as people know them."""

import pytest

from primeline.web.session.programs import program_words

LIKE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {LIKE} Chrome/156 Safari/537",
            "Chrome 156 · Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64) {LIKE} Chrome/150.0 Safari/537.36 Edg/150.0",
            "Edge 150 · Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 (KHTML, like "
            "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari 18 · iPhone",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14) {LIKE} Chrome/120.0 Mobile Safari/537 wxwork/4.1.2",
            "WeCom 4 · Android",
        ),
        ("Mozilla/5.0 (Macintosh; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox 130 · macOS"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(said: str, words: str) -> None:
    assert program_words(said) == words
