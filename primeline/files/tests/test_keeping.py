"""A content is kept once, given back to the last bit, and damage is found."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from primeline.config.outside import storage_in
from primeline.files import actions, gateways, queries
from primeline.files.models import StoredFile
from primeline.files.verify import damaged_files
from primeline.kit.errors import Refused
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of its own for files."""
    settings.STORAGES = storage_in(tmp_path / "files")
    return tmp_path / "files"


def kept(words: str = "Signed") -> StoredFile:
    content = stream(pdf(words))
    return actions.keep_file(name="a.pdf", content=content, by=CASTING, at=TUESDAY_10AM)


class TestKeepFile:
    def test_keeps_one_content_once(self, folder: Path) -> None:
        assert kept() == kept()

        lying = [path for path in folder.rglob("*") if path.is_file()]
        assert [path.name for path in lying] == [StoredFile.objects.get().sha256]
        assert lying[0].stat().st_mode & 0o777 == 0o600
        assert queries.content_of(kept()) == pdf()

    def test_puts_a_damaged_content_right(self, folder: Path) -> None:
        place = folder / kept().place
        place.write_bytes(b"somebody was here")

        again = kept()

        assert queries.content_of(again) == pdf()
        assert len([path for path in folder.rglob("*") if path.is_file()]) == 1

    def test_leaves_nothing_of_what_it_refuses(self, folder: Path) -> None:
        with pytest.raises(Refused):
            actions.keep_file(name="a.pdf", content=stream(b"no"), by=CASTING, at=TUESDAY_10AM)

        assert not folder.exists()
        assert not StoredFile.objects.exists()


class TestDamage:
    def test_is_found_and_never_handed_out(self, folder: Path) -> None:
        whole, changed, gone = kept("1"), kept("2"), kept("3")
        (folder / changed.place).write_bytes(pdf("2") + b" ")
        (folder / gone.place).unlink()

        found = list(damaged_files())

        assert len(found) == 2
        assert any(changed.sha256 in sentence for sentence in found)
        assert any(gone.sha256 in sentence for sentence in found)
        assert queries.content_of(whole) == pdf("1")
        for file in (changed, gone):
            with pytest.raises(Refused):
                queries.content_of(file)


def test_a_folder_is_known_from_a_bucket(settings: Any) -> None:
    assert gateways.is_folder()

    settings.STORAGES = storage_in(
        Path(django_settings.FILES), bucket="s3://key:secret@127.0.0.1:9/papers?scheme=http"
    )

    assert not gateways.is_folder()
