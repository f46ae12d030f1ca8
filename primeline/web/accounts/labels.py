"""What people call the tables and fields of all that hangs on an account."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.privacy.choices import PersonalKind

Labels = Mapping[str, str | Promise]

# What is not named in one of these is of no use to a reader.
ACCOUNT: Labels = {
    "name": _("Full name"),
    "short_name": _("Short name"),
    "name_en": _("English name"),
    "kind": _("Kind"),
    "identifier_kind": _("Kind of identifier"),
    "identifier": _("Identifier"),
    "industry": _("Industry"),
    "scale": _("Scale"),
    "business_kind": _("Mainly buys"),
    "brand": _("Brand"),
    "is_agent": _("Is an agent (reseller)"),
    "status": _("Status"),
    "address": _("Address"),
    "owner_unit": _("Owner unit"),
    "account_manager": _("Manager"),
    "deputy": _("Deputy"),
    "is_key_account": _("Key account"),
    "tier": _("Service tier"),
    "is_restricted": _("Restricted account"),
    "monthly_fee_cents": _("Monthly fees"),
    "opened_date": _("On file since"),
    "closed_date": _("Closed on"),
    "notes": _("Notes"),
    "external_id": pgettext_lazy("account", "Number in other systems"),
}
SUBSCRIPTION: Labels = {
    "agreement": _("Contract"),
    "status": _("Status"),
    "payment_mode": _("Paid"),
    "label": _("What it is called"),
    "circuit_number": _("Circuit number"),
    "a_end": _("End A"),
    "a_end_unit": _("Unit that serves end A"),
    "z_end": _("End Z"),
    "z_end_unit": _("Unit that serves end Z"),
    "distance": _("Reaches"),
    "bandwidth_mbps": _("Bandwidth (Mbit/s)"),
    "quantity": _("Quantity"),
    "ip_addresses": _("IP addresses"),
    "access_kind": _("Access"),
    "access_operator": _("Other operator"),
    "access_number": _("Their circuit number"),
    "access_fault_phone": _("Their fault telephone"),
    "fee_cents": _("Fee a month"),
    "assurance": _("Assurance of the circuit"),
    "opened_date": _("Opened on"),
    "terminated_date": _("Ended on"),
    "reason_recorded": _("Reason as the customer tells it"),
    "reason_verified": _("Reason as the second call found it"),
    "reason_verified_date": _("Called on"),
    "replaces": _("Took the place of"),
}
CONTACT: Labels = {
    "name": pgettext_lazy("person", "Name"),
    "job_title": _("Job title"),
    "decision_role": _("Role in decisions"),
    "attitude": _("Attitude towards us"),
    "reports_to": _("Reports to"),
    "in_post_from_date": _("In this post from"),
    "phone": _("Telephone number"),
    "email": _("E-mail"),
    "birthday": _("Birthday"),
    "lunar_birthday": _("Lunar birthday"),
    "preferred_channel": _("Prefers"),
    "is_primary": _("First person to talk to"),
    "is_active": _("Works there"),
}
CONSENT: Labels = {
    "purpose": _("Agrees to"),
    "contact": _("Contact"),
    "given_date": _("Given on"),
    "proof": _("Shown by"),
    "proof_place": _("Where the proof lies"),
    "withdrawn_date": _("Withdrawn on"),
}
AGREEMENT: Labels = {
    "number": _("Contract number"),
    "name": _("What it is called"),
    "signed_date": _("Signed on"),
    "starts_date": _("Runs from"),
    "ends_date": _("Runs to"),
    "term_months": _("Term in months"),
    "value_cents": _("Value"),
    "sales_representative": _("Sold by"),
    "filed_date": _("Filed on"),
    "status": _("Status"),
}
SITE: Labels = {
    "name": _("What the site is called"),
    "kind": _("Kind of site"),
    "province": pgettext_lazy("address", "Province"),
    "city": _("City"),
    "district": _("District"),
    "street": _("Street and building"),
    "way_in": _("Way in"),
    "served_by": _("Served by"),
    "contact": _("Contact at the site"),
    "is_active": _("Active"),
}
MILESTONE: Labels = {
    "agreement": _("Contract"),
    "kind": _("Kind of milestone"),
    "name": _("What is due"),
    "due_date": _("Due by"),
    "amount_cents": _("Amount"),
    "done_date": _("Done on"),
    "proof": _("What shows it"),
}
OUTSIDE_SERVICE: Labels = {
    "operator": _("Operator"),
    "line": _("Line of business"),
    "what": _("What the service is"),
    "ends_date": _("Ends on"),
    "source": _("How we know"),
    "source_note": _("More about that"),
    "learned_date": _("Known since"),
    "outcome": _("What became of it"),
}
EQUIPMENT: Labels = {
    "serial": _("Serial number"),
    "kind": _("Kind of equipment"),
    "make": _("Make and model"),
    "owner": _("Whose it is"),
    "place": _("Where it stands"),
    "subscription": _("For the circuit"),
    "installed_date": _("Installed on"),
    "warranty_date": _("Warranty until"),
    "gone_how": _("How it left"),
}
BILLING_ACCOUNT: Labels = {
    "number": _("Billing account"),
    "payment_mode": _("Paid"),
    "is_active": _("Active"),
}
STANDING: Labels = {
    "month": _("From month"),
    "is_key_account": _("Key account"),
    "grade": _("Grade"),
    "tier": _("Service tier"),
}
NAMED_LISTING: Labels = {
    "level": _("Named list"),
    "is_core": _("Core account"),
    "since_date": _("Since"),
    "reason": _("Reason"),
}
ATTACHMENT: Labels = {
    "name": _("File"),
    "kind": _("What it is"),
    "note": _("Note"),
    "is_active": _("Active"),
}
BILL: Labels = {
    "bill_month": _("Month"),
    "amount_cents": _("Amount"),
    "due_date": _("Due"),
    "settled_date": _("Settled on"),
    "status": _("Status"),
}
PAYMENT: Labels = {
    "paid_date": _("Paid on"),
    "amount_cents": _("Amount"),
    "bill_month": _("Month"),
    "method": _("Way of payment"),
    "status": _("Status"),
}
CONVERSATION: Labels = {
    "kind": pgettext_lazy("conversation", "Kind"),
    "held_at": _("When it was"),
    "place": pgettext_lazy("conversation", "Place"),
    "purpose": _("What it was for"),
    "outcome": _("What was said"),
    "next_date": _("Next one proposed for"),
}

# In the order in which people ask for them.
PARTS: Mapping[str, Labels] = {
    "customers_customer": ACCOUNT,
    "customers_contact": CONTACT,
    "customers_consent": CONSENT,
    "customers_site": SITE,
    "products_agreement": AGREEMENT,
    "products_milestone": MILESTONE,
    "products_subscription": SUBSCRIPTION,
    "products_equipment": EQUIPMENT,
    "products_outsideservice": OUTSIDE_SERVICE,
    "tiers_standing": STANDING,
    "tiers_namedlisting": NAMED_LISTING,
    "customers_billingaccount": BILLING_ACCOUNT,
    "customers_bill": BILL,
    "customers_payment": PAYMENT,
    "customers_attachment": ATTACHMENT,
    "visits_conversation": CONVERSATION,
}
# Told elsewhere on the account's page, or by one of the parts above.
TOLD_ELSEWHERE = frozenset(
    {
        "access_restrictionproposal",
        "addresses_allocation",
        "approaches_approach",
        "commitments_chase",
        "commitments_commitment",
        "commitments_estimate",
        "commitments_inquiry",
        "commitments_letter",
        "commitments_offer",
        "commitments_pause",
        "commitments_repricing",
        "commitments_rungfired",
        "commitments_waiver",
        "customers_formerpost",
        "customers_groupbranch",
        "customers_groupduty",
        "customers_grouplink",
        "customers_timelineline",
        "meetings_decision",
        "meetings_pin",
        "papers_checklist",
        "papers_checklistentry",
        "partners_partner",
        "partners_serving",
        "plans_goal",
        "plans_opportunity",
        "plans_plan",
        "plans_plannedaction",
        "plans_stakeholder",
        "processes_case",
        "processes_casefact",
        "processes_servicerun",
        "processes_switchedcase",
        "processes_token",
        "processes_workitem",
        "products_agreementedition",
        "products_agreementparty",
        "products_feechange",
        "products_paymentmatch",
        "rights_retentioncase",
        "quality_confirmation",
        "rights_rightsrequest",
        "rosters_callattempt",
        "rosters_callchain",
        "rosters_callrun",
        "rosters_chainstep",
        "tiers_card",
        "tiers_strategiclisting",
        "tiers_tieroverride",
        "visits_counted",
        "visits_participant",
        "visits_postponement",
        "visits_serviceaction",
    }
)
ABOUT_PEOPLE = frozenset({"customers_contact", "customers_consent"})
# Who an individual is, and where they live, is shown by its outline, or not at all.
OF_PEOPLE: Mapping[tuple[str, str], PersonalKind] = {
    ("customers_customer", "name"): PersonalKind.NAME,
    ("customers_customer", "short_name"): PersonalKind.NAME,
    ("customers_customer", "name_en"): PersonalKind.NAME,
    ("customers_customer", "identifier"): PersonalKind.IDENTIFIER,
    ("customers_customer", "address"): PersonalKind.ADDRESS,
    ("customers_customer", "notes"): PersonalKind.NOTE,
    ("customers_customer", "external_id"): PersonalKind.IDENTIFIER,
    ("customers_payment", "payer"): PersonalKind.NAME,
}
SITES = "customers_site"
HOME_PLACES = frozenset(
    {
        ("products_equipment", "place"),
        ("products_subscription", "a_end"),
        ("products_subscription", "z_end"),
        *((SITES, field) for field in ("name", "district", "street", "way_in")),
    }
)
# A restricted account is known by its cover name alone, in its history too.
GIVES_AWAY = frozenset(
    {"name", "short_name", "name_en", "identifier", "address", "notes", "external_id", "brand"}
)
