"""Files as people bring them, for tests: just enough of each kind to be one."""

import zipfile
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import SimpleUploadedFile

DOCUMENT = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


def pdf(words: str = "Signed") -> bytes:
    """Return a PDF that says something."""
    return f"%PDF-1.4\n% {words}\n%%EOF\n".encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return a zipped file with these parts."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def stream(content: bytes) -> BinaryIO:
    """Return a content as it is read."""
    return BytesIO(content)


def upload(name: str = "contract.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, pdf() if content is None else content)
