"""A QR code as the path of an SVG, so that it needs no inline style and no markup of ours."""

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def path_of_code(text: str) -> tuple[int, str]:
    """Return how many squares wide the code is, its quiet border included, and its path."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, squares in enumerate(rows)
        for column, is_dark in enumerate(squares)
        if is_dark
    )
    return len(rows), path
