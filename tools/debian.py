"""What tests need of the machine itself, and taking it from Debian's packages where we may."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from tools import cluster
from tools.steps import Stopped, environment, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CLUSTER_SETTINGS = Path("/etc/postgresql-common/createcluster.d/primeline.conf")
JAVA = 17
APT = ("apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=300")


def browser() -> str | None:
    """Return the path of a Chromium on this machine."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def has_postgresql() -> bool:
    """Test whether a PostgreSQL server that is new enough is on this machine."""
    try:
        cluster.binaries()
    except cluster.ClusterProblem:
        return False
    return True


def has_chinese_font() -> bool:
    """Test whether Chinese is drawn as characters, not as boxes."""
    if fc_list := shutil.which("fc-list"):
        listed = subprocess.run([fc_list, ":lang=zh-cn"], capture_output=True, text=True)
        return bool(listed.stdout.strip())
    return any(Path("/usr/share/fonts").glob("**/NotoSans*CJK*"))


def has_java() -> bool:
    """Test whether a Java that is new enough is on this machine."""
    java = shutil.which("java")
    if java is None:
        return False
    # It says `openjdk version "17.0.15" …` and writes that to the channel of errors.
    said = subprocess.run([java, "-version"], capture_output=True, text=True)
    version = re.search(r'version "(\d+)', said.stderr)
    return said.returncode == 0 and version is not None and int(version[1]) >= JAVA


NEEDED: dict[str, Callable[[], object]] = {
    "chromium": browser,
    "postgresql": has_postgresql,
    "fonts-noto-cjk": has_chinese_font,
    f"openjdk-{JAVA}-jre-headless": has_java,
}


def ensure_packages(*wanted: str) -> None:
    """Install what is missing of these packages, or of all that tests need.

    :raises Stopped: if something is missing and may not or cannot be installed from here
    """
    missing = missing_packages(*wanted)
    if not missing:
        return
    sudo = _rights()
    if sudo is None or not shutil.which("apt-get"):
        raise Stopped(_sentence(missing))
    say(f"Installing {', '.join(missing)} from Debian's packages …")
    _install(missing, sudo)
    if still_missing := missing_packages(*wanted):
        raise Stopped(_sentence(still_missing))


def missing_packages(*wanted: str) -> list[str]:
    """Return the names of Debian's packages for what this machine lacks."""
    return [package for package in wanted or NEEDED if not NEEDED[package]()]


def _sentence(missing: Sequence[str]) -> str:
    names = " ".join(missing)
    return f"This needs {names}: please run apt-get install --no-install-recommends {names}"


def _rights() -> Sequence[str] | None:
    """Return what to put before a command to run it as root; None where that is not permitted."""
    if os.geteuid() == 0:
        return ()
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL)
    return ("sudo", "-n") if asked.returncode == 0 else None


def _install(packages: Sequence[str], sudo: Sequence[str]) -> None:
    # Debian would start a server of its own on port 5432; the tests bring their own.
    wants_server = "postgresql" in packages and not CLUSTER_SETTINGS.exists()
    if wants_server:
        _run([*sudo, "mkdir", "-p", CLUSTER_SETTINGS.parent])
        _run([*sudo, "tee", CLUSTER_SETTINGS], given="create_main_cluster = false\n")
    _run([*sudo, *APT, "update"])
    install = ("env", "DEBIAN_FRONTEND=noninteractive", *APT, "install")
    _run([*sudo, *install, "--no-install-recommends", *packages])
    if wants_server:
        _run([*sudo, "rm", CLUSTER_SETTINGS])


def _run(command: Sequence[str | Path], given: str = "") -> None:
    finished = subprocess.run(
        [str(word) for word in command],
        input=given,
        text=True,
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    if finished.returncode:
        say(f"{' '.join(str(word) for word in command)} failed.")
