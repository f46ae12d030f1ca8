"""What is far too large is turned away unread; what is a little too large, in its form."""

import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from primeline.imports.models import Batch
from primeline.testing import cast
from primeline.testing.doors import signed_in
from primeline.web.uploads import MOST_FILE_BYTES, MOST_REQUEST_BYTES

pytestmark = [pytest.mark.django_db, pytest.mark.row("B9", "L1"), pytest.mark.engine("sqlite")]

FIVE_GIB = 5 * 1024**3


class Unread(io.BytesIO):
    """A body of which nobody may read a byte, because each would lie on a disk."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read1 = read


def sent(client: Client, length: str) -> Any:
    """Send a form that claims a length."""
    claims: Any = {"CONTENT_LENGTH": length, "wsgi.input": Unread()}
    kind = "multipart/form-data; boundary=x"
    return client.generic("POST", reverse("import_new"), content_type=kind, **claims)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "20 MB: cut it up"), ("zh-hans", "拆分后上传")]
)
def test_five_gigabytes_are_turned_away_unread(language: str, told: str) -> None:
    for client in (signed_in(cast.sara()), Client()):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        for length in (FIVE_GIB, MOST_REQUEST_BYTES + 1, 10**30):
            answer = sent(client, str(length))

            assert answer.status_code == 413
            assert told in answer.content.decode()
    assert not Batch.objects.exists()


def test_lengths_that_are_none_are_nothing_sent() -> None:
    for length in ("", "-5", "much", "²"):
        assert sent(Client(), length).status_code in {302, 400, 403}


def test_a_file_a_little_too_large_is_told_of_in_its_form() -> None:
    client = signed_in(cast.sara())
    file = SimpleUploadedFile("客户清单.csv", bytes(MOST_FILE_BYTES + 1))

    answer = client.post(
        reverse("import_new"), {"file": file, "unit": cast.harbor_branch().pk, "target": ""}
    )

    assert answer.status_code == 422
    assert "larger than 20 MB" in answer.content.decode()
    assert not Batch.objects.exists()
    assert (
        f'data-most-bytes="{MOST_FILE_BYTES}"' in client.get(reverse("import_new")).content.decode()
    )
