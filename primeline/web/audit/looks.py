"""The words of looks and exports: what they were of, and what for."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from primeline.approaches.choices import ApproachPurpose
from primeline.privacy.choices import Purpose
from primeline.web.accounts.looks import PLACES
from primeline.web.exports import EXPORT

# What a look or an export was of.
SUBJECTS: Mapping[str, str | Promise] = {
    "account": _("Account"),
    "customer": _("Account"),
    "contact": _("Contacts"),
    "approach": _("Call or message to a person"),
    "individual": _("Individuals"),
    "accounts": _("Accounts"),
    "contracts": _("Contracts"),
    "sites": _("Sites"),
    "contacts": _("Contacts"),
    "named accounts": _("Named accounts"),
    "subscriptions": _("Subscriptions"),
    "matters": _("Matters of a unit"),
    "outcomes": _("Matters that came due, and what became of them"),
    "owed": _("What somebody owes"),
    "promises": _("Promises in flight"),
    "plan": _("Account plan"),
    "minutes": _("Minutes of a meeting"),
    "imported rows": _("Rows of an imported file"),
    "personal copy": _("Copy of a person's data"),
    "customers.attachment": _("Attached file"),
    "competences.certificate": _("Certificate"),
}
PURPOSES: Mapping[str, str | Promise] = {
    **PLACES,
    **dict(ApproachPurpose.choices),
    **dict(Purpose.choices),
    "COPY": _("Copy of a person's data"),
}


def subject_words(kind: str) -> str:
    """Return what was looked at or taken out."""
    return str(SUBJECTS.get(kind, kind))


def purpose_words(purpose: str) -> str:
    """Return what somebody looked for; whoever wrote it themselves is quoted."""
    word, _space, asked = purpose.partition(" ")
    if word == EXPORT and asked:
        form, _space, query = asked.partition(" ")
        words = gettext("Export as %(form)s: %(query)s") if query else gettext("Export as %(form)s")
        return words % {"form": form, "query": query}
    return str(PURPOSES.get(purpose, purpose))
