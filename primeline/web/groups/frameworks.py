"""Framework contracts of groups, and what is called off from them."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.products import actions
from primeline.products import queries as products
from primeline.staff.choices import Permission
from primeline.web.accounts import acting
from primeline.web.accounts.acting import Facts, Matter
from primeline.web.groups.forms import FrameworkForm
from primeline.web.groups.places import GET_AND_POST, back
from primeline.web.pages import page
from primeline.web.requests import PersonRequest


@page(Permission.EDIT_SUBSCRIPTIONS, methods=GET_AND_POST)
def framework(request: PersonRequest, number: str, contract_id: int) -> HttpResponse:
    """Say whether a contract is a framework contract, or called off from one."""
    customer = customers.get_customer(request.reach, number, Permission.EDIT_SUBSCRIPTIONS)
    row = products.get_agreement(customer, contract_id)
    group = customers.group_of(customer, request.reach)
    offered = {one.pk: one for one in products.frameworks_for(group.ids, but=row)}

    def place(facts: Facts) -> None:
        actions.place_agreement(
            agreement=row,
            version=facts["version"],
            is_framework=facts["is_framework"],
            framework=offered[facts["framework"]] if facts["framework"] else None,
            by=request.user,
            at=clock.now(),
        )

    title, about = _("Framework or call-off"), f"{row.number} {row.name}".strip()
    matter = Matter(customer=customer, title=title, back=back(number), about=about, row=row)
    labels = [(pk, f"{one.number} · {one.customer.display_name}") for pk, one in offered.items()]
    known = row.framework_id if row.framework_id in offered else None
    stored = {"is_framework": row.is_framework, "framework": known}
    choices = {"framework": labels}
    return acting.change(request, matter, FrameworkForm, place, stored=stored, choices=choices)
