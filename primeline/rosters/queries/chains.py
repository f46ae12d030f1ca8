"""Call chains and their runs, as pages show them and as the scan needs them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from primeline.commitments import queries as commitments
from primeline.commitments.models import Commitment
from primeline.customers.models import Contact, Customer
from primeline.kit.errors import NotFound
from primeline.rosters.choices import Outcome, RunStatus
from primeline.rosters.models import CallAttempt, CallChain, CallRun, ChainStep
from primeline.rosters.queries.reach import visible_chains
from primeline.staff.models import Unit
from primeline.staff.reach import Reach

TESTED_WITHIN = timedelta(days=31)
# So long before its month is over a drill is owed.
TRIED_AHEAD = timedelta(days=7)
# What was stopped tells nothing of whether the chain works.
TESTED = Max("runs__started_at", filter=~Q(runs__status=RunStatus.STOPPED))


def chains_of(reach: Reach, *, unit: Unit | None = None) -> QuerySet[Any]:
    """Return the call chains in use that this reader sees, with when each was last run."""
    found = CallChain.objects.filter(visible_chains(reach), is_active=True)
    if unit is not None:
        found = found.filter(unit__path__startswith=unit.path)
    listed: QuerySet[Any] = found.select_related("unit", "customer").annotate(tested_at=TESTED)
    return listed.order_by("unit__path", "name", "pk")


def chains_to_try(at: datetime) -> list[CallChain]:
    """Return the chains whose month is nearly over since they were tried. For the whole system."""
    found = CallChain.objects.filter(is_active=True).annotate(tested_at=TESTED)
    untried = Q(tested_at=None) | Q(tested_at__lte=at - TESTED_WITHIN + TRIED_AHEAD)
    return list(found.filter(untried).order_by("pk"))


def chains_for(reach: Reach, unit: Unit, customer_id: int | None) -> list[CallChain]:
    """Return the chains that can be started for a matter: of its unit or above, of its account."""
    above = [int(part) for part in unit.path.split("/") if part]
    wanted = Q(unit__in=above, customer=None)
    if customer_id is not None:
        wanted |= Q(customer=customer_id)
    found = CallChain.objects.filter(visible_chains(reach), wanted, is_active=True)
    return list(found.select_related("unit").order_by("-unit__path", "name"))


def is_tested(tested_at: datetime | None, *, at: datetime) -> bool:
    """Test whether a chain was tried within the last month."""
    return tested_at is not None and at - tested_at <= TESTED_WITHIN


def steps_of(chain: CallChain, *, edition: int | None = None) -> list[ChainStep]:
    """Return the steps of a chain in order, as they stand or as an edition had them."""
    rows = ChainStep.objects.filter(chain=chain, edition=edition or chain.edition)
    return list(rows.select_related("person", "contact").order_by("position"))


def runs_of(chain: CallChain, *, most: int = 20) -> list[CallRun]:
    """Return the runs of a chain, the latest first."""
    rows = CallRun.objects.filter(chain=chain).select_related("started_by", "commitment__step")
    return list(rows.order_by("-pk")[:most])


def runs_for(reach: Reach, commitment_id: int) -> list[CallRun]:
    """Return the runs that were started for a matter, the latest first."""
    chains = CallChain.objects.filter(visible_chains(reach, with_granted=True)).values("pk")
    rows = CallRun.objects.filter(commitment=commitment_id, chain__in=chains)
    return list(rows.select_related("chain", "started_by").order_by("-pk"))


def hidden_runs(reach: Reach, runs: Iterable[CallRun]) -> dict[int, str]:
    """Return the cover names of what some runs are about, for those whose words are not shown.

    A chain of a unit is seen by more people than the restricted account that it was run for.
    """
    ids = {run.commitment_id for run in runs if run.commitment_id is not None}
    secret = Commitment.objects.filter(pk__in=ids, customer__is_restricted=True)
    names = dict(secret.values_list("pk", "customer__cover_name")) if ids else {}
    if not names:
        return {}
    seen = commitments.visible_to(reach, with_granted=True).filter(pk__in=names)
    for one in seen.values_list("pk", flat=True):
        del names[one]
    return {run.pk: names[run.commitment_id] for run in runs if run.commitment_id in names}


def get_run(reach: Reach, run_id: int) -> CallRun:
    """Return one run of a call chain.

    :raises NotFound: if there is none, or its chain is out of reach
    """
    chains = CallChain.objects.filter(visible_chains(reach, with_granted=True)).values("pk")
    found = CallRun.objects.filter(pk=run_id, chain__in=chains)
    run = found.select_related("chain__unit", "chain__customer", "commitment", "started_by").first()
    if run is None:
        raise NotFound
    return run


def starters_of(run_id: int) -> list[int]:
    """Return who has started a run. For the whole system."""
    return list(CallRun.objects.filter(pk=run_id).values_list("started_by", flat=True))


def attempts_of(run: CallRun) -> list[CallAttempt]:
    """Return what was tried in a run, in order."""
    rows = CallAttempt.objects.filter(run=run)
    full = rows.select_related("person", "contact", "approach", "settled_by")
    return list(full.order_by("position"))


def calls_on_duty(
    *, run_id: int | None = None, commitment_id: int | None = None, but_reached: bool = False
) -> list[int]:
    """Return the calls of a run, or about a matter, to who was on duty. For the whole system."""
    rows = CallAttempt.objects.filter(person__isnull=False).exclude(speciality="")
    if but_reached:
        rows = rows.exclude(outcome=Outcome.REACHED)
    wanted = Q(run=run_id) if run_id is not None else Q(run__commitment=commitment_id)
    return list(rows.filter(wanted).values_list("pk", flat=True))


def get_attempt(run: CallRun, position: int) -> CallAttempt:
    """Return one attempt of a run.

    :raises NotFound: if there is none
    """
    found = CallAttempt.objects.filter(run=run, position=position).first()
    if found is None:
        raise NotFound
    return found


def has_due_run(at: datetime) -> bool:
    """Test whether a run has waited long enough for its next step. For the whole system."""
    return CallRun.objects.filter(status=RunStatus.RUNNING, next_at__lt=at).exists()


def called_in(person_id: int) -> list[CallAttempt]:
    """Return the calls that wait for this person's answer."""
    rows = CallAttempt.objects.filter(
        person=person_id, outcome="WAITING", run__status=RunStatus.RUNNING
    )
    return list(rows.select_related("run__chain__unit", "run__commitment__step").order_by("-pk"))


def contacts_of(customer: Customer) -> Sequence[Contact]:
    """Return the people at an account who can stand on its call chain."""
    return list(Contact.objects.filter(customer=customer, is_active=True).order_by("pk"))
