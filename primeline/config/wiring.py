"""The whole of "when this happens, do that", on one screen.

Rooms publish facts and never know who listens. To find out what a fact sets in motion, read
this table; there are no hidden signals.
"""

from datetime import timedelta

from primeline.access import events as access_events
from primeline.access import listeners as access
from primeline.addresses import listeners as addresses
from primeline.approaches import events as approaches_events
from primeline.approaches import listeners as approaches
from primeline.commitments import events as commitments_events
from primeline.commitments import listeners as commitments
from primeline.customers import events as customers_events
from primeline.handovers import events as handovers_events
from primeline.handovers import listeners as handovers
from primeline.hours import events as hours_events
from primeline.imports import listeners as imports
from primeline.kit import listeners as kit
from primeline.kit.events import Listeners
from primeline.kit.jobs import Handlers, Recurring
from primeline.papers import listeners as papers
from primeline.privacy import events as privacy_events
from primeline.privacy import listeners as privacy
from primeline.processes import listeners as processes
from primeline.products import events as products_events
from primeline.products import listeners as products
from primeline.quality import listeners as quality
from primeline.quality import past
from primeline.replays import listeners as replays
from primeline.rights import events as rights_events
from primeline.rights import listeners as rights
from primeline.rosters import events as rosters_events
from primeline.rosters import listeners as rosters
from primeline.rosters.queries import on_duty_for
from primeline.staff import events as staff_events
from primeline.staff import listeners as staff
from primeline.standards import events as standards_events
from primeline.standards import listeners as standards
from primeline.tiers import events as tiers_events
from primeline.tiers import listeners as tiers
from primeline.visits import listeners as visits

LISTENERS: Listeners = {
    access_events.AccessRequested: (access.owe_decision,),
    access_events.AccessGranted: (access.keep_decision,),
    access_events.AccessRefused: (access.keep_decision,),
    access_events.AccessWithdrawn: (access.owe_no_decision,),
    access_events.AccessLapsed: (access.owe_no_decision,),
    access_events.RestrictionLifted: (access.tell_after_lifting, handovers.open_after_lifting),
    approaches_events.PersonReached: (
        visits.count_after_reaching,
        processes.keep_word_after_reaching,
    ),
    commitments_events.CommitmentDropped: (access.close_after_end,),
    commitments_events.CommitmentKept: (
        visits.count_after_keeping,
        access.close_after_end,
        processes.owe_next_word,
    ),
    commitments_events.CommitmentChased: (commitments.tell_after_chase,),
    commitments_events.RungReached: (commitments.tell_after_rung,),
    customers_events.AccountsMerged: (visits.plan_after_merge,),
    customers_events.ManagersChanged: (
        commitments.go_along_after_change_of_manager,
        visits.plan_after_change_of_manager,
        tiers.follow_after_change_of_manager,
    ),
    customers_events.PeopleChanged: (visits.plan_after_change_of_people,),
    handovers_events.HandoverDone: (handovers.owe_visits_after_handover,),
    hours_events.DaysPublished: (
        commitments.reprice_after_change_of_calendar,
        visits.plan_after_change_of_calendar,
    ),
    hours_events.DaySet: (
        commitments.reprice_after_change_of_calendar,
        visits.plan_after_change_of_calendar,
    ),
    hours_events.UnitHoursChanged: (
        commitments.reprice_after_change_of_calendar,
        visits.plan_after_change_of_calendar,
    ),
    products_events.AgreementSigned: (
        papers.ask_after_signing,
        commitments.owe_filing_after_signing,
    ),
    products_events.AgreementAmended: (commitments.owe_filing_after_signing,),
    products_events.AgreementFiled: (commitments.keep_filing_after_filing,),
    products_events.AgreementEnded: (
        papers.ask_after_end_of_contract,
        commitments.owe_nothing_after_end,
    ),
    products_events.SubscriptionOpened: (
        papers.ask_after_opening,
        commitments.owe_follow_up_after_opening,
    ),
    products_events.SubscriptionSuspended: (papers.ask_after_suspension,),
    products_events.SubscriptionTerminated: (
        papers.ask_after_termination,
        commitments.owe_no_follow_up_after_termination,
        addresses.follow_after_termination,
    ),
    privacy_events.ErasedAgain: (
        products.find_anew_after_erasure,
        imports.drop_rows_after_erasure,
    ),
    rights_events.PersonErased: (
        imports.drop_rows_after_erasure,
        visits.plan_after_change_of_rights,
    ),
    rights_events.PersonRestricted: (visits.plan_after_change_of_rights,),
    rosters_events.CallChainEnded: (
        rosters.tell_after_chain_ended,
        access.close_after_chain_ended,
    ),
    rosters_events.CalledOnDuty: (access.open_after_call_on_duty,),
    staff_events.CoverEnded: (
        visits.plan_after_change_of_cover,
        tiers.follow_after_change_of_cover,
    ),
    staff_events.CoverSet: (visits.plan_after_change_of_cover, tiers.follow_after_change_of_cover),
    staff_events.PersonDeactivated: (
        visits.plan_after_somebody_left,
        tiers.follow_after_somebody_left,
    ),
    staff_events.PostingEnded: (
        visits.take_back_after_end_of_posting,
        tiers.follow_after_somebody_left,
    ),
    staff_events.UnitClosed: (visits.take_back_after_change_of_units,),
    staff_events.UnitMoved: (visits.take_back_after_change_of_units,),
    standards_events.PolicyTakesEffect: (commitments.reprice_after_policy,),
    tiers_events.TierChanged: (tiers.reprice_after_change, visits.plan_after_change_of_level),
}

