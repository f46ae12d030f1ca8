"""A PostgreSQL server of our own comes, keeps the two roles apart, and leaves nothing behind."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from tools.cluster import Cluster, ClusterProblem, running_cluster, throw_away_cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with throw_away_cluster() as serving:
        yield serving


def rights_of(url: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb,"
            " pg_get_userbyid(datdba) = current_user"
            " FROM pg_roles, pg_database WHERE rolname = current_user"
            " AND datname = current_database()"
        ).fetchone()
    assert row is not None
    return row


class TestCluster:
    def test_has_an_owner_and_an_application_that_is_not_one(self, cluster: Cluster) -> None:
        assert rights_of(cluster.owner_url) == ("primeline_owner", False, False, True, True)
        assert rights_of(cluster.application_url) == ("primeline_app", False, False, False, False)

    def test_speaks_every_script_and_sorts_alike_everywhere(self, cluster: Cluster) -> None:
        with psycopg.connect(cluster.owner_url) as connection:
            settings = connection.execute(
                "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database"
                " WHERE datname = current_database()"
            ).fetchone()

        assert settings == ("UTF8", "C.UTF-8")

    def test_listens_to_this_machine_only(self, cluster: Cluster) -> None:
        with psycopg.connect(cluster.owner_url) as connection:
            listens = connection.execute("SHOW listen_addresses").fetchone()

        assert listens == ("127.0.0.1",)

    def test_lets_nobody_come_by_unasked(self, cluster: Cluster) -> None:
        with psycopg.connect(cluster.owner_url) as connection:
            comes_by = connection.execute("SHOW autovacuum").fetchone()

        assert comes_by == ("off",)

    def test_is_found_again_by_its_folder(self, cluster: Cluster) -> None:
        found = running_cluster(cluster.folder)

        assert found.application_url == cluster.application_url
        os.kill(found.process_id, 0)

    def test_leaves_nothing_behind(self) -> None:
        with throw_away_cluster(is_durable=True) as gone:
            assert gone.folder.exists()

        assert not gone.folder.exists()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(gone.owner_url)
        with pytest.raises(ClusterProblem, match="No server runs"):
            running_cluster(gone.folder)
