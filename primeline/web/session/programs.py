"""What a browser calls itself, in words that people recognize their own device by."""

import re

# In the order in which they give themselves away: each also claims to be those after it.
_PROGRAMS = (
    ("Edge", re.compile(r"\bEdgA?/(\d+)")),
    ("Opera", re.compile(r"\bOPR/(\d+)")),
    ("WeCom", re.compile(r"\bwxwork/(\d+)")),
    ("WeChat", re.compile(r"\bMicroMessenger/(\d+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d+)")),
    ("Safari", re.compile(r"\bVersion/(\d+)\S* (?:Mobile/\S+ )?Safari/")),
)
_SYSTEMS = (
    ("HarmonyOS", re.compile("HarmonyOS|OpenHarmony")),
    ("Android", re.compile("Android")),
    ("iPhone", re.compile("iPhone")),
    ("iPad", re.compile("iPad")),
    ("Windows", re.compile("Windows")),
    ("macOS", re.compile("Mac OS X|Macintosh")),
    ("Linux", re.compile("Linux")),
)


def program_words(said: str) -> str:
    """Return the program and the system, for example `Chrome 156 · Linux`; else what it said."""
    program = next(
        (f"{name} {met[1]}" for name, form in _PROGRAMS if (met := form.search(said))), ""
    )
    system = next((name for name, form in _SYSTEMS if form.search(said)), "")
    return " · ".join(filter(None, (program, system))) or said
