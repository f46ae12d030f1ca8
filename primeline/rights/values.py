"""Frozen values of the rights desk."""

from dataclasses import dataclass
from datetime import date

from primeline.rights.choices import DataClass


@dataclass(frozen=True, kw_only=True)
class Due:
    """Somebody whose data have been kept as long as they may."""

    customer_id: int
    contact_id: int | None
    data_class: DataClass
    ended_date: date
    due_date: date
