"""Framework contracts of groups, and the orders that subsidiaries call off from them."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from primeline.customers import actions as customers
from primeline.customers.choices import TimelineKind
from primeline.customers.queries import stands_above
from primeline.customers.values import Line
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.products.models import Agreement


@deed("products.place_agreement")
def place_agreement(
    *,
    agreement: Agreement,
    version: int,
    is_framework: bool = False,
    framework: Agreement | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Say whether a contract stands alone, is a framework contract, or is called off from one.

    :raises Refused: if orders are called off from it, or the framework contract is none of an
        account above this one
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    if not is_framework and agreement.call_offs.exists():
        raise Refused(_("Orders are called off from this contract: it stays a framework."))
    if framework is not None:
        _check_framework(agreement, framework, is_framework=is_framework)
    changes = {"is_framework": is_framework, "framework": framework}
    save_changes(Agreement, pk=agreement.pk, version=version, changes=changes)
    agreement.refresh_from_db()
    how = "FRAMEWORK" if is_framework else "CALL_OFF" if framework else "ALONE"
    line = Line(
        customer_id=agreement.customer_id,
        kind=TimelineKind.AGREEMENT_PLACED,
        happened_at=at,
        # Not the number of the framework contract: not everybody here sees its account.
        words={"number": agreement.number, "how": how},
        subject_kind="agreement",
        subject_id=agreement.pk,
    )
    customers.tell(line=line, by=by, at=at)
    return agreement


def _check_framework(agreement: Agreement, framework: Agreement, *, is_framework: bool) -> None:
    if is_framework:
        raise Refused(
            _("A framework contract is not called off from another one."), field="framework"
        )
    is_above = stands_above(framework.customer_id, agreement.customer_id)
    is_own = framework.customer_id == agreement.customer_id and framework.pk != agreement.pk
    if not framework.is_framework or not (is_above or is_own):
        raise Refused(
            _("Choose a framework contract of an account above this one in its group."),
            field="framework",
        )
