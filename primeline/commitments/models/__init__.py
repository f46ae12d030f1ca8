"""What is owed, what happened to it on the way, and who was told."""

from primeline.commitments.models.changes import Chase, Estimate, Offer, Pause, Repricing, Waiver
from primeline.commitments.models.commitments import Commitment, CommitmentQuerySet, late_at
from primeline.commitments.models.gaps import Gap
from primeline.commitments.models.inquiries import Inquiry
from primeline.commitments.models.ladder import Alert, Notice, RungFired
from primeline.commitments.models.letters import Letter

__all__ = [
    "Alert",
    "Chase",
    "Commitment",
    "CommitmentQuerySet",
    "Estimate",
    "Gap",
    "Inquiry",
    "Letter",
    "Notice",
    "Offer",
    "Pause",
    "Repricing",
    "RungFired",
    "Waiver",
    "late_at",
]
