"""What is backed up comes back elsewhere, whole; what is not whole, or not ours, is refused."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from primeline.cli.backups import files
from primeline.cli.backups.manifest import DIGEST, MANIFEST
from primeline.cli.backups.package import reading
from primeline.cli.main import main
from primeline.cli.outcomes import ExitCode, Stopped
from primeline.config.outside import storage_in
from primeline.customers import actions as customers
from primeline.customers.values import Paper
from primeline.staff import actions as staff
from primeline.testing import cast, papers
from primeline.testing.cast import TUESDAY_10AM
from primeline.testing.elsewhere import another_place
from primeline.testing.processes import SECONDS_TO_END, run_primeline, start, start_python
from primeline.testing.sealing import seal_all

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = b"name\r\nHarbor Bank\r\n"
PASSWORD = "a harbor in the morning mist"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Path:
    """An installation with an account, a person who can sign in, and a file."""
    folder = tmp_path / "home"
    files = folder / "files" / "imports"
    files.mkdir(parents=True)
    (files / "客户.csv").write_bytes(CONTENT)
    (folder / "secret_key").write_text(settings.SECRET_KEY)
    settings.HOME, settings.FILES = folder, folder / "files"
    settings.PRIMELINE_ANCHOR_FILE = folder / "anchor"
    settings.STORAGES = storage_in(folder / "files")
    paper = Paper(name="合同.pdf", content=papers.stream(papers.pdf()), kind="CONTRACT")
    customers.attach_file(
        customer=cast.harbor_bank(), paper=paper, by=cast.CASTING, at=TUESDAY_10AM
    )
    staff.choose_password(person=cast.lin(), password=PASSWORD, by=cast.lin(), at=TUESDAY_10AM)
    staff.set_second_factor(person=cast.lin(), secret=SECRET, by=cast.CASTING, at=TUESDAY_10AM)
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An empty place."""
    with another_place(tmp_path / "elsewhere") as environment:
        yield environment


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    """A backup of home."""
    file = tmp_path / "primeline.backup"
    assert main(["backup", str(file), "--with-secret-key"]) == ExitCode.OK
    return file


# What a manifest may say, and what we then say.
OF_ANOTHER_RELEASE: list[tuple[dict[str, Any], str]] = [
    ({"primeline": "9.9.9"}, "Install 9.9.9"),
    ({"migrations": ["kit.0001_initial"]}, "another state"),
    ({"database": "oracle"}, "oracle"),
    ({"format": 99}, "release"),
]

LOOK_AROUND = f"""
import json
from django.test import Client
from primeline.audit import walls
from primeline.customers.models import Customer
from primeline.testing import cast
from primeline.testing.doors import code_now

with walls.open_for_system():
    names = set(Customer.objects.values_list("name", flat=True))
    opened = cast.lake_mills().name
left = {{name.split()[1] for name in names if name.startswith("left ")}}
right = {{name.split()[1] for name in names if name.startswith("right ")}}

client = Client(headers={{"host": "127.0.0.1"}})
client.post("/login/", {{"login": "lin", "password": "{PASSWORD}"}})
client.post("/login/code/", {{"code": code_now("{SECRET}")}})
print(json.dumps({{
    "profile": client.get("/profile/").status_code,
    "pairs": len(left & right),
    "torn": len(left ^ right),
    "opened": opened,
}}))
"""

WRITER = """
import sys, threading
from django.db import transaction
from primeline.audit import walls
from primeline.testing import cast

stop = threading.Event()
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
number = 0
with walls.open_for_system():
    unit = cast.lake_branch()
    while not stop.is_set():
        number += 1
        with transaction.atomic():
            for half in ("left", "right"):
                cast.an_account(f"{half} {number}", unit=unit)
        if number == 3:
            print("writing", flush=True)
        # SQLite lets nobody else write for long if its writer never draws breath.
        stop.wait(0.02)
"""


