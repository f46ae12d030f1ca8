"""Loaded by pytest before the settings are: tests run in a folder and on databases of their own.

PRIMELINE_TEST_DATABASE is `sqlite` (when absent) or `postgres`. On PostgreSQL the two roles come
from PRIMELINE_DATABASE_URL and PRIMELINE_OWNER_DATABASE_URL, as they do in production;
`python -m tools.cluster start` gives a developer a server with both. Where PRIMELINE_TEST_PORTS
names several servers, each test process works on one of them. PRIMELINE_TEST_WHOLLY asks for what
takes too long for every day, such as every role of the matrix.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest

ENGINE = "PRIMELINE_TEST_DATABASE"
RUN_FOLDER = "PRIMELINE_TEST_RUN"
WHOLLY = "PRIMELINE_TEST_WHOLLY"
APPLICATION_URL = "PRIMELINE_DATABASE_URL"
OWNER_URL = "PRIMELINE_OWNER_DATABASE_URL"
PORTS = "PRIMELINE_TEST_PORTS"
PROCESS = "PYTEST_XDIST_WORKER"

# After how many new objects Python looks for those that nobody needs; of itself after 700.
OBJECTS_UNTIL_A_LOOK = 100_000

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}


def _shut_out_the_machine() -> bool:
    """Leave only what concerns tests of the environment. Return whether this process leads."""
    leads = RUN_FOLDER not in os.environ
    engine = os.environ.setdefault(ENGINE, "sqlite")
    kept = {ENGINE, RUN_FOLDER, WHOLLY}
    if engine == "postgres":
        urls = {APPLICATION_URL, OWNER_URL}
        kept |= urls | {PORTS}
        if missing := sorted(urls - os.environ.keys()):
            raise pytest.UsageError(
                f"{ENGINE}=postgres needs {' and '.join(missing)}; "
                "`python -m tools.cluster start` starts a server and prints them."
            )
    for name in [name for name in os.environ if name.startswith("PRIMELINE_")]:
        if name not in kept:
            del os.environ[name]
    take_one_server()
    if leads:
        os.environ[RUN_FOLDER] = tempfile.mkdtemp(prefix="primeline-test-")
    os.environ["PRIMELINE_HOME"] = os.environ[RUN_FOLDER]
    os.environ["PRIMELINE_ANCHOR_FILE"] = os.environ[RUN_FOLDER] + "/anchor.jsonl"
    os.environ["PRIMELINE_ERASURES_FILE"] = os.environ[RUN_FOLDER] + "/erasures.jsonl"
    return leads


def take_one_server() -> None:
    """Point this process at a server of its own, where there are several."""
    ports = os.environ.get(PORTS, "").split()
    number = os.environ.get(PROCESS, "").removeprefix("gw")
    if ports and number:
        port = int(ports[int(number) % len(ports)])
        for name in (APPLICATION_URL, OWNER_URL):
            url = urlsplit(os.environ[name])
            place = url.netloc.rpartition(":")[0]
            os.environ[name] = url._replace(netloc=f"{place}:{port}").geturl()


def server_name() -> str:
    """Return what tells the server of this process from others of this run."""
    return str(urlsplit(os.environ.get(OWNER_URL, "")).port or os.environ[ENGINE])


LEADS = _shut_out_the_machine()
# What is imported from here on stays to the end of the run.
gc.disable()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only tests that use a database: the others say the same on every engine",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for garbage rarely, and never among what stays: it took a fifth of a run."""
    gc.freeze()
    gc.set_threshold(OBJECTS_UNTIL_A_LOOK, 50, 100)
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = [item for item in items if _belongs(item, config.getoption("--database-only"))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = heavy_first(chosen)


def heavy_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests with those marked `heavy` in front of each of the two halves.

    Processes begin at the halves and then help each other out: what takes long and came last would
    be waited for alone.
    """
    heavy = [item for item in items if item.get_closest_marker("heavy")]
    light = [item for item in items if not item.get_closest_marker("heavy")]
    begun = (len(heavy) + 1) // 2
    middle = len(items) // 2 - begun
    return [*heavy[:begun], *light[:middle], *heavy[begun:], *light[middle:]]


def _belongs(item: pytest.Item, database_only: bool) -> bool:
    engine = item.get_closest_marker("engine")
    if engine is not None and engine.args[0] != os.environ[ENGINE]:
        return False
    mainly = item.get_closest_marker("mainly")
    if mainly is not None and mainly.args[0] != os.environ[ENGINE] and WHOLLY not in os.environ:
        return False
    # The matrix holds one world for all of its tests, instead of a transaction for each.
    holds_a_world = "django_db_setup" in getattr(item, "fixturenames", ())
    return not database_only or holds_a_world or uses_a_database(item)


def uses_a_database(item: pytest.Item) -> bool:
    """Test whether a test reads or writes a database."""
    fixtures: tuple[str, ...] = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES.intersection(fixtures)
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_unconfigure() -> Generator[None]:
    yield
    if LEADS:
        shutil.rmtree(os.environ[RUN_FOLDER], ignore_errors=True)
