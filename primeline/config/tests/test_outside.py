"""Mail and files go where the environment says, and nowhere by themselves."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import override_settings

from primeline.config.outside import mail_from, storage_in, switchboard_from
from primeline.kit.errors import UnsafeSettings


class TestMailFrom:
    def test_sends_nothing_unless_told_to(self) -> None:
        assert mail_from("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}

    @pytest.mark.parametrize(
        ("url", "port", "starttls", "tls"),
        [
            ("smtp://mail.example.com", 587, True, False),
            ("smtp://mail.example.com?security=tls", 465, False, True),
            ("smtp://mail.example.com:2525?security=none", 2525, False, False),
        ],
    )
    def test_takes_the_server_from_the_url(
        self, url: str, port: int, starttls: bool, tls: bool
    ) -> None:
        told = mail_from(url)

        assert told["EMAIL_HOST"] == "mail.example.com"
        assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (
            port, starttls, tls,
        )  # fmt: skip

    def test_takes_signs_that_a_url_must_quote(self) -> None:
        told = mail_from("smtp://a%40b:p%2Fq@mail.example.com")

        assert (told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == ("a@b", "p/q")

    @pytest.mark.parametrize("url", ["mail.example.com", "http://x", "smtp://x?security=maybe"])
    def test_refuses_what_it_does_not_understand(self, url: str) -> None:
        with pytest.raises(UnsafeSettings, match="PRIMELINE_EMAIL_URL"):
            mail_from(url)


def test_files_are_for_this_user_only(tmp_path: Path) -> None:
    with override_settings(STORAGES=storage_in(tmp_path / "files")):
        name = storages["default"].save("imports/客户.csv", ContentFile(b"x"))

    file = tmp_path / "files" / name
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


class TestStorageIn:
    def test_takes_a_bucket_from_the_url(self, tmp_path: Path) -> None:
        options = storage_in(tmp_path, bucket="s3://k%2F1:s@s3.example:9000/papers?region=r")[
            "default"
        ]["OPTIONS"]

        assert (options["access_key"], options["bucket_name"]) == ("k/1", "papers")
        assert (options["endpoint_url"], options["region_name"]) == ("https://s3.example:9000", "r")

    @pytest.mark.parametrize("url", ["papers", "https://s3/papers", "s3://s3", "s3:///papers",
                                     "s3://s3/papers?scheme=ftp"])  # fmt: skip
    def test_refuses_what_it_does_not_understand(self, url: str, tmp_path: Path) -> None:
        with pytest.raises(UnsafeSettings, match="PRIMELINE_FILES_URL"):
            storage_in(tmp_path, bucket=url)


class TestSwitchboardFrom:
    def test_takes_what_keeps_numbers_between_us(self) -> None:
        for url in ("", "https://us:p%40ss@dial.example.com/calls", "http://127.0.0.1:9000/calls"):
            assert switchboard_from(url, name="PRIMELINE_CALL_URL") == url

    def test_refuses_the_rest_and_repeats_no_secret(self) -> None:
        for url in (
            "http://us:secret@dial.example.com/calls",
            "file:///etc/passwd",
            "https:///secret",
            "https://us:secret@dial.example.com:99999/",
        ):
            with pytest.raises(UnsafeSettings, match="PRIMELINE_CALL_URL") as told:
                switchboard_from(url, name="PRIMELINE_CALL_URL")

            assert "secret" not in str(told.value)
