"""A thing that is wrong with the record, and where."""

from dataclasses import dataclass

from primeline.audit.choices import FindingKind


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that should not be so: its kind and where it is."""

    kind: FindingKind
    seal: int | None = None
    table: str = ""
    row_id: str = ""
    details: str = ""

    @property
    def sentence(self) -> str:
        """What a person is told, in their language."""
        return str(self.kind.label).format(
            seal=self.seal, table=self.table, row=self.row_id, details=self.details
        )
