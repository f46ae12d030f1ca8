"""Words for every deed that the record can hold. A deed without words here fails a test."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DEEDS: Mapping[str, Mapping[str, str | Promise]] = {
    "privacy.": {
        "privacy.restrict": _("Restrict the data of a person"),
        "privacy.release": _("Lift the restriction of a person's data"),
        "privacy.erase": _("Erase a person"),
        "privacy.erase_again": _("Erase people again after a restore"),
        "privacy.rewrap_keys": _("Wrap the keys of people anew"),
    },
    "rights.": {
        "rights.receive": _("Take a request about personal data in"),
        "rights.carry_out": _("Carry out a request about personal data"),
        "rights.refuse": _("Refuse a request about personal data"),
        "rights.lift_restriction": _("Lift the restriction of a person at the rights desk"),
        "rights.hand_out": _("Hand out a copy of a person's data"),
    },
    "files.": {
        "files.keep_file": _("Keep a file"),
    },
    "customers.": {
        "customers.open": _("Open an account"),
        "customers.change_identity": _("Change who an account is"),
        "customers.change_status": _("Change the status of an account"),
        "customers.change_owner_unit": _("Give an account to another unit"),
        "customers.name_managers": _("Name manager and deputy"),
        "customers.reassign": _("Hand accounts over"),
        "customers.add_contact": _("Add a contact"),
        "customers.change_contact": _("Change a contact"),
        "customers.retire_contact": _("Retire a contact"),
        "customers.reinstate_contact": _("Reinstate a contact"),
        "customers.unmask_contact": _("Show a contact in clear"),
        "customers.move_contact": _("Give a contact a new post"),
        "customers.record_consent": _("Record a consent"),
        "customers.withdraw_consent": _("Record that a consent was withdrawn"),
        "customers.attach_file": _("Attach a file"),
        "customers.withdraw_attachment": _("Withdraw a file"),
        "customers.take_out_file": _("Take a file out"),
        "customers.restrict": _("Restrict an account"),
        "customers.clear_person": _("Clear a person for a restricted account"),
        "customers.withdraw_clearance": _("Withdraw a clearance"),
        "customers.set_levels": _("Set levels"),
        "customers.set_monthly_fees": _("Add up monthly fees"),
        "customers.tell": _("Write a line of the timeline"),
        "customers.make_findable": _("Make accounts findable"),
        "customers.save_view": _("Keep a view"),
        "customers.drop_view": _("Delete a view"),
        "customers.add_industry": _("Add an industry"),
        "customers.change_industry": _("Change an industry"),
    },
    "products.": {
        "products.open_subscription": _("Open a subscription"),
        "products.change_subscription": _("Change a subscription"),
        "products.change_fee": _("Change a fee"),
        "products.suspend_subscription": _("Suspend a subscription"),
        "products.resume_subscription": _("Resume a subscription"),
        "products.terminate_subscription": _("Terminate a subscription"),
        "products.verify_reason": _("Record a second call"),
        "products.mark_replacement": _("Mark a replacement"),
        "products.recognize_replacements": _("Recognize replacements"),
        "products.refresh_monthly_fees": _("Refresh monthly fees"),
        "products.make_findable": _("Make circuits and contracts findable"),
        "products.sign_agreement": _("Sign a contract"),
        "products.change_agreement": _("Change a contract"),
        "products.file_agreement": _("File a contract"),
        "products.end_agreement": _("End a contract"),
        "products.add_line": _("Add a line of business"),
        "products.change_line": _("Change a line of business"),
        "products.add_termination_reason": _("Add a termination reason"),
        "products.change_termination_reason": _("Change a termination reason"),
        "products.install_reference": _("Install reference data"),
    },
    "tiers.": {
        "tiers.apply_policy": _("Apply the policy"),
        "tiers.adopt_policy": _("Adopt a policy"),
        "tiers.install_policies": _("Install policies"),
        "tiers.list_strategic": _("Put on the strategic list"),
        "tiers.record_card": _("Record a card"),
        "tiers.request_override": _("Ask for a level by hand"),
        "tiers.decide_override": _("Decide about a level by hand"),
    },
    "staff.": {
        "staff.sign_in": _("Sign in"),
        "staff.choose_password": _("Choose a password"),
        "staff.issue_password": _("Issue a password"),
        "staff.set_second_factor": _("Set up a second factor"),
        "staff.reset_second_factor": _("Reset a second factor"),
        "staff.renew_recovery_codes": _("Make new recovery codes"),
        "staff.end_session": _("End a session"),
        "staff.end_sessions": _("End sessions"),
        "staff.change_preferences": _("Change preferences"),
        "staff.create_person": _("Enter a person"),
        "staff.change_person": _("Change a person"),
        "staff.move_person": _("Move a person to another unit"),
        "staff.deactivate_person": _("Record that a person left"),
        "staff.reactivate_person": _("Record that a person came back"),
        "staff.give_posting": _("Give a role"),
        "staff.end_posting": _("End a role"),
        "staff.set_cover": _("Record an absence"),
        "staff.end_cover": _("End an absence"),
        "staff.create_unit": _("Enter a unit"),
        "staff.rename_unit": _("Rename a unit"),
        "staff.move_unit": _("Move a unit"),
        "staff.close_unit": _("Close a unit"),
        "staff.reopen_unit": _("Reopen a unit"),
    },
    "imports.": {
        "imports.upload": _("Upload a file"),
        "imports.map": _("Map the columns of a file"),
        "imports.save_mapping": _("Keep a mapping"),
        "imports.forget_mapping": _("Forget a mapping"),
        "imports.ask_for_check": _("Ask for a check of a file"),
        "imports.begin": _("Begin to check a file"),
        "imports.finish": _("Finish checking a file"),
        "imports.check": _("Check a file"),
        "imports.refuse": _("Refuse a file"),
        "imports.fail": _("Give a file up"),
        "imports.ask_for_commit": _("Ask for a file to be written"),
        "imports.ask_for_undo": _("Ask for a file to be taken back"),
        "imports.begin_undo": _("Begin to take a file back"),
        "imports.commit": _("Write a file"),
        "imports.finish_undo": _("Finish taking a file back"),
        "imports.undo": _("Take a file back"),
        "imports.abandon": _("Abandon a file"),
        "imports.export": _("Export"),
    },
    "audit.": {
        "audit.look": _("Look or take out"),
        "audit.open_grant": _("Open an account to a person"),
        "audit.end_grants": _("Close an account to people again"),
    },
    "search.": {
        "search.index": _("Index for the search"),
        "search.forget": _("Take out of the search"),
    },
    "cli.": {"cli.create_administrator": _("Create an administrator")},
    "demo.": {
        "demo.day": _("A day of the example"),
        "demo.take_over": _("Accounts of the example taken over"),
    },
}
_WORDS = {kind: words for deeds in DEEDS.values() for kind, words in deeds.items()}

# What a look or an export was of.
SUBJECTS: Mapping[str, str | Promise] = {
    "customer": _("Account"),
    "contact": _("Contacts"),
    "accounts": _("Accounts"),
    "named accounts": _("Named accounts"),
    "subscriptions": _("Subscriptions"),
    "personal copy": _("Copy of a person's data"),
}


def deed_words(kind: str) -> str:
    """Return what was done; a kind from elsewhere stands for itself."""
    return str(_WORDS.get(kind, kind))


def subject_words(kind: str) -> str:
    """Return what was looked at or taken out."""
    return str(SUBJECTS.get(kind, kind))
