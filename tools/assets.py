"""Lay what browsers load beside our templates: built files only, served by us."""

import re
import shutil
from pathlib import Path

from tools.steps import ROOT, Stamp, Stopped, fingerprint, say

VENDOR = ROOT / "primeline" / "web" / "static" / "vendor"
ICON_NAMES = ROOT / "tools" / "icons.txt"

BUILT_FILES = (
    "@tabler/core/dist/css/tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js",
    "htmx.org/dist/htmx.min.js",
    "echarts/dist/echarts.min.js",
    "bpmn-js/dist/bpmn-modeler.production.min.js",
    "bpmn-js/dist/bpmn-navigated-viewer.production.min.js",
    "bpmn-js/dist/assets/bpmn-js.css",
    "bpmn-js/dist/assets/diagram-js.css",
    "bpmn-js/dist/assets/bpmn-font/css/bpmn-codes.css",
    "bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2",
)
LICENSES = (
    "@popperjs/core/LICENSE.md",
    "@tabler/icons/LICENSE",
    "bpmn-js/LICENSE",
    "bpmn-moddle/LICENSE",
    "diagram-js/LICENSE",
    "htmx.org/LICENSE",
    "echarts/LICENSE",
    "echarts/NOTICE",
)

# The maps are not served, and a reference to a file that is not there stops `collectstatic`.
SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")
DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
EMPTY_BACKGROUND = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def build(*, node_modules: Path) -> None:
    """Fill the folder of vendored assets, unless it is up to date.

    :raises Stopped: if an icon is asked for that does not exist
    """
    stamp = Stamp(VENDOR / "stamp")
    wanted = fingerprint([ROOT / "package-lock.json", ICON_NAMES, Path(__file__)])
    if stamp.says == wanted:
        return
    say("Laying out scripts, styles and icons …")
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name in BUILT_FILES:
        built = node_modules / name
        (VENDOR / built.name).write_bytes(SOURCE_MAP.sub(b"", built.read_bytes()) + b"\n")
    (VENDOR / "icons.svg").write_text(_sprite(node_modules / "@tabler" / "icons" / "icons"))
    (VENDOR / "LICENSES.txt").write_text(_licenses(node_modules))
    stamp.set(wanted)


def icon_names() -> list[str]:
    """Return the icons of our pages: `name` for an outline, `filled/name` for a filled one."""
    lines = (line.split("#")[0].strip() for line in ICON_NAMES.read_text().splitlines())
    return [line for line in lines if line]


def _sprite(icons: Path) -> str:
    """Return one SVG file of many symbols, shown by `<use href="…/icons.svg#name">`."""
    symbols = "\n".join(_symbol(icons, name) for name in icon_names())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(icons: Path, name: str) -> str:
    kind, _, bare_name = name.rpartition("/")
    file = icons / (kind or "outline") / f"{bare_name}.svg"
    drawn = DRAWING.search(file.read_text()) if file.exists() else None
    if drawn is None:
        raise Stopped(f"tools/icons.txt asks for {name}, which Tabler does not draw.")
    body = re.sub(r"\s+", " ", drawn[1].replace(EMPTY_BACKGROUND, "")).strip()
    ink = (
        'fill="currentColor" stroke="none"'
        if kind == "filled"
        else 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
    )
    return f'<symbol id="{name.replace("/", "-")}" viewBox="0 0 24 24" {ink}>{body}</symbol>'


def _licenses(node_modules: Path) -> str:
    texts = (f"{name}\n\n{(node_modules / name).read_text()}" for name in LICENSES)
    return ("\n" + "-" * 80 + "\n").join(texts)
