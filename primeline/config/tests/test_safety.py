"""Production names everything that is unsafe, and starts only when nothing is left."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from primeline.audit import walls
from primeline.config import safety
from primeline.kit.errors import UnsafeSettings

GOOD_KEY = "vNq8bP2xZ5wKc7Lr4TjY9mHs3GdF6aEuQ1oXiWnBzVtRkCyMpJh0"


def safe(folder: Path, **but: Any) -> override_settings:
    """Return the settings of a safe production, but for what is said."""
    facts = {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["accounts.hengqiao.test"],
        "SECRET_KEY": GOOD_KEY,
        "HOME": folder,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SECURE_SSL_REDIRECT": True,
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1,
        "PRIMELINE_MASTER_KEY_FILE": folder / "master_keys",
    }
    return override_settings(**facts | but)


@pytest.mark.django_db
class TestUnsafeSettings:
    def test_a_safe_production_has_none(self, tmp_path: Path) -> None:
        with safe(tmp_path):
            assert safety.unsafe_settings() == []

    @pytest.mark.parametrize(
        ("but", "named"),
        [
            ({"DEBUG": True}, "PRIMELINE_DEBUG"),
            ({"ALLOWED_HOSTS": ["*"]}, "PRIMELINE_HOSTS"),
            ({"ALLOWED_HOSTS": ["127.0.0.1", "localhost"]}, "PRIMELINE_HOSTS"),
            ({"ALLOWED_HOSTS": [""]}, "PRIMELINE_HOSTS"),
            ({"SECRET_KEY": "short"}, "PRIMELINE_SECRET_KEY"),
            ({"SECRET_KEY": "a" * 80}, "PRIMELINE_SECRET_KEY"),
            ({"SECRET_KEY": f"django-insecure-{GOOD_KEY}"}, "PRIMELINE_SECRET_KEY"),
            ({"SESSION_COOKIE_SECURE": False}, "over http"),
            ({"CSRF_COOKIE_SECURE": False}, "over http"),
            ({"SECURE_HSTS_SECONDS": 0}, "https"),
            ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, "PRIMELINE_PROXIES"),
            ({"MFA_TOTP_INSECURE_BYPASS_CODE": "123456"}, "BYPASS_CODE"),
            ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}, "argon2"),
            ({"SESSION_LONGEST": timedelta(days=30)}, "PRIMELINE_SESSION_HOURS"),
        ],
    )
    def test_each_is_named(self, tmp_path: Path, but: dict[str, Any], named: str) -> None:
        with safe(tmp_path, **but):
            (problem,) = safety.unsafe_settings()

        assert named in problem

    def test_a_home_that_everybody_can_look_into_is_named(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o755)

        with safe(tmp_path):
            (problem,) = safety.unsafe_settings()

        assert f"chmod o-rwx {tmp_path}" in problem

    @pytest.mark.parametrize("name", ["secret_key", "master_keys"])
    def test_a_key_that_others_can_read_is_named(self, tmp_path: Path, name: str) -> None:
        file = tmp_path / name
        file.write_text(GOOD_KEY)
        file.chmod(0o644)

        with safe(tmp_path):
            (problem,) = safety.unsafe_settings()

        assert f"chmod 600 {file}" in problem


@pytest.mark.engine("postgres")
@pytest.mark.django_db(transaction=True)
def test_a_role_that_owns_the_tables_is_named(tmp_path: Path) -> None:
    with safe(tmp_path), walls.as_owner():
        (problem,) = safety.unsafe_settings()

    assert "PRIMELINE_OWNER_DATABASE_URL" in problem


@pytest.mark.django_db
class TestRefuseIfUnsafe:
    def test_names_all_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(safety, "IS_PRODUCTION", True)

        with safe(tmp_path, DEBUG=True, ALLOWED_HOSTS=["*"]), pytest.raises(UnsafeSettings) as no:
            safety.refuse_if_unsafe()

        assert "PRIMELINE_DEBUG" in str(no.value)
        assert "PRIMELINE_HOSTS" in str(no.value)

    def test_a_demonstration_may_be_unsafe(self, tmp_path: Path) -> None:
        with safe(tmp_path, DEBUG=True):
            safety.refuse_if_unsafe()
