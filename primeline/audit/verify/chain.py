"""Checking that every seal still fits what it sealed, its neighbors and the anchor."""

from collections.abc import Iterator
from itertools import chain as one_after_another

from django.db.models import Exists, OuterRef, Q

from primeline.audit import anchor
from primeline.audit.anchor import AnchoredSeal
from primeline.audit.batches import acts_of, rows_of
from primeline.audit.choices import FindingKind
from primeline.audit.models import Act, Epoch, HistoryRow, Seal
from primeline.audit.rules import Batch, digest, origin_of
from primeline.audit.sealing import archive_name
from primeline.audit.verify.findings import Finding

Checked = tuple[Seal | None, list[Finding]]


def check_chain(*, anchored_bytes: int) -> Iterator[Checked]:
    """Return each seal with what is wrong with it, and at the end what no seal accounts for.

    Of the anchor its first bytes are taken: it grows while somebody seals.
    """
    archive = archive_name()
    previous: Seal | None = None
    against_anchor = _Anchor(archive, anchored_bytes)
    for seal in Seal.objects.order_by("id").iterator(chunk_size=1000):
        follows = origin_of(archive) if previous is None else previous.hash
        findings = [*_link(seal, previous, follows), *_contents(seal)]
        yield seal, findings + against_anchor.compare(seal)
        if previous is not None and previous.epoch != seal.epoch:
            yield None, _left_behind(previous)
        previous = seal
    yield None, [*against_anchor.rest(previous), *_in_no_epoch(), *_of_no_act()]


def _link(seal: Seal, previous: Seal | None, follows: str) -> Iterator[Finding]:
    goes_on = previous is not None and previous.epoch == seal.epoch
    starts_at = previous.to_position if previous is not None and goes_on else 0
    is_later = previous is None or goes_on or seal.epoch > previous.epoch
    if (
        seal.previous_hash != follows
        or seal.from_position != starts_at
        or not is_later
        or seal.to_position <= seal.from_position
    ):
        yield Finding(kind=FindingKind.SEAL_OUT_OF_CHAIN, seal=seal.pk)


def _contents(seal: Seal) -> Iterator[Finding]:
    batch = Batch(epoch=seal.epoch, from_position=seal.from_position, to_position=seal.to_position)
    found = digest(
        previous_hash=seal.previous_hash,
        batch=batch,
        sealed_at=seal.sealed_at,
        acts=acts_of(batch),
        rows=rows_of(batch),
    )
    gone = _counted(seal.acts_count - found.acts_count, seal.rows_count - found.rows_count)
    added = _counted(found.acts_count - seal.acts_count, found.rows_count - seal.rows_count)
    if gone:
        yield Finding(kind=FindingKind.RECORD_DELETED, seal=seal.pk, details=gone)
    if added:
        yield Finding(kind=FindingKind.RECORD_INSERTED, seal=seal.pk, details=added)
    if not gone and not added and found.hash != seal.hash:
        yield Finding(kind=FindingKind.RECORD_CHANGED, seal=seal.pk)


def _counted(acts: int, rows: int) -> str:
    counts = (f"{acts} acts" if acts > 0 else "", f"{rows} rows" if rows > 0 else "")
    return ", ".join(filter(None, counts))


def _left_behind(last_of_epoch: Seal) -> list[Finding]:
    """Return a finding if an epoch that is over has acts beyond its last seal."""
    return _slipped_in(Q(epoch=last_of_epoch.epoch, position__gt=last_of_epoch.to_position))


def _in_no_epoch() -> list[Finding]:
    known = Q(epoch__in=Epoch.objects.values("number"))
    return _slipped_in(~known | Q(position__lte=0))


def _of_no_act() -> list[Finding]:
    nobodys = HistoryRow.objects.filter(~Exists(Act.objects.filter(pk=OuterRef("act_id"))))
    count = nobodys.count()
    return [Finding(kind=FindingKind.HISTORY_OF_NO_ACT, details=str(count))] if count else []


def _slipped_in(where: Q) -> list[Finding]:
    count = Act.objects.filter(where).count()
    return [Finding(kind=FindingKind.ACTS_OUTSIDE_SEALS, details=str(count))] if count else []


class _Anchor:
    """The anchor, read along with the seals: both are in the same order."""

    def __init__(self, archive: str, anchored_bytes: int) -> None:
        self._lines = anchor.seals_of(archive, up_to=anchored_bytes)
        self._next = next(self._lines, None)
        self._is_empty = self._next is None

    def compare(self, seal: Seal) -> list[Finding]:
        """Return what the anchor says against a seal, and against those missing before it."""
        findings = []
        while self._next is not None and self._next.seal < seal.pk:
            findings.append(_not_stored(self._next))
            self._next = next(self._lines, None)
        if self._next is None:
            return findings  # Sealed a moment ago: the anchor follows the seals.
        if self._next.seal > seal.pk:
            findings.append(Finding(kind=FindingKind.SEAL_NOT_ANCHORED, seal=seal.pk))
        else:
            findings += _differences(self._next, seal)
            self._next = next(self._lines, None)
        return findings

    def rest(self, last: Seal | None) -> list[Finding]:
        """Return what the anchor holds beyond the last seal."""
        if self._is_empty:
            known = Finding(kind=FindingKind.NO_ANCHOR, details=str(anchor.path()))
            return [known] if last is not None else []
        ahead = one_after_another([self._next] if self._next else [], self._lines)
        return [_not_stored(line) for line in ahead]


def _not_stored(line: AnchoredSeal) -> Finding:
    return Finding(kind=FindingKind.SEAL_NOT_STORED, seal=line.seal)


def _differences(line: AnchoredSeal, seal: Seal) -> list[Finding]:
    same = (line.hash, line.epoch, line.to_position) == (seal.hash, seal.epoch, seal.to_position)
    return [] if same else [Finding(kind=FindingKind.SEAL_NOT_AS_ANCHORED, seal=seal.pk)]
