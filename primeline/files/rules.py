"""What may be kept: told by the content, with which the name must agree. No database, no clock."""

import unicodedata
import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO, Final

from django.utils.translation import gettext_lazy as _

from primeline.files.choices import FileKind
from primeline.kit.errors import Refused

MIB: Final = 1024 * 1024
MAX_BYTES: Final = 20 * MIB
MAX_UNPACKED_BYTES: Final = 200 * MIB
MAX_RATIO: Final = 100
MAX_ENTRIES: Final = 1000
LONGEST_NAME: Final = 120

ENDINGS: Final[Mapping[str, FileKind]] = {
    ".pdf": FileKind.PDF,
    ".ofd": FileKind.OFD,
    ".docx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
    ".pptx": FileKind.PPTX,
    ".png": FileKind.PNG,
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
}
ACCEPTED: Final = ",".join(ENDINGS)
CONTENT_TYPES: Final[Mapping[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.OFD: "application/ofd",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}
_STARTS: Final[Mapping[bytes, FileKind]] = {
    b"%PDF-": FileKind.PDF,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
}
# The part without which a zipped file is nothing of its kind.
_PARTS: Final[Mapping[str, FileKind]] = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
    "OFD.xml": FileKind.OFD,
}
# What stands at the end of a file that is whole, and how near to the end.
_ENDS: Final[Mapping[FileKind, bytes]] = {FileKind.PDF: b"%%EOF", FileKind.PNG: b"IEND"}
_TAIL: Final = 1024
_ZIP: Final = b"PK\x03\x04"
_BLOCK: Final = 64 * 1024
_IS_ENCRYPTED: Final = 0x1


def clean_name(name: str) -> str:
    """Return what a file is called: no folders, no signs that nobody sees, not too long."""
    last = PurePath(name.replace("\\", "/")).name
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    path = PurePath(" ".join(seen.split()))
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def kind_of(name: str, stream: BinaryIO) -> FileKind:
    """Return what kind of file this is.

    :raises Refused: if it is empty, too large, broken, of no kind that is kept, or not what its
        name says; the message names the way out
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise _refused(
            _("Files of this kind are not kept. Bring a PDF, OFD, DOCX, XLSX, PPTX, PNG or JPEG.")
        )
    _check_size(stream)
    kind = _kind_by_content(stream)
    if kind is not ENDINGS[ending]:
        raise _refused(
            _("The file is not what its name says (%(ending)s). Save it anew under the right kind.")
            % {"ending": ending}
        )
    end = _ENDS.get(kind)
    if end is not None and end not in _tail(stream):
        raise _broken()
    return kind


def _check_size(stream: BinaryIO) -> None:
    size = stream.seek(0, 2)
    if size == 0:
        raise _refused(_("This file is empty."))
    if size > MAX_BYTES:
        raise _refused(
            _("This file is larger than %(most)s MB. Bring it in parts, or scan it coarser.")
            % {"most": MAX_BYTES // MIB}
        )


def _kind_by_content(stream: BinaryIO) -> FileKind | None:
    stream.seek(0)
    start = stream.read(8)
    if start.startswith(_ZIP):
        return _kind_of_archive(stream)
    return next((kind for mark, kind in _STARTS.items() if start.startswith(mark)), None)


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(max(size - _TAIL, 0))
    return stream.read()


def _kind_of_archive(stream: BinaryIO) -> FileKind | None:
    """Look through a zipped file: what it would unpack to is judged before anything is unpacked."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            for entry in entries:
                _check_unpacks(archive, entry)
    # The library tells of one damage in all these ways; none is a file that one can open.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as damage:
        raise _broken() from damage
    names = {entry.filename for entry in entries}
    kinds = {kind for part, kind in _PARTS.items() if part in names}
    return kinds.pop() if len(kinds) == 1 else None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED_BYTES
        or unpacked > MAX_RATIO * max(packed, 1)
    ):
        raise _refused(_("This file unpacks to far more than it should hold. Save it as PDF."))
    names = [entry.filename for entry in entries]
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        raise _broken()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(_("This file holds macros. Save it without them, or as PDF."))
    if any(entry.flag_bits & _IS_ENCRYPTED for entry in entries):
        raise _refused(_("This file is protected by a password. Save it without one."))


def _check_unpacks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    # No more is read than the table of contents says, and a false checksum is found out.
    with archive.open(entry) as part:
        while part.read(_BLOCK):
            pass


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in PurePath(name.replace("\\", "/")).parts


def _broken() -> Refused:
    return _refused(_("This file is damaged. Open it, save it anew and bring that."))


def _refused(why: object) -> Refused:
    return Refused(why, field="file")