# Where a rung names a role at a unit, whoever is on duty in it is told.
ON_DUTY = on_duty_for

# Who does which kind of work outside a request. A kind is the room and what is done.
JOBS: Handlers = {
    "access.mark_over": access.mark_over,
    "approaches.carry_out": approaches.carry_out,
    "commitments.mail_alert": commitments.mail_alert,
    "commitments.mail_notice": commitments.mail_notice,
    "commitments.owe_for_contracts": commitments.owe_for_contracts,
    "commitments.reprice": commitments.reprice,
    "commitments.scan": commitments.scan,
    "handovers.carry_out": handovers.carry_out,
    "imports.check_batch": imports.run_check,
    "imports.commit_batch": imports.run_commit,
    "imports.undo_batch": imports.run_undo,
    "imports.follow_up": imports.follow_up,
    "imports.sweep": imports.sweep,
    "kit.clean_up": kit.clean_up,
    "privacy.keep_ledger": privacy.keep_ledger,
    "processes.switch": processes.switch_cases,
    "processes.watch_faults": processes.watch_faults,
    "quality.find_duplicates": quality.find_duplicates,
    "quality.follow_records": quality.follow_records,
    "quality.judge_records": quality.judge_records,
    "quality.tell_past": past.tell_past,
    "products.match_milestones": products.match_milestones,
    "products.renew_contracts": products.renew_contracts,
    "replays.replay": replays.run_replay,
    "rights.find_whose_time_is_over": rights.find_whose_time_is_over,
    "rights.sweep": rights.sweep,
    "rosters.call": rosters.call,
    "rosters.lay_out": rosters.lay_out,
    "rosters.owe_drills": rosters.owe_drills,
    "rosters.scan": rosters.scan,
    "staff.clean_up_sign_ins": staff.clean_up_sign_ins,
    "standards.announce": standards.announce,
    "tiers.follow_managers": tiers.follow_managers,
    "tiers.judge_base": tiers.judge_base,
    "visits.plan": visits.plan,
    "visits.take_back": visits.take_back,
}

RECURRING: tuple[Recurring, ...] = (
    Recurring(kind="standards.announce", every=timedelta(minutes=5)),
    Recurring(kind="access.mark_over", every=timedelta(minutes=5)),
    Recurring(kind="commitments.owe_for_contracts", every=timedelta(hours=1)),
    Recurring(kind="commitments.scan", every=timedelta(minutes=1)),
    Recurring(kind="handovers.carry_out", every=timedelta(minutes=30)),
    Recurring(kind="imports.sweep", every=timedelta(days=1)),
    Recurring(kind="kit.clean_up", every=timedelta(hours=6)),
    Recurring(kind="privacy.keep_ledger", every=timedelta(hours=1)),
    Recurring(kind="processes.watch_faults", every=timedelta(minutes=5)),
    Recurring(kind="quality.find_duplicates", every=timedelta(days=1)),
    Recurring(kind="quality.follow_records", every=timedelta(hours=1)),
    Recurring(kind="quality.judge_records", every=timedelta(days=1)),
    Recurring(kind="products.match_milestones", every=timedelta(hours=6)),
    Recurring(kind="products.renew_contracts", every=timedelta(hours=6)),
    Recurring(kind="rights.find_whose_time_is_over", every=timedelta(days=1)),
    Recurring(kind="rights.sweep", every=timedelta(days=1)),
    Recurring(kind="rosters.lay_out", every=timedelta(hours=6)),
    Recurring(kind="rosters.owe_drills", every=timedelta(hours=6)),
    Recurring(kind="rosters.scan", every=timedelta(minutes=1)),
    Recurring(kind="staff.clean_up_sign_ins", every=timedelta(hours=6)),
    Recurring(kind="tiers.follow_managers", every=timedelta(hours=1)),
    Recurring(kind="tiers.judge_base", every=timedelta(days=1)),
    Recurring(kind="visits.plan", every=timedelta(days=1)),
    Recurring(kind="visits.take_back", every=timedelta(hours=1)),
)
