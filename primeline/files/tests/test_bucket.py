"""The same on a bucket: a small server that speaks as much S3 as is used stands in for it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from primeline.config.outside import storage_in
from primeline.files import actions, queries
from primeline.files.verify import damaged_files
from primeline.testing.cast import CASTING, TUESDAY_10AM
from primeline.testing.papers import pdf, stream

pytestmark = [pytest.mark.django_db, pytest.mark.row("B3")]


class Bucket(BaseHTTPRequestHandler):
    """Keeps what is put, by its path; asks for no signature."""

    protocol_version = "HTTP/1.1"
    lying: dict[str, bytes]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = _unchunked(body)
        self.lying[self.path.split("?")[0]] = body
        self._answer(200)

    def do_GET(self) -> None:
        self._answer_with_body(self.lying.get(self.path.split("?")[0]))

    def do_HEAD(self) -> None:
        self._answer_with_body(self.lying.get(self.path.split("?")[0]), is_head=True)

    def do_DELETE(self) -> None:
        self.lying.pop(self.path.split("?")[0], None)
        self._answer(204)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def _answer_with_body(self, body: bytes | None, *, is_head: bool = False) -> None:
        if body is None:
            self._answer(404)
            return
        self._answer(200, body, is_head=is_head)

    def _answer(self, status: int, body: bytes = b"", *, is_head: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Tue, 28 Apr 2026 02:00:00 GMT")
        self.end_headers()
        if not is_head:
            self.wfile.write(body)


def _unchunked(body: bytes) -> bytes:
    whole = b""
    while body:
        size, _, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0], 16)
        if not length:
            return whole
        whole, body = whole + rest[:length], rest[length + 2 :]
    return whole


@pytest.fixture
def lying(settings: Any, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """What lies in the bucket that files are put into."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    Bucket.lying = {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"s3://key:secret@127.0.0.1:{server.server_port}/papers?scheme=http&region=here"
    settings.STORAGES = storage_in(tmp_path, bucket=address)
    yield Bucket.lying
    server.shutdown()
    server.server_close()


def test_contents_lie_in_a_bucket_as_in_a_folder(lying: dict[str, bytes]) -> None:
    files = [
        actions.keep_file(name="a.pdf", content=stream(pdf()), by=CASTING, at=TUESDAY_10AM)
        for _ in range(2)
    ]

    assert lying == {f"/papers/{files[0].place}": pdf()}
    assert queries.content_of(files[1]) == pdf()
    assert list(damaged_files()) == []

    lying.clear()

    assert len(list(damaged_files())) == 1
