"""Drawing a plan up, and its form: lines come and go without anything typed being lost."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from primeline.customers import queries as customers
from primeline.kit import clock
from primeline.kit.sent import whole_number
from primeline.plans import actions, queries
from primeline.plans.values import Content, Row
from primeline.privacy.freetext import seen_values
from primeline.products import queries as products
from primeline.staff.choices import Permission
from primeline.web import edits
from primeline.web.edits import Edit
from primeline.web.pages import page, today
from primeline.web.plans.forms import FORMS, FORMSETS, MOST_LINES, TITLES, PlanForm
from primeline.web.requests import PersonRequest

if TYPE_CHECKING:
    from primeline.customers.models import Customer
    from primeline.plans.models import Plan

MAY = Permission.EDIT_CUSTOMERS


@dataclass(kw_only=True)
class Sheet:
    """The form of a plan as a whole."""

    form: forms.Form
    lists: dict[str, "forms.BaseFormSet[Any]"]
    is_quiet: bool = False
    """Whether nothing is remarked on yet: somebody only wants one line more."""

    def is_valid(self) -> bool:
        # All of them, so that everything that is wrong shows at once.
        return all([self.form.is_valid(), *(one.is_valid() for one in self.lists.values())])


@page(MAY, methods=("POST",))
def new_plan(request: PersonRequest, number: str) -> HttpResponse:
    """Begin the next version of the plan of an account."""
    customer = customers.get_customer(request.reach, number, MAY)
    made = actions.draw_up_plan(customer=customer, by=request.user, at=clock.now())
    return redirect("plans:edit", number, made.number)


@page(MAY, methods=("GET", "POST"))
def edit(request: PersonRequest, number: str, plan_number: int) -> HttpResponse:
    """Show the form of a plan, add a line to it, or save it."""
    customer = customers.get_customer(request.reach, number, MAY)
    plan = queries.get_plan(customer, plan_number)
    choices = _choices(request, customer, plan)
    if request.method != "POST":
        return _show(request, plan, _stored(request, plan, choices))
    added = request.POST.get("add", "")
    sheet = _sent(request.POST, choices, one_more=added)
    if added in FORMS:
        sheet.is_quiet = True
        return _show(request, plan, sheet)
    if not sheet.is_valid():
        return _show(request, plan, sheet, status=422)

    def save(facts: dict[str, Any]) -> None:
        actions.save_plan(
            plan=plan,
            version=facts["version"],
            content=_content(sheet),
            by=request.user,
            at=clock.now(),
        )

    saved = edits.save(sheet.form, save, version=plan.version)
    if not saved.is_done:
        # Whoever has seen that somebody else saved may save over it.
        sheet.form = edits.with_version(saved.form, plan.version)
        return _show(request, plan, sheet, saved=saved, status=saved.status)
    messages.success(request, _("Saved."))
    address = reverse("accounts:plan", args=[number])
    return redirect(f"{address}?version={plan.number}")


def _choices(request: PersonRequest, customer: "Customer", plan: "Plan") -> dict[str, Any]:
    people = [(one.pk, one.name) for one in queries.people_for(plan, today=today())]
    cards = customers.contacts_of(customer, request.reach)
    return {
        "contact_id": [(card.id, _who(card)) for card in cards],
        "cared_for_by_id": people,
        "who_id": people,
        "line_id": [(line.pk, line.name) for line in products.lines()],
    }


def _who(card: Any) -> str:
    return f"{card.name} · {card.job_title}" if card.job_title else str(card.name)


def _stored(request: PersonRequest, plan: "Plan", choices: dict[str, Any]) -> Sheet:
    said = queries.shown(plan, request.reach)
    rows: dict[str, list[Any]] = {
        "stakeholders": [one.row for one in said.stakeholders],
        "goals": said.goals,
        "opportunities": said.opportunities,
        "actions": said.actions,
    }
    initial = {name: getattr(plan, name) for name in PlanForm.base_fields if name != "seen"}
    return Sheet(
        form=PlanForm(initial=seen_values(initial)),
        lists={
            name: kind(
                initial=[_line(FORMS[name], row) for row in rows[name]],
                prefix=name,
                form_kwargs={"choices": choices},
            )
            for name, kind in FORMSETS.items()
        },
    )


def _line(kind: Any, row: Any) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in kind.base_fields if name != "row_id"}
    return {**seen_values(facts), "row_id": row.pk}


def _sent(sent: QueryDict, choices: dict[str, Any], *, one_more: str) -> Sheet:
    data = sent.copy()
    name = f"{one_more}-TOTAL_FORMS"
    lines_count = whole_number(str(data.get(name, "")), most=MOST_LINES)
    if one_more in FORMS and lines_count is not None:
        data[name] = str(lines_count + 1)
        for field, asked in FORMS[one_more].base_fields.items():
            if asked.initial is not None:
                data[f"{one_more}-{lines_count}-{field}"] = str(asked.initial)
    return Sheet(
        form=PlanForm(data),
        lists={
            name: kind(data, prefix=name, form_kwargs={"choices": choices})
            for name, kind in FORMSETS.items()
        },
    )


def _content(sheet: Sheet) -> Content:
    facts: dict[str, Any] = dict(sheet.form.cleaned_data)
    facts.pop("version")
    facts |= {name: _rows(one) for name, one in sheet.lists.items()}
    return Content(**facts)


def _rows(formset: "forms.BaseFormSet[Any]") -> tuple[Row, ...]:
    found = []
    for form in formset.forms:
        # A line that was added and left empty says nothing.
        if not form.has_changed() or not form.cleaned_data:
            continue
        facts = dict(form.cleaned_data)
        row_id, is_removed = facts.pop("row_id"), bool(facts.pop("DELETE", False))
        found.append(Row(row_id=row_id, facts=facts, is_removed=is_removed))
    return tuple(found)


def _show(
    request: PersonRequest,
    plan: "Plan",
    sheet: Sheet,
    *,
    saved: Edit | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "customer": plan.customer,
        "plan": plan,
        "sheet": sheet,
        "titles": TITLES,
        "edit": saved,
    }
    return render(request, "web/plans/edit.html", context, status=status)
