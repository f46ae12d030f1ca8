"""What is said of people's competences, their trainings, and the catalog."""

from primeline.competences.actions.catalog import (
    add_competence,
    add_course,
    change_competence,
    change_course,
    install_catalog,
)
from primeline.competences.actions.people import assess
from primeline.competences.actions.trainings import (
    confirm_training,
    record_training,
    take_out_certificate,
    withdraw_training,
)

__all__ = [
    "add_competence",
    "add_course",
    "assess",
    "change_competence",
    "change_course",
    "confirm_training",
    "install_catalog",
    "record_training",
    "take_out_certificate",
    "withdraw_training",
]
