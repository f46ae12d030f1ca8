"""Words for the deeds of work: what is owed, and the cases that run as they were drawn."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORK_DEEDS: Mapping[str, Mapping[str, str | Promise]] = {
    "commitments.": {
        "commitments.open": _("Owe something"),
        "commitments.open_many": _("Owe many things"),
        "commitments.keep": _("Say that what was owed is done"),
        "commitments.keep_about": _("Note that what was owed has happened"),
        "commitments.cancel_about": _("Owe nothing any more about something"),
        "commitments.cancel_many": _("Owe many things no more"),
        "commitments.reopen": _("Owe something again"),
        "commitments.pause": _("Stop the clock of a matter"),
        "commitments.resume": _("Let the clock of a matter run again"),
        "commitments.end_pauses": _("End pauses that have come to their bound"),
        "commitments.fire_rungs": _("Fire rungs that were reached"),
        "commitments.offer": _("Offer a matter to somebody"),
        "commitments.accept_offer": _("Take a matter over"),
        "commitments.refuse_offer": _("Refuse a matter that was offered"),
        "commitments.withdraw_offer": _("Take an offered matter back"),
        "commitments.reassign": _("Give matters to somebody"),
        "commitments.take": _("Take what a role owes"),
        "commitments.put_back": _("Put back what a role owes"),
        "commitments.ask_waiver": _("Ask to be let off a matter"),
        "commitments.approve_waiver": _("Let somebody off a matter"),
        "commitments.refuse_waiver": _("Refuse to let somebody off a matter"),
        "commitments.redate": _("Put right when a matter was done"),
        "commitments.postpone": _("Put the due moment of a matter off"),
        "commitments.reprice": _("Work due moments out anew"),
        "commitments.count_back_from": _("Count back from another moment"),
        "commitments.take_inquiry": _("Take what a customer asked"),
        "commitments.estimate": _("Say anew by when a matter is expected"),
        "commitments.write_letter": _("Send an instruction or a report"),
        "commitments.write_letters": _("Send an instruction to many units"),
        "commitments.answer_letter": _("Answer an instruction or a report"),
        "commitments.follow_accounts": _("What matters have opened follows their accounts"),
    },
    "processes.": {
        "processes.install": _("Install the shipped processes"),
        "processes.add": _("Add a process"),
        "processes.draft": _("Draft a version of a process"),
        "processes.propose": _("Propose a version of a process"),
        "processes.take_back": _("Take a proposed version of a process back"),
        "processes.approve": _("Approve a version of a process"),
        "processes.refuse": _("Refuse a version of a process"),
        "processes.drop": _("Give a draft of a process up"),
        "processes.start": _("Begin a case"),
        "processes.claim": _("Take a step of a case"),
        "processes.put_back": _("Put a step of a case back"),
        "processes.finish": _("Finish a step of a case"),
        "processes.send_back": _("Send a case back"),
        "processes.receive": _("Take in what a case waits for"),
        "processes.cancel": _("Cancel a case"),
    },
}
