"""`rotate-keys` wraps keys anew and loses nobody; `doctor` sees what is wrong with keys."""

import stat
from pathlib import Path
from typing import Any

import pytest

from primeline.cli.checkup import personal
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode
from primeline.config.wiring import LISTENERS
from primeline.customers.models import Contact
from primeline.imports.listeners import drop_rows_after_erasure
from primeline.kit.models import EventRow
from primeline.privacy import actions, keyring, ledger, master, queries
from primeline.privacy.events import ErasedAgain
from primeline.privacy.models import PersonKey
from primeline.privacy.tests.people import mei
from primeline.privacy.values import Erased
from primeline.testing.cast import CASTING, TUESDAY_10AM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    """A folder with keys and a list of erasures of its own."""
    settings.PRIMELINE_MASTER_KEY_FILE = tmp_path / "master_keys"
    settings.PRIMELINE_ERASURES_FILE = tmp_path / "erasures.jsonl"
    return tmp_path


class TestRotateKeys:
    @pytest.mark.row("B2")
    def test_wraps_every_key_anew_and_loses_nobody(self, place: Path) -> None:
        contact, former = mei(), master.keys().current
        assert stat.S_IMODE((place / "master_keys").stat().st_mode) == 0o600

        assert main(["rotate-keys"]) == ExitCode.OK

        assert master.keys().current != former
        assert queries.keys_by_master() == {master.keys().current: 1}
        keyring.forget()
        assert Contact.objects.get(pk=contact.pk).name == "张美丽"

    def test_keeps_former_keys_until_told(self) -> None:
        mei()
        former = master.keys().current
        main(["rotate-keys"])
        assert former in master.keys().wrapping

        main(["rotate-keys", "--drop-former"])

        assert list(master.keys().wrapping) == [master.keys().current]
        keyring.forget()
        assert Contact.objects.get().name == "张美丽"

    def test_takes_the_last_key_of_a_setting(self, place: Path, settings: Any) -> None:
        mei()
        master.add_key()
        lines = (place / "master_keys").read_text().strip().replace("\n", ";")
        settings.PRIMELINE_MASTER_KEYS = lines

        assert main(["rotate-keys"]) == ExitCode.OK

        assert list(queries.keys_by_master()) == [master.keys().current]


class TestDoctor:
    def test_finds_missing_keys_and_nobody_makes_new_ones(self, place: Path) -> None:
        mei()
        (place / "master_keys").rename(place / "elsewhere")

        assert [each.what for each in personal.master_keys()]
        keyring.forget()
        with pytest.raises(master.MasterKeyMissing):
            _ = Contact.objects.get().name
        with pytest.raises(master.MasterKeyMissing):
            mei()
        assert not (place / "master_keys").exists()

    def test_finds_keys_that_others_can_read(self, place: Path) -> None:
        mei()
        assert not list(personal.master_keys())
        (place / "master_keys").chmod(0o644)
        assert [each.way_out for each in personal.master_keys()] == [
            f"chmod 600 {place / 'master_keys'}"
        ]


class TestErasures:
    @pytest.mark.row("B2")
    def test_outlive_a_restored_backup(self) -> None:
        contact = mei()
        (kept,) = PersonKey.objects.values()
        actions.erase(subjects=[contact.subject], by=CASTING, at=TUESDAY_10AM)
        assert list(ledger.subjects()) == [contact.subject]

        # A backup from before the erasure comes back.
        PersonKey.objects.create(**kept)
        assert queries.returned_subjects() == [contact.subject]
        assert [each.way_out for each in personal.erasures()]
        assert main(["rotate-keys", "--erase-again"]) == ExitCode.OK
        assert main(["rotate-keys", "--erase-again"]) == ExitCode.OK

        assert not list(personal.erasures())
        # Rows of files came back with it, in clear: who holds them hears of it, once.
        (told,) = EventRow.objects.filter(name__endswith="ErasedAgain")
        assert told.payload["people_count"] == 1
        assert drop_rows_after_erasure in LISTENERS[ErasedAgain]
        keyring.forget()
        assert isinstance(Contact.objects.get().name, Erased)

    def test_are_listed_once_and_after_a_torn_line(self) -> None:
        first, second = mei(), mei()
        actions.erase(subjects=[first.subject], by=CASTING, at=TUESDAY_10AM)
        with ledger.path().open("a") as torn:
            torn.write('{"subject": "12')
        actions.erase(subjects=[second.subject], by=CASTING, at=TUESDAY_10AM)

        assert ledger.catch_up() == 0
        assert set(ledger.subjects()) == {first.subject, second.subject}