@pytest.mark.heavy
def test_the_drill(home: Path, elsewhere: dict[str, str], tmp_path: Path) -> None:
    # Back up while somebody writes, restore elsewhere, look, and go on working there.
    backup = tmp_path / "live.backup"
    seal_all(at=TUESDAY_10AM)
    writer = start_python(WRITER)
    assert writer.stdout is not None
    writer.stdout.readline()
    made = main(["backup", str(backup), "--with-secret-key"])
    assert writer.poll() is None, "the writer was done before the backup was"
    writer.communicate("stop\n", timeout=SECONDS_TO_END)
    assert (made, writer.returncode) == (ExitCode.OK, 0)

    restored = run_primeline("restore", str(backup), "--json", **elsewhere)
    assert restored.code == ExitCode.OK, restored.told
    answer = json.loads(restored.answer)
    assert (answer["findings"], answer["files"]) == ([], 2)

    file = Path(elsewhere["PRIMELINE_FILES"]) / "imports" / "客户.csv"
    assert file.read_bytes() == CONTENT
    assert file.stat().st_mode & 0o777 == 0o600

    # The second factor is encrypted with the key, so it passes only if the key came too.
    seen = run_python(LOOK_AROUND, elsewhere)
    assert seen["profile"] == 200
    assert seen["pairs"] > 0
    assert seen["torn"] == 0
    # A new account needs a number and an id that were not given out before.
    assert seen["opened"] == "Lake Mills"
    verified = work_and_verify(elsewhere)
    # A transaction of any other database of the server holds the sealer up.
    while verified["unsealed_count"]:
        verified = work_and_verify(elsewhere)
    assert verified["is_sound"]
    assert verified["seals_count"] > 1
    assert verified["files_count"] == 1

    # A file that came back is the same to the last bit; a bit that changes is found.
    attached = next(path for path in (file.parent.parent / "attachments").rglob("*/*"))
    assert attached.read_bytes() == papers.pdf()
    attached.write_bytes(papers.pdf("Forged"))
    assert run_primeline("verify", **elsewhere).code == ExitCode.FOUND


def work_and_verify(elsewhere: dict[str, str]) -> dict[str, Any]:
    """Let the worker of the other place seal what it may; return what checking it says."""
    assert run_primeline("worker", "--once", **elsewhere).code == ExitCode.OK
    verified: dict[str, Any] = json.loads(run_primeline("verify", "--json", **elsewhere).answer)
    return verified


