"""What is owed, what happened to it on the way, and who was told."""

from primeline.commitments.models.changes import Offer, Pause, Repricing, Waiver
from primeline.commitments.models.commitments import Commitment, CommitmentQuerySet
from primeline.commitments.models.ladder import Alert, RungFired
from primeline.commitments.models.letters import Letter

__all__ = [
    "Alert",
    "Commitment",
    "CommitmentQuerySet",
    "Letter",
    "Offer",
    "Pause",
    "Repricing",
    "RungFired",
    "Waiver",
]
