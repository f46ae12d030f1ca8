"""Settings that are no numbers are named, not tripped over."""

from pathlib import Path

import pytest

from primeline.config import environment
from primeline.config.environment import whole_number
from primeline.kit.errors import UnsafeSettings

NAME = "PRIMELINE_SESSION_HOURS"


@pytest.mark.parametrize("given", ["abc", "-1", "1.5", "９", "9" * 5000])
def test_names_a_setting_that_is_no_number(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, given)

    with pytest.raises(UnsafeSettings, match=NAME):
        whole_number(NAME, otherwise=12)


def test_a_home_that_is_set_to_nothing_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIMELINE_HOME", "")
    nothing = environment.home_folder()
    monkeypatch.delenv("PRIMELINE_HOME")

    assert nothing == environment.home_folder() == Path("var").resolve()


def test_takes_what_is_set_and_else_the_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "8")
    assert whole_number(NAME, otherwise=12) == 8

    monkeypatch.delenv(NAME)
    assert whole_number(NAME, otherwise=12) == 12


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://a:pa/ss@host/name",
        "postgresql://a@host:99999/name",
        "postgresql://a@host:0/name",
        "postgresql://a@[host/name",
        "postgresql://a@host/",
        "sqlite://relative/file.sqlite3",
        "sqlite://",
        "mysql://a@host/name",
        "nonsense",
    ],
)
def test_names_an_address_that_is_none_and_repeats_no_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(UnsafeSettings, match="PRIMELINE_OWNER_DATABASE_URL") as no:
        environment.database_from(url, tmp_path, name="PRIMELINE_OWNER_DATABASE_URL")

    assert "pa" not in str(no.value).replace("password", "")


def test_a_word_that_is_misspelt_is_no_other_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIMELINE_MODE", "prod")

    with pytest.raises(UnsafeSettings, match="development, production"):
        environment.one_of("PRIMELINE_MODE", environment.MODES, otherwise="development")


def test_names_a_list_that_is_not_there_and_a_site_without_protocol(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIST", str(tmp_path / "none"))
    monkeypatch.setenv("SITES", "https://a.example, b.example")

    with pytest.raises(UnsafeSettings, match="LIST"):
        environment.file_named("LIST")
    with pytest.raises(UnsafeSettings, match=r"https://b\.example"):
        environment.origins("SITES")


def test_a_home_that_is_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRIMELINE_SECRET_KEY", raising=False)
    (tmp_path / "file").touch()

    with pytest.raises(UnsafeSettings, match="PRIMELINE_HOME"):
        environment.secret_key(tmp_path / "file")
    assert environment.secret_key(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
