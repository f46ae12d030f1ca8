"""Processes of their own, working on the database of the test that starts them."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from primeline.testing import plugin

ROOT = Path(__file__).parents[2]


def environment_of_test(**additions: str) -> dict[str, str]:
    """Return the environment in which another process sees this test's database."""
    url = _database_url(plugin.APPLICATION_URL)
    shared = {plugin.APPLICATION_URL: url, "DJANGO_SETTINGS_MODULE": "primeline.config.settings"}
    if connection.vendor == "postgresql":
        shared[plugin.OWNER_URL] = _database_url(plugin.OWNER_URL)
    return os.environ | shared | additions


def start_python(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python process on this test's database, with Django set up, that runs `code`."""
    return subprocess.Popen(  # noqa: S603 - what runs stands in a test
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}", *arguments],
        env=environment_of_test(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _database_url(variable: str) -> str:
    name = quote(str(connection.settings_dict["NAME"]))
    if connection.vendor != "postgresql":
        return f"sqlite://{name}"
    return f"{os.environ[variable].rpartition('/')[0]}/{name}"
