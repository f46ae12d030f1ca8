"""Words for what is worked off: kinds of jobs, and facts that somebody listens to."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOBS: Mapping[str, str | Promise] = {
    "access.mark_over": _("Mark what was open for a time and is over"),
    "approaches.carry_out": _("Carry out a call or a message"),
    "commitments.mail_alert": _("Write to somebody about a matter"),
    "commitments.owe_for_contracts": _("Look which contracts owe something"),
    "commitments.reprice": _("Work due moments out anew"),
    "commitments.scan": _("Look which matters are due"),
    "handovers.carry_out": _("Carry out a hand-over of accounts"),
    "imports.check_batch": _("Check a file"),
    "imports.commit_batch": _("Write a file into the archive"),
    "imports.undo_batch": _("Take an import back"),
    "imports.follow_up": _("Follow up an import: search and levels"),
    "kit.clean_up": _("Clear away what nobody needs any more"),
    "privacy.keep_ledger": _("Keep the list of erasures"),
    "processes.switch": _("Let running cases go on by another version"),
    "products.match_milestones": _("Look for payments of milestones"),
    "products.renew_contracts": _("Renew contracts that go on by themselves"),
    "quality.find_duplicates": _("Look for accounts that are one"),
    "quality.follow_records": _("See which records were put right"),
    "quality.judge_records": _("Judge how whole all records are"),
    "quality.tell_past": _("Tell timelines what happened before they told of it"),
    "rosters.call": _("Call somebody of a call chain"),
    "rosters.lay_out": _("Lay out the shifts ahead"),
    "rosters.owe_drills": _("Owe the drills of call chains"),
    "rosters.scan": _("Move call chains on"),
    "staff.clean_up_sign_ins": _("Clear away old sign-ins"),
    "rights.find_whose_time_is_over": _("Find whose data were kept as long as they may"),
    "rights.sweep": _("Clear away old tries to sign in"),
    "imports.sweep": _("Clear away old files of imports"),
    "standards.announce": _("Announce a policy that takes effect"),
    "tiers.follow_managers": _("Have managers named where none is there"),
    "tiers.judge_base": _("Judge the levels of all accounts"),
    "visits.plan": _("Plan visits and calls"),
    "visits.take_back": _("Take back visits given to people who see the account no more"),
}
FACTS: Mapping[str, str | Promise] = {
    "access.AccessGranted": _("An account was opened to somebody"),
    "access.AccessLapsed": _("A request to see an account lapsed"),
    "access.AccessRefused": _("A request to see an account was refused"),
    "access.AccessRequested": _("Somebody asked to see an account"),
    "access.AccessWithdrawn": _("A request to see an account was withdrawn"),
    "access.RestrictionLifted": _("The restriction of an account was lifted"),
    "approaches.PersonReached": _("A call or a message went out to somebody"),
    "commitments.CommitmentDropped": _("A matter need not be done any more"),
    "commitments.CommitmentKept": _("A matter was done"),
    "commitments.CommitmentChased": _("A matter was chased"),
    "commitments.RungReached": _("A rung of a matter was reached"),
    "customers.AccountsMerged": _("Two accounts became one, or two again"),
    "customers.ManagersChanged": _("Other people look after some accounts"),
    "handovers.HandoverDone": _("Accounts were handed over"),
    "hours.DaySet": _("A day of the calendar was changed"),
    "hours.DaysPublished": _("The days of a year were published"),
    "hours.UnitHoursChanged": _("A unit has other hours"),
    "privacy.ErasedAgain": _("People were erased again after a restore"),
    "products.AgreementEnded": _("A contract ended"),
    "products.AgreementFiled": _("A contract was filed"),
    "products.AgreementSigned": _("A contract was signed"),
    "products.SubscriptionOpened": _("A subscription was opened"),
    "products.SubscriptionSuspended": _("A subscription was suspended"),
    "products.SubscriptionTerminated": _("A subscription was terminated"),
    "rights.PersonErased": _("A person was erased"),
    "rosters.CallChainEnded": _("The calls of a chain are over"),
    "rosters.CalledOnDuty": _("Somebody on duty was called about an account"),
    "staff.CoverEnded": _("Somebody is back from an absence"),
    "staff.CoverSet": _("Somebody stands in for an absence"),
    "staff.PersonDeactivated": _("Somebody left"),
    "staff.PostingEnded": _("Somebody gave a role up"),
    "staff.UnitClosed": _("A unit was closed"),
    "staff.UnitMoved": _("A unit was moved"),
    "standards.PolicyTakesEffect": _("Another policy is in force"),
    "tiers.TierChanged": _("Levels of accounts changed"),
}


def work_words(name: str) -> str:
    """Return what people call a job or a fact; one that is not known is told by its own name."""
    return str(JOBS.get(name) or FACTS.get(name) or name)
