"""How the record is told to people: words for tables and deeds, values, and what stays hidden."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from primeline.audit import queries as audit
from primeline.audit.queries import Change, FieldChange, Names
from primeline.customers import queries as customers
from primeline.privacy import freetext, masks
from primeline.privacy import queries as privacy
from primeline.privacy.choices import PersonalKind
from primeline.privacy.values import Gone, is_sealed
from primeline.staff.reach import Reach
from primeline.standards import queries as standards
from primeline.web import formats
from primeline.web.audit.mappings import mapping_told
from primeline.web.standards.words import ladder_words

# Rooms in which something can have been done; a deed's kind begins with the name of its room.
ROOMS: Mapping[str, str | Promise] = {
    "customers.": gettext_lazy("Accounts and contacts"),
    "approaches.": gettext_lazy("Calls and messages to people at customers"),
    "products.": gettext_lazy("Subscriptions and contracts"),
    "papers.": gettext_lazy("Papers by life event"),
    "competences.": gettext_lazy("Competences and training"),
    "partners.": gettext_lazy("Partners"),
    "kit.": gettext_lazy("Jobs and reactions"),
    "commitments.": gettext_lazy("Matters that are owed"),
    "addresses.": gettext_lazy("IP addresses"),
    "processes.": gettext_lazy("Processes and cases"),
    "replays.": gettext_lazy("Event logs"),
    "rosters.": gettext_lazy("Rosters and call chains"),
    "standards.": gettext_lazy("Standards and time limits"),
    "tiers.": gettext_lazy("Levels and policies"),
    "visits.": gettext_lazy("Visits and calls"),
    "meetings.": gettext_lazy("Morning meetings"),
    "quality.": gettext_lazy("Quality of records"),
    "staff.": gettext_lazy("Units, people and roles"),
    "hours.": gettext_lazy("Calendar and hours"),
    "files.": gettext_lazy("Files"),
    "access.": gettext_lazy("Requests to see accounts"),
    "handovers.": gettext_lazy("Hand-overs"),
    "plans.": gettext_lazy("Account plans"),
    "imports.": gettext_lazy("Imports"),
    "privacy.": gettext_lazy("Personal data"),
    "rights.": gettext_lazy("Rights desk"),
    "audit.": gettext_lazy("Looks and exports"),
    "search.": gettext_lazy("Search index"),
    "cli.": gettext_lazy("Command line"),
    "demo.": gettext_lazy("Example data"),
}

TABLES: Mapping[str, str | Promise] = {
    "customers_customer": gettext_lazy("Account"),
    "customers_attachment": gettext_lazy("Attached file"),
    "customers_contact": gettext_lazy("Contact"),
    "customers_formerpost": gettext_lazy("Former post"),
    "customers_consent": gettext_lazy("Consent"),
    "customers_bill": gettext_lazy("Bill"),
    "customers_payment": gettext_lazy("Payment received"),
    "customers_billingaccount": gettext_lazy("Billing account"),
    "customers_clearance": gettext_lazy("Clearance"),
    "customers_industry": gettext_lazy("Industry"),
    "customers_grouplink": gettext_lazy("Place in a group"),
    "customers_groupbranch": gettext_lazy("Host or assisting branch"),
    "customers_groupduty": gettext_lazy("Commitment of a branch"),
    "customers_site": gettext_lazy("Site"),
    "customers_timelineline": gettext_lazy("Timeline"),
    "approaches_approach": gettext_lazy("Call or message to a person"),
    "privacy_erasure": gettext_lazy("Erasure"),
    "rights_retentionrule": gettext_lazy("How long data are kept"),
    "rights_retentioncase": gettext_lazy("Data whose time is over"),
    "rights_rightsrequest": gettext_lazy("Request about personal data"),
    "access_accessrequest": gettext_lazy("Request to see an account"),
    "access_restrictionproposal": gettext_lazy("Proposal about a restricted account"),
    "quality_difference": gettext_lazy("Accounts told apart"),
    "quality_partweight": gettext_lazy("Weight of a part of the record"),
    "quality_conditionmonth": gettext_lazy("Completeness of a month"),
    "quality_confirmation": gettext_lazy("Confirmation of a record"),
    "quality_merge": gettext_lazy("Merge of two accounts"),
    "quality_limit": gettext_lazy("Limit of the policy on records"),
    "handovers_handover": gettext_lazy("Hand-over"),
    "handovers_handoveraccount": gettext_lazy("Account of a hand-over"),
    "handovers_handoverpoint": gettext_lazy("Tick of a hand-over"),
    "handovers_checklistpoint": gettext_lazy("Point of the checklist"),
    "plans_plan": gettext_lazy("Account plan"),
    "plans_stakeholder": gettext_lazy("Stakeholder of a plan"),
    "plans_goal": gettext_lazy("Goal of a plan"),
    "plans_opportunity": gettext_lazy("Opportunity of a plan"),
    "plans_plannedaction": gettext_lazy("Action of a plan"),
    "files_storedfile": gettext_lazy("Stored file"),
    "products_subscription": gettext_lazy("Subscription"),
    "products_agreement": gettext_lazy("Contract"),
    "products_agreementedition": gettext_lazy("Former edition of a contract"),
    "products_agreementparty": gettext_lazy("Party to a contract"),
    "products_milestone": gettext_lazy("Milestone"),
    "products_paymentmatch": gettext_lazy("Milestone matched with a payment"),
    "products_deadline": gettext_lazy("Deadline"),
    "privacy_limit": gettext_lazy("Limit for personal data"),
    "products_outsideservice": gettext_lazy("Service from others"),
    "products_equipment": gettext_lazy("Equipment"),
    "products_spare": gettext_lazy("Spare"),
    "papers_requiredpaper": gettext_lazy("Required paper"),
    "papers_checklist": gettext_lazy("Checklist of papers"),
    "papers_checklistentry": gettext_lazy("Paper of a checklist"),
    "papers_custodian": gettext_lazy("Custodian of an archive"),
    "products_feechange": gettext_lazy("Fee change"),
    "products_lineofbusiness": gettext_lazy("Line of business"),
    "products_terminationreason": gettext_lazy("Termination reason"),
    "competences_competence": gettext_lazy("Competence"),
    "competences_assessment": gettext_lazy("Assessment of a competence"),
    "competences_course": gettext_lazy("Course"),
    "competences_training": gettext_lazy("Training"),
    "partners_partner": gettext_lazy("Partner"),
    "partners_serving": gettext_lazy("Service by a partner"),
    "staff_unit": gettext_lazy("Unit"),
    "staff_person": gettext_lazy("Person"),
    "staff_posting": gettext_lazy("Role at a unit"),
    "staff_cover": gettext_lazy("Cover"),
    "rosters_roster": gettext_lazy("Roster"),
    "rosters_rotation": gettext_lazy("Rotation"),
    "rosters_shift": gettext_lazy("Shift"),
    "rosters_swap": gettext_lazy("Shift given away"),
    "rosters_dutynote": gettext_lazy("Hand-over of a duty"),
    "rosters_callchain": gettext_lazy("Call chain"),
    "rosters_chainstep": gettext_lazy("Step of a call chain"),
    "rosters_callrun": gettext_lazy("Run of a call chain"),
    "rosters_callattempt": gettext_lazy("Call of a run"),
    "commitments_commitment": gettext_lazy("Matter that is owed"),
    "commitments_pause": gettext_lazy("Pause of a clock"),
    "commitments_offer": gettext_lazy("Matter on offer"),
    "commitments_waiver": gettext_lazy("Wish to be let off"),
    "commitments_chase": gettext_lazy("Chase of a matter"),
    "commitments_repricing": gettext_lazy("Due moment worked out anew"),
    "commitments_rungfired": gettext_lazy("Rung that was reached"),
    "commitments_inquiry": gettext_lazy("What a customer asked"),
    "commitments_estimate": gettext_lazy("Estimate of when a matter is done"),
    "commitments_letter": gettext_lazy("Instruction or report"),
    "meetings_meeting": gettext_lazy("Morning meeting"),
    "meetings_pin": gettext_lazy("Account of a meeting"),
    "meetings_decision": gettext_lazy("Decision of a meeting"),
    "addresses_prefix": gettext_lazy("Prefix"),
    "addresses_allocation": gettext_lazy("Reserved or assigned IP address"),
    "processes_process": gettext_lazy("Process"),
    "processes_drawing": gettext_lazy("Drawing of a process"),
    "processes_edition": gettext_lazy("Version of a process"),
    "processes_case": pgettext_lazy("record", "Case"),
    "processes_casefact": gettext_lazy("Answer in a case"),
    "processes_token": gettext_lazy("Place on a drawing"),
    "processes_workitem": gettext_lazy("Step of a case"),
    "processes_servicerun": gettext_lazy("Done by itself in a case"),
    "processes_switch": gettext_lazy("Moving of running cases"),
    "processes_switchedcase": gettext_lazy("Case that went on by another version"),
    "replays_eventlog": gettext_lazy("Event log"),
    "replays_replay": gettext_lazy("Replay"),
    "hours_calendarday": gettext_lazy("Day of the public calendar"),
    "hours_publishedyear": gettext_lazy("Published year"),
    "hours_unithours": gettext_lazy("Hours of a unit"),
    "standards_step": gettext_lazy("Step"),
    "standards_pausereason": gettext_lazy("Reason to pause"),
    "standards_standard": gettext_lazy("Standard (document)"),
    "standards_policyversion": gettext_lazy("Version of the matrix"),
    "standards_policyrow": gettext_lazy("Rule of the matrix"),
    "tiers_policy": gettext_lazy("Policy"),
    "tiers_keyaccountrule": gettext_lazy("Rule for key accounts"),
    "tiers_tierrule": gettext_lazy("Rule for levels"),
    "tiers_loadlimit": gettext_lazy("Limit of a load"),
    "tiers_policyrun": gettext_lazy("Run of a policy"),
    "tiers_standing": gettext_lazy("Level"),
    "tiers_tieroverride": gettext_lazy("Level by hand"),
    "tiers_strategiclisting": gettext_lazy("Strategic listing"),
    "tiers_namedlisting": gettext_lazy("Named listing"),
    "tiers_card": gettext_lazy("Card"),
    "visits_standardaction": gettext_lazy("Standard action"),
    "visits_daylimit": gettext_lazy("Limit of a day"),
    "visits_serviceaction": gettext_lazy("Visit or call"),
    "visits_conversation": gettext_lazy("Record of a visit or call"),
    "visits_participant": gettext_lazy("Person who was met"),
    "visits_postponement": gettext_lazy("Visit or call put off"),
    "visits_counted": gettext_lazy("Counted as a visit or call"),
    "visits_cadenceedition": gettext_lazy("Cadence from a day on"),
    "visits_feed": gettext_lazy("Calendar feed"),
    "imports_batch": gettext_lazy("Imported file"),
    "audit_grant": gettext_lazy("Opened to a person"),
    "audit_strike": gettext_lazy("Struck from the record"),
}

# Personal fields that lie open are shown to everybody by their outline.
_MASKED: Mapping[tuple[str, str], PersonalKind] = {
    ("customers_customer", "identifier"): PersonalKind.IDENTIFIER,
    ("customers_site", "street"): PersonalKind.ADDRESS,
    ("staff_person", "phone"): PersonalKind.PHONE,
    ("staff_person", "email"): PersonalKind.EMAIL,
}
# What a language calls itself, for readers of any.
LANGUAGES = {"en": "English", "zh-hans": "中文"}
CONTACTS = "customers_contact"
_HIDDEN = frozenset({("staff_person", "password")})
# What somebody is at a customer lies open; it is told of nobody who was erased or is restricted.
_OF_CONTACT = frozenset(
    {
        "job_title", "decision_role", "attitude", "wanted_attitude", "reports_to",
        "in_post_from_date", "from_date", "to_date", "preferred_channel", "preferred_hours",
    }
)  # fmt: skip


class Clear(str):
    """A name of somebody whom the reader sees in clear."""

    __slots__ = ()


def names_seen(reach: Reach, changes: Iterable[Change], *, with_staff: bool = False) -> Names:
    """Return what rows are called, with those marked whom the reader sees in clear."""
    found = audit.names_in(reach, changes, with_staff=with_staff)
    people = [int(pk) for table, pk in found if table == CONTACTS]
    clear = customers.contacts_in_clear(people) if people else set()
    return {
        (table, pk): Clear(name)
        if table == CONTACTS and int(pk) in clear and not isinstance(name, Gone)
        else name
        for (table, pk), name in found.items()
    }


def table_word(table: str) -> str:
    """Return what people call the rows of a table."""
    return str(TABLES.get(table, table))


def announce(changes: Iterable[Change]) -> None:
    """Let all people of many changes, by themselves or in texts, be asked for together."""
    for change in changes:
        for field in change.fields:
            for value in (field.before, field.after):
                if is_sealed(value):
                    privacy.announce(value)
                elif isinstance(value, str):
                    freetext.announce(value)


def title(change: Change, names: Names) -> str:
    """Return what a changed row is called."""
    name = names.get((change.table, change.row_id), "")
    return f"{table_word(change.table)} {_masked(change.table, 'name', name) or change.row_id}"


def told(change: Change, field: FieldChange, value: Any, names: Names) -> str:
    """Return a value of a change as people read it."""
    if value in (None, "", [], {}):
        return "–"
    if field.field in _OF_CONTACT and (gone := _gone(change, names)):
        return gone
    if (said := _said_apart(change.table, field.field, value)) is not None:
        return said
    if field.points_to:
        name = names.get((field.points_to, str(value)), "")
        return (
            str(_masked(field.points_to, "name", name)) or f"{table_word(field.points_to)} {value}"
        )
    if field.words:
        return str(field.words.get(value, value))
    if field.field.endswith("_cents"):
        return formats.yuan(value)
    if field.field.endswith("_month") or field.field == "month":
        return formats.month(value)
    return _plain(value)


def _gone(change: Change, names: Names) -> str | None:
    """Return what is said of the person at a customer that a row is about, if they are gone."""
    whom = change.row_id if change.table == CONTACTS else None
    for field in change.fields:
        if field.points_to == CONTACTS and field.field == "contact":
            whom = str(field.after or field.before)
    name = names.get((CONTACTS, whom or ""))
    return str(name) if isinstance(name, Gone) else None


def _said_apart(table: str, field: str, value: Any) -> str | None:
    """Return what is said of a field of which no other way of telling is right, if it is one."""
    if (table, field) in _HIDDEN:
        return masks.HIDDEN
    if (table, field) == ("imports_batch", "mapping"):
        return mapping_told(value)
    if field == "rungs" and isinstance(value, list):
        return "; ".join(ladder_words(standards.rungs_from(value)))
    if field == "language" and value in LANGUAGES:
        return LANGUAGES[value]
    personal = _masked(table, field, value)
    return None if personal is value else str(personal)


def _masked(table: str, field: str, value: Any) -> Any:
    """Return so much of a personal value as the reader may see, and any other as it is."""
    if isinstance(value, (Clear, Gone)):
        return str(value)
    if kind := _MASKED.get((table, field)):
        return masks.masked(kind, str(value))
    personal = privacy.told_to_reader(table, field, str(value))
    return value if personal is None else personal


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return formats.moment(value)
        case date():
            return formats.day(value)
        case list() | tuple():
            return ", ".join(_within(one) for one in value)
        case dict():
            return ", ".join(f"{key}: {_within(one)}" for key, one in value.items())
        case _:
            return freetext.seen(str(value))


def _within(value: Any) -> str:
    """Return what stands within a list, itself in brackets where it is one."""
    return f"({_plain(value)})" if isinstance(value, list | tuple | dict) else _plain(value)
