"""The process that reads a workbook: started with little memory and time, on its own.

It is run as a file and imports nothing of this product. The workbook comes on standard input;
one MessagePack answer goes to standard output. Whatever kills it, only this reading is lost.
"""

import datetime
import io
import re
import resource
import sys
import zipfile
from typing import Any, BinaryIO
from xml.parsers import expat

import msgspec
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

ERROR_VALUE = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
CELL_NAME = re.compile(r"([A-Z]{1,3})(\d{1,7})")
FORMULA_MARK = re.compile(rb"<(\w+:)?f[\s/>]")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Above this a floating-point number no longer holds every digit.
EXACT = 10**15
PIECE = 1 << 20
PROLOG = 1 << 12


class Refusal(Exception):
    """Why the workbook cannot be read; the word is translated by whoever asked."""


def answer(content: bytes, *, wanted: str, max_rows: int, max_length: int) -> dict[str, Any]:
    """Return the rows of a sheet as text, with what is wrong with single cells."""
    _refuse_document_types(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as broken:
        raise Refusal("BROKEN") from broken
    visible = [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    if wanted and wanted not in visible:
        raise Refusal("NO_SUCH_SHEET")
    for name in [wanted] if wanted else visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height and sheet.width:
            break
    else:
        raise Refusal("EMPTY")
    if sheet.end is not None and sheet.end[0] > max_rows:
        raise Refusal("TOO_MANY_ROWS")
    rows, flaws = _rows(sheet, max_length)
    flaws += [(*place, "FORMULA") for place in _formulas(content, book.sheet_names.index(name))]
    return {"sheet": name, "sheets": visible, "rows": rows, "flaws": flaws}


def _rows(sheet: Any, max_length: int) -> tuple[list[list[str]], list[tuple[int, int, str]]]:
    rows: list[list[str]] = []
    flaws: list[tuple[int, int, str]] = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        texts = []
        for position, value in enumerate(cells):
            text, flaw = _text(value, max_length)
            texts.append(text)
            if flaw:
                flaws.append((number, position, flaw))
        rows.append(texts)
    return rows, flaws


def _text(value: Any, max_length: int) -> tuple[str, str]:
    if type(value) is str:
        if "\0" in value:
            # No database holds it, and no keyboard types it.
            raise Refusal("BROKEN")
        if len(value) > max_length:
            return value[:max_length], "TOO_LONG"
        return value, "ERROR_VALUE" if ERROR_VALUE.fullmatch(value) else ""
    if type(value) is float:
        if value.is_integer():
            return str(int(value)), "LONG_NUMBER" if abs(value) >= EXACT else ""
        return format(value, ".15g"), ""
    if type(value) is bool:
        return ("TRUE" if value else "FALSE"), ""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat(), ""
    return str(value), ""


def _refuse_document_types(content: bytes) -> None:
    """Refuse parts that declare entities: no spreadsheet program writes any.

    What says so stands before the first element; the rest of a part is not read here.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for path in archive.namelist():
            if path.endswith((".xml", ".rels")):
                with archive.open(path) as stream:
                    _read_prolog(stream)


def _read_prolog(stream: Any) -> None:
    is_over = False

    def begin(*_: Any) -> None:
        nonlocal is_over
        is_over = True

    parser = _parser()
    parser.StartElementHandler = begin
    while not is_over and (piece := stream.read(PROLOG)):
        try:
            parser.Parse(piece, False)
        except expat.ExpatError:
            # Whether such a part is needed, and the workbook broken, its reader says.
            return


def _formulas(content: bytes, index: int) -> list[tuple[int, int]]:
    """Return the places of the cells that hold a formula, which the values alone do not tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = _path_of_sheet(archive, index)
        with archive.open(path) as stream:
            if not _has_formula(stream):
                return []
        with archive.open(path) as stream:
            return _places_of_formulas(stream)


def _has_formula(stream: Any) -> bool:
    kept = b""
    while piece := stream.read(PIECE):
        if FORMULA_MARK.search(kept + piece):
            return True
        kept = piece[-64:]
    return False


def _places_of_formulas(stream: BinaryIO | Any) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    cell = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal cell
        local = name.rpartition(":")[2]
        if local == "c":
            cell = attributes.get("r", "")
        elif local == "f" and (match := CELL_NAME.fullmatch(cell)):
            places.append((int(match[2]), _position(match[1])))

    parser = _parser()
    parser.StartElementHandler = start
    parser.ParseFile(stream)
    return places


def _path_of_sheet(archive: zipfile.ZipFile, index: int) -> str:
    relations: list[str] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "sheet":
            ids = [value for key, value in attributes.items() if key.rpartition(":")[2] == "id"]
            relations.extend(ids)

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "Relationship":
            targets[attributes["Id"]] = attributes["Target"]

    for path, handler in (("xl/workbook.xml", sheet), ("xl/_rels/workbook.xml.rels", relation)):
        parser = _parser()
        parser.StartElementHandler = handler
        parser.Parse(archive.read(path), True)
    target = targets[relations[index]]
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _parser() -> Any:
    parser = expat.ParserCreate()

    def refuse(*_: Any) -> None:
        raise Refusal("BROKEN")

    # No workbook declares a document type; one that does wants entities expanded.
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1


def main() -> None:
    wanted, max_rows, max_length, memory, seconds = sys.argv[1:6]
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        said = answer(content, wanted=wanted, max_rows=int(max_rows), max_length=int(max_length))
    except Refusal as refusal:
        said = {"refused": str(refusal)}
    except (MemoryError, KeyError, IndexError, expat.ExpatError, zipfile.BadZipFile, CalamineError):
        said = {"refused": "BROKEN"}
    sys.stdout.buffer.write(msgspec.msgpack.encode(said))


if __name__ == "__main__":
    main()