class TestBackup:
    def test_holds_the_key_only_when_asked_to(
        self, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        plain = tmp_path / "plain.backup"

        main(["backup", str(plain)])

        with tarfile.open(plain) as tar:
            assert "secret_key" not in tar.getnames()
        assert str(home / "secret_key") in capsys.readouterr().err
        assert plain.stat().st_mode & 0o777 == 0o600

    def test_overwrites_nothing(self, backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = backup.read_bytes()

        assert main(["backup", str(backup)]) == ExitCode.REFUSED

        assert str(backup) in capsys.readouterr().err
        assert backup.read_bytes() == before

    def test_says_where_it_cannot_write(
        self, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["backup", str(tmp_path / "nowhere" / "b")]) == ExitCode.REFUSED

        assert "nowhere" in capsys.readouterr().err

    def test_leaves_nothing_behind_when_it_fails(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def no_space(*_: object) -> int:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("primeline.cli.backups.files.put_into", no_space)

        assert main(["backup", str(tmp_path / "b")]) == ExitCode.REFUSED

        assert [path.name for path in tmp_path.iterdir()] == ["home"]


class TestRestore:
    def test_refuses_a_place_that_is_in_use(
        self, backup: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["restore", str(backup)]) == ExitCode.REFUSED

        assert "empty" in capsys.readouterr().err

    def test_refuses_files_that_would_be_mixed(self, backup: Path) -> None:
        with pytest.raises(Stopped, match="files"):
            files.check_empty()

    def test_finds_a_flipped_bit(self, backup: Path, capsys: pytest.CaptureFixture[str]) -> None:
        flip_a_bit(backup, backup.stat().st_size // 3)

        assert main(["restore", "--check", str(backup)]) == ExitCode.REFUSED

        assert "damaged" in capsys.readouterr().err

    def test_finds_a_flipped_bit_wherever_it_is(self, backup: Path) -> None:
        assert is_whole(backup)
        overlooked = []
        for place in places_to_spoil(backup):
            flip_a_bit(backup, place)
            if is_whole(backup):
                overlooked.append(place)
            flip_a_bit(backup, place)

        assert not overlooked, f"a bit flipped here was not found: {overlooked[:20]}"
        assert is_whole(backup)

    def test_finds_what_stands_behind_the_end(self, backup: Path) -> None:
        before = backup.read_bytes()

        for more in (b"\0", b"\0" * 10240, b"more"):
            backup.write_bytes(before + more)
            assert not is_whole(backup), more

    def test_is_a_plain_tar(self, backup: Path) -> None:
        with tarfile.open(backup) as tar:
            assert tar.getnames()[-2:] == [MANIFEST, DIGEST]

    def test_refuses_part_of_a_backup(self, backup: Path) -> None:
        before = backup.read_bytes()

        for length in (0, 500, len(before) // 2, len(before) * 9 // 10, len(before) - 1):
            backup.write_bytes(before[:length])
            assert main(["restore", str(backup)]) == ExitCode.REFUSED, length

    def test_refuses_what_is_no_backup(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("Dear customer")

        assert main(["restore", str(tmp_path / "letter.txt")]) == ExitCode.REFUSED
        assert main(["restore", str(tmp_path / "nothing")]) == ExitCode.REFUSED

    def test_refuses_what_another_release_wrote(
        self, backup: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = backup.read_bytes()
        for change, told in OF_ANOTHER_RELEASE:
            backup.write_bytes(before)
            rewrite_manifest(backup, **change)

            assert main(["restore", str(backup)]) == ExitCode.REFUSED, change

            assert told in capsys.readouterr().err, change

    def test_lets_no_file_out_of_its_folder(self, backup: Path, home: Path) -> None:
        members = manifest_of(backup)["members"]
        members["files/../../escaped"] = members["files/imports/客户.csv"]
        rewrite_manifest(backup, members=members)

        with reading(backup) as package, pytest.raises(Stopped, match="damaged"):
            files.take_from(package)

        assert not (home / "escaped").exists()

    def test_finds_a_name_that_leads_out_before_anything_is_restored(
        self, backup: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        name, members = "files/../../escaped", manifest_of(backup)["members"]
        members[name] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        rewrite_manifest(backup, {name: b"x"}, members=members)

        assert main(["restore", "--check", str(backup)]) == ExitCode.REFUSED

        assert "damaged" in capsys.readouterr().err

    def test_finds_a_part_that_the_list_does_not_name(self, backup: Path) -> None:
        part = sorted(manifest_of(backup)["members"])[0]
        rewrite_manifest(backup, members={})

        with reading(backup) as package, pytest.raises(Stopped, match="damaged"):
            package.verify(part)


def run_python(code: str, environment: dict[str, str]) -> Any:
    running = start("-c", f"import django\ndjango.setup()\n{code}", **environment)
    answer, told = running.communicate(timeout=SECONDS_TO_END)
    assert running.returncode == 0, told
    return json.loads(answer)


def manifest_of(backup: Path) -> dict[str, Any]:
    with tarfile.open(backup) as tar:
        opened = tar.extractfile(MANIFEST)
        assert opened is not None
        return dict(json.loads(opened.read()))


def rewrite_manifest(backup: Path, parts: dict[str, bytes] | None = None, **changes: Any) -> None:
    """Change what a backup says of itself, add parts, and close it again, as nobody should."""
    with tarfile.open(backup) as tar:
        kept = [(member, tar.extractfile(member)) for member in tar.getmembers()]
        parts = {m.name: opened.read() for m, opened in kept if opened is not None} | (parts or {})
    parts[MANIFEST] = msgspec.json.encode(json.loads(parts[MANIFEST]) | changes)
    # The digest comes last, and is of everything before it.
    parts[DIGEST] = parts.pop(DIGEST)
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
            end = tar.offset
    before = made.getvalue()[: end - tarfile.BLOCKSIZE]
    digest = hashlib.sha256(before).hexdigest().encode()
    backup.write_bytes(before + digest + b"\n" + bytes(3 * tarfile.BLOCKSIZE - 65))


def places_to_spoil(backup: Path) -> list[int]:
    """Return places all over a backup: in and around each part, and the whole of its end."""
    size = backup.stat().st_size
    with tarfile.open(backup) as tar:
        members = tar.getmembers()
    edges = {member.offset + step for member in members for step in (0, 100, 156, 300, 511)}
    edges |= {member.offset_data + step for member in members for step in (0, member.size)}
    edges |= {member.offset - 1 for member in members if member.offset}
    manifest = next(member for member in members if member.name == MANIFEST)
    listed = range(manifest.offset, members[-1].offset, 97)
    strides = range(0, size, max(1, size // 400))
    return sorted(edges | {*listed, *strides, *range(size - 2048, size, 13), size - 1})


def flip_a_bit(backup: Path, place: int) -> None:
    """Change one bit of this byte, or change it back."""
    with backup.open("r+b") as file:
        file.seek(place)
        (spoiled,) = file.read(1)
        file.seek(place)
        file.write(bytes([spoiled ^ 1 << place % 8]))


def is_whole(backup: Path) -> bool:
    """Test whether reading a backup lets it through."""
    try:
        with reading(backup):
            return True
    except Stopped:
        return False
