"""What is kept and what is refused, by content and by name."""

import struct
from io import BytesIO

import pytest

from primeline.files import rules
from primeline.files.choices import FileKind
from primeline.kit.errors import Refused
from primeline.testing.papers import DOCUMENT, JPEG, PNG, pdf, stream, zipped

pytestmark = [pytest.mark.row("B3"), pytest.mark.row("L1")]


class TestKindOf:
    @pytest.mark.parametrize(
        ("name", "content", "kind"),
        [
            ("合同.pdf", pdf(), FileKind.PDF),
            ("合同.PDF", pdf(), FileKind.PDF),
            ("scan.png", PNG, FileKind.PNG),
            ("scan.jpeg", JPEG, FileKind.JPEG),
            ("scan.jpg", JPEG, FileKind.JPEG),
            ("contract.docx", zipped(DOCUMENT), FileKind.DOCX),
            ("list.xlsx", zipped({"xl/workbook.xml": b"<x/>"}), FileKind.XLSX),
            ("talk.pptx", zipped({"ppt/presentation.xml": b"<x/>"}), FileKind.PPTX),
            ("公文.ofd", zipped({"OFD.xml": b"<x/>"}), FileKind.OFD),
        ],
    )
    def test_is_told_by_the_content(self, name: str, content: bytes, kind: FileKind) -> None:
        assert rules.kind_of(name, stream(content)) is kind

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.pdf", b""),
            ("page.html", b"<script>alert(1)</script>"),
            ("drawing.svg", b"<svg onload='alert(1)'/>"),
            ("page.pdf", b"<html>%%EOF"),
            ("program.pdf", b"MZ\x90\0" + b"\0" * 40),
            ("scan.png", JPEG),
            ("scan.jpg", pdf()),
            ("half.pdf", b"%PDF-1.4 broken off"),
            ("half.png", PNG[:20]),
            ("contract.docx", zipped({"xl/workbook.xml": b"<x/>"})),
            ("both.docx", zipped(DOCUMENT | {"xl/workbook.xml": b"<x/>"})),
            ("any.docx", zipped({"hello.txt": b"hello"})),
            ("half.docx", zipped(DOCUMENT)[:-30]),
            ("archive.zip", zipped(DOCUMENT)),
            ("macros.docx", zipped(DOCUMENT | {"word/vbaProject.bin": b"x"})),
            ("bomb.docx", zipped(DOCUMENT | {"bomb": b"0" * 5_000_000})),
            ("parts.docx", zipped(DOCUMENT | {f"part{n}": b"" for n in range(1000)})),
            ("out.docx", zipped(DOCUMENT | {"../../etc/passwd": b"x"})),
            ("noending", pdf()),
            ("contract.pdf.exe", pdf()),
        ],
    )
    def test_refuses_everything_else(self, name: str, content: bytes) -> None:
        with pytest.raises(Refused) as refused:
            rules.kind_of(name, stream(content))

        assert refused.value.field == "file"

    def test_refuses_what_is_too_large(self) -> None:
        content = pdf() + b" " * rules.MAX_BYTES + b"%%EOF"

        with pytest.raises(Refused, match="20"):
            rules.kind_of("large.pdf", stream(content))

    def test_refuses_a_password(self) -> None:
        content = bytearray(zipped(DOCUMENT))
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = content.find(mark)
            content[at + place] |= 1

        with pytest.raises(Refused, match=r"password|密码"):
            rules.kind_of("locked.docx", BytesIO(bytes(content)))

    def test_refuses_a_table_of_contents_that_lies(self) -> None:
        content = bytearray(zipped(DOCUMENT | {"big": bytes(range(256)) * 40}))
        at = content.rfind(b"PK\x01\x02")
        content[at + 24 : at + 28] = struct.pack("<I", 10)

        with pytest.raises(Refused):
            rules.kind_of("lie.docx", BytesIO(bytes(content)))


class TestCleanName:
    @pytest.mark.parametrize(
        ("name", "clean"),
        [
            ("合同 2026.pdf", "合同 2026.pdf"),
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\papers\\contract.pdf", "contract.pdf"),
            ("con\r\ntract\0.pdf", "contract.pdf"),
            ("fdp\u202efdp.exe.pdf", "fdpfdp.exe.pdf"),
            ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ],
    )
    def test_leaves_nothing_that_misleads(self, name: str, clean: str) -> None:
        assert rules.clean_name(name) == clean
