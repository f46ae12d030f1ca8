"""The process that reads XES (IEEE 1849): started with little memory and time, on its own.

It is run as a file and imports nothing of this product. The file comes on standard input, packed
or not; one MessagePack answer goes to standard output. No document type, no entity.
"""

import gzip
import io
import resource
import sys
import zlib
from typing import Any
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import msgspec
from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

PIECE = 1 << 20
MAX_DEPTH = 40
MAX_LENGTH = 10_000
PACKED = b"\x1f\x8b"
CASE = "concept:name"
HEADINGS = (
    "case:concept:name",
    "concept:name",
    "time:timestamp",
    "org:resource",
    "lifecycle:transition",
)
OF_EVENTS = HEADINGS[1:]


class Refusal(Exception):
    """Why the log cannot be read; the word is translated by whoever asked."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Reading(ContentHandler):
    """Events of traces as rows, each under the line in which it begins."""

    locator: Locator

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self.open: list[str] = []
        self.case = ""
        self.event: dict[str, str] = {}
        self.begun = 0
        self.rows: list[tuple[int, list[str]]] = []
        # Rows of the trace that is open: its name may come behind its events.
        self.trace: list[tuple[int, dict[str, str]]] = []
        self.count = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - named by the standard
        self.locator = locator

    @property
    def line(self) -> int:
        return self.locator.getLineNumber() or 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        tag = name.rpartition(":")[2]
        if not self.open and tag != "log":
            raise Refusal("NOT_XES", found=tag[:60])
        if len(self.open) >= MAX_DEPTH:
            raise Refusal("TOO_DEEP", most=MAX_DEPTH, line=self.line)
        if self.open == ["log"] and tag == "trace":
            self.case, self.trace = "", []
        elif self.open == ["log", "trace"] and tag == "event":
            self.event, self.begun = {}, self.line
        elif self.open[1:] in (["trace"], ["trace", "event"]):
            self._said(attrs.get("key", ""), attrs.get("value", ""))
        self.open.append(tag)

    def endElement(self, name: str) -> None:  # noqa: N802
        tag = self.open.pop()
        if self.open == ["log", "trace"] and tag == "event":
            self.count += 1
            if self.count > self.most:
                raise Refusal("TOO_MANY", most=f"{self.most:,}")
            self.trace.append((self.begun, self.event))
        elif self.open == ["log"] and tag == "trace":
            self.rows += [
                (line, [self.case, *(event.get(key, "") for key in OF_EVENTS)])
                for line, event in self.trace
            ]

    def _said(self, key: str, value: str) -> None:
        if len(value) > MAX_LENGTH:
            raise Refusal("TOO_LONG", most=MAX_LENGTH, line=self.line)
        if len(self.open) == 2:
            if key == CASE:
                self.case = value
        elif key in OF_EVENTS:
            self.event[key] = value


def answer(content: bytes, *, unpacked: int, most: int) -> dict[str, Any]:
    """Return the rows of a log."""
    stream: Any = io.BytesIO(content)
    if content.startswith(PACKED):
        stream = gzip.GzipFile(fileobj=stream)
    reading = Reading(most)
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setContentHandler(reading)
    # Fed in pieces, the parser does not say by itself where it is.
    reading.setDocumentLocator(parser)
    told = 0
    try:
        while piece := stream.read(PIECE):
            told += len(piece)
            if told > unpacked:
                raise Refusal("TOO_LARGE", most=unpacked // PIECE)
            parser.feed(piece)
        parser.close()
    except DefusedXmlException as forbidden:
        raise Refusal("FORBIDDEN", line=reading.line) from forbidden
    except SAXParseException as wrong:
        found = wrong.getMessage()[:100]
        raise Refusal("NOT_XML", line=wrong.getLineNumber() or 0, found=found) from wrong
    except (SAXException, ValueError, LookupError) as wrong:
        raise Refusal("NOT_XML", line=reading.line, found=str(wrong)[:100]) from wrong
    except (EOFError, zlib.error, OSError) as damaged:
        raise Refusal("NOT_GZIP") from damaged
    return {"headings": HEADINGS, "rows": reading.rows}


def main() -> None:
    """Read the log on standard input within the limits that were given."""
    memory, seconds, unpacked, most = map(int, sys.argv[1:5])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = answer(sys.stdin.buffer.read(), unpacked=unpacked, most=most)
    except Refusal as refusal:
        said = {"refused": refusal.code, "words": refusal.words}
    sys.stdout.buffer.write(msgspec.msgpack.encode(said))


if __name__ == "__main__":
    main()
