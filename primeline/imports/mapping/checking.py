"""Whether a mapping can be used: everything that must be known before the first row is read."""

from django.utils.translation import gettext as _

from primeline.imports.choices import Target
from primeline.imports.mapping.shape import SERVICE, FileMapping
from primeline.imports.targets import LAYOUTS, Layout
from primeline.kit.errors import Refused


class IncompleteMapping(Refused):
    """Something is not mapped, or mapped twice; the message names it."""


def check_mapping(mapping: FileMapping) -> None:
    """Do nothing if rows can be read with this mapping.

    :raises IncompleteMapping: if a field is missing, taken twice, or not one of this target
    """
    layout = LAYOUTS[mapping.target]
    _check_known(mapping, layout)
    _check_once(mapping, layout)
    _check_required(mapping, layout)
    if mapping.target == Target.CUSTOMERS:
        _check_customers(mapping)
    if not 1 <= mapping.options.bill_months <= 24:
        raise IncompleteMapping(_("Bills can be made for 1 to 24 months."), field="bill_months")


def _check_known(mapping: FileMapping, layout: Layout) -> None:
    known = set(layout.by_name) | {""} | ({SERVICE} if layout.takes_services else set())
    for use in mapping.columns:
        if use.field not in known:
            raise IncompleteMapping(
                _("Column “%(column)s” is taken as something that this target does not have.")
                % {"column": use.column},
                field=use.column,
            )
    for name in mapping.constants:
        if name not in layout.by_name or not layout.by_name[name].may_be_constant:
            raise IncompleteMapping(_("One value for all rows cannot be given here."), field=name)


def _check_once(mapping: FileMapping, layout: Layout) -> None:
    seen: dict[str, str] = {}
    for use in mapping.columns:
        if use.field in ("", SERVICE):
            continue
        if use.field in seen:
            raise IncompleteMapping(
                _("Columns “%(one)s” and “%(other)s” are both taken as “%(field)s”. Keep one.")
                % {
                    "one": seen[use.field],
                    "other": use.column,
                    "field": layout.by_name[use.field].label,
                },
                field=use.column,
            )
        seen[use.field] = use.column


def _check_required(mapping: FileMapping, layout: Layout) -> None:
    missing = [f for f in layout.fields if f.is_required and not mapping.gives(f.name)]
    if missing:
        raise IncompleteMapping(
            _("Say which column is: %(fields)s.")
            % {"fields": ", ".join(str(field.label) for field in missing)},
            field=missing[0].name,
        )
    if mapping.target == Target.MANAGERS and not (
        mapping.gives("account_manager") or mapping.gives("deputy")
    ):
        raise IncompleteMapping(
            _("Say which column is the account manager or the deputy."), field="account_manager"
        )
    if mapping.target == Target.SUBSCRIPTIONS and not (
        mapping.gives("external_id") or mapping.gives("circuit_number")
    ):
        raise IncompleteMapping(
            _("Say which column is the subscription number or the circuit number."),
            field="external_id",
        )


def _check_customers(mapping: FileMapping) -> None:
    services = mapping.service_columns
    for position in services:
        use = mapping.columns[position]
        if not any(meaning.line for meaning in use.services.values()):
            raise IncompleteMapping(
                _("Say which words in column “%(column)s” mean that a service is held.")
                % {"column": use.column},
                field=use.column,
            )
    tells_endings = services or mapping.gives("has_left") or mapping.gives("left_date")
    if tells_endings and not mapping.gives("leaving_reason"):
        raise IncompleteMapping(
            _("Choose the reason for leaving that stands for all rows, or a column that names it."),
            field="leaving_reason",
        )
    dated = mapping.gives("opened_date") or mapping.gives("tenure_months")
    if services and not dated:
        raise IncompleteMapping(
            _("Services need a beginning: map “Customer since” or “Months with us”."),
            field="opened_date",
        )
