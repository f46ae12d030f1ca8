"""XML of strangers into plain elements that know their line. No entities, no network, no bombs."""

from dataclasses import dataclass, field
from io import BytesIO
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl, Locator

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from primeline.bpmn.errors import Problem, UnreadableDrawing, Wrong

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_ELEMENTS = 20_000


@dataclass
class Element:
    """An element, its attributes by (namespace, name), what stands in it, and where it begins."""

    namespace: str
    name: str
    line: int
    attributes: dict[tuple[str, str], str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def get(self, name: str, namespace: str = "") -> str:
        """Return an attribute without the space around it; empty where there is none."""
        return self.attributes.get((namespace, name), "").strip()


def parse(data: bytes) -> Element:
    """Return the root element of a file.

    :raises UnreadableDrawing: if it is not plain XML within the limits
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDrawing([Problem(Wrong.TOO_LARGE, parameters={"limit": str(MAX_BYTES)})])
    builder = _Builder()
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(builder)
    try:
        parser.parse(BytesIO(data))
    except DefusedXmlException as refused:
        what = {"what": type(refused).__name__}
        raise UnreadableDrawing([Problem(Wrong.FORBIDDEN_XML, "", builder.line, what)]) from refused
    except SAXParseException as error:
        line, reason = error.getLineNumber() or 0, {"reason": error.getMessage()}
        raise UnreadableDrawing([Problem(Wrong.NOT_XML, "", line, reason)]) from error
    except (SAXException, ValueError, LookupError) as error:
        if isinstance(error, UnreadableDrawing):
            raise
        reason = {"reason": str(error)}
        raise UnreadableDrawing([Problem(Wrong.NOT_XML, "", builder.line, reason)]) from error
    return builder.root


class _Builder(ContentHandler):
    root: Element
    locator: Locator

    def __init__(self) -> None:
        super().__init__()
        self.open: list[Element] = []
        self.count = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - named by the standard
        self.locator = locator

    @property
    def line(self) -> int:
        return self.locator.getLineNumber() or 0

    def startElementNS(  # noqa: N802 - named by the standard
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self.count += 1
        if len(self.open) >= MAX_DEPTH:
            self._refuse(Wrong.TOO_DEEP, MAX_DEPTH)
        if self.count > MAX_ELEMENTS:
            self._refuse(Wrong.TOO_MANY_ELEMENTS, MAX_ELEMENTS)
        attributes = {(space or "", key): str(value) for (space, key), value in attrs.items()}
        element = Element(name[0] or "", name[1], self.line, attributes)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElementNS(  # noqa: N802 - named by the standard
        self, name: tuple[str | None, str], qname: str | None
    ) -> None:
        self.open.pop()

    def characters(self, content: str) -> None:
        if content.strip() or self.open[-1].text:
            self.open[-1].text += content

    def _refuse(self, wrong: Wrong, limit: int) -> None:
        raise UnreadableDrawing([Problem(wrong, "", self.line, {"limit": str(limit)})])
