"""Scans of contracts, so that papers of the example can be opened."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from primeline.customers import actions as customers
from primeline.customers.choices import AttachedTo, AttachmentKind, ConsentProof
from primeline.customers.models import Consent, Customer
from primeline.customers.values import Paper
from primeline.demo.plan.shapes import Agreement, Plan
from primeline.kit.deeds import Actor

SCANNED = 24
PROVEN = 8
_HEAD = b"%PDF-1.4\n"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    b" /Resources << /Font << /F1 5 0 R >> >> >>"
)


def attach_scans(
    plan: Plan,
    customer_ids: Sequence[int],
    agreement_ids: Sequence[int],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Attach a scan to each of the latest contracts."""
    places = range(len(plan.agreements))
    latest = sorted(places, key=lambda place: plan.agreements[place].signed)[-SCANNED:]
    for place in latest:
        agreement = plan.agreements[place]
        paper = Paper(
            name=f"合同 {agreement.number}.pdf",
            content=BytesIO(_scan(agreement)),
            kind=AttachmentKind.CONTRACT,
            note="示例扫描件",
            subject_kind=AttachedTo.AGREEMENT,
            subject_id=agreement_ids[place],
            subject_name=agreement.number,
        )
        customer = Customer.objects.get(pk=customer_ids[agreement.customer])
        customers.attach_file(customer=customer, paper=paper, by=by, at=at)


def attach_proofs(*, by: Actor, at: datetime) -> None:
    """Attach the signed sheet to some people who have agreed on paper, sealed for each."""
    agreed = Consent.objects.filter(proof=ConsentProof.PAPER, withdrawn_date=None)
    for consent in agreed.select_related("contact__customer").order_by("pk")[:PROVEN]:
        words = ("Example data - no consent", f"given {consent.given_date}")
        paper = Paper(
            name="签署的同意书（示例）.pdf",
            content=BytesIO(sheet(words)),
            kind=AttachmentKind.CONSENT,
            contact_id=consent.contact_id,
        )
        customers.attach_file(customer=consent.contact.customer, paper=paper, by=by, at=at)


def _scan(agreement: Agreement) -> bytes:
    return sheet(("Example data - no contract", agreement.number, f"signed {agreement.signed}"))


def sheet(lines: Sequence[str]) -> bytes:
    """Return a paper of one page with these lines on it."""
    words = b"".join(f"0 -24 Td ({line}) Tj ".encode() for line in lines)
    text = b"BT /F1 16 Tf 72 760 Td " + words + b"ET"
    stream = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text)
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return _written((catalog, pages, _PAGE, stream, _FONT))


def _written(parts: Sequence[bytes]) -> bytes:
    """Return a PDF of these parts, with the table that says where each begins."""
    body, starts = _HEAD, []
    for number, part in enumerate(parts, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % count
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + head + table + end
