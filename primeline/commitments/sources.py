"""What contracts and subscriptions of key accounts ask for, as commitments."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from primeline.commitments import actions
from primeline.commitments.queries.contracts import (
    FILED_OR_OVER,
    Contract,
    contract,
    filings_over,
    renewals_over,
    to_file,
    to_renew,
)
from primeline.commitments.values import Owed, Subject
from primeline.kit.deeds import Actor, act
