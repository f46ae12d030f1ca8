"""Forms of cases: what a drawing asks for at a step, why something goes back, how one begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from primeline.bpmn.values import Choice, Drawing, Field, Node, Type
from primeline.commitments.rules import EXPECTED_AT_MOST, SAID_AT_MOST
from primeline.customers.choices import AttachmentKind
from primeline.customers.values import Paper
from primeline.files.rules import ACCEPTED
from primeline.kit.words import in_language
from primeline.processes.values import EXPECTED
from primeline.web.cases.words import field_name
from primeline.web.days import DayField, FarOffForm, MomentField, SaidField, moment_chooser
from primeline.web.edits import EditForm, OnceForm
from primeline.web.uploads import file_chooser

LONGEST = 300
PREFIX = "said"


class StartForm(FarOffForm, OnceForm):
    """What a case is begun with."""

    process = forms.ChoiceField(label=_("Process"))
    account = forms.CharField(label=_("Account number"), max_length=20)
    title = forms.CharField(label=_("What it is about"), max_length=200)
    reference = forms.CharField(
        label=_("Number of a contract, order or circuit"), max_length=40, required=False
    )
    said_at = SaidField()
    far_off: ClassVar = {"said_at": SAID_AT_MOST}

    def __init__(
        self, *args: Any, processes: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].choices = [("", _("Choose …")), *processes]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """Why a step is put back or sent back."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST)


class CancelForm(EditForm):
    """Why a case is given up."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST)


class StepForm(FarOffForm):
    """What the drawing asks for at a step, and what else is to be said."""

    note = forms.CharField(label=_("Note"), max_length=LONGEST, required=False)
    far_off: ClassVar = {EXPECTED: EXPECTED_AT_MOST}

    def __init__(
        self,
        *args: Any,
        drawing: Drawing,
        node: Node,
        said: Mapping[str, str],
        missing: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        # To be made again where somebody else was faster.
        told = {"drawing": drawing, "node": node, "said": said, "missing": missing}
        self.made_with = {**told, **kwargs}
        asked = {}
        for one in node.form:
            field = drawing.fields[one.field]
            asked[one.field] = _field(field, field_name(drawing, one.field), one.is_required)
            self.initial.setdefault(one.field, _as_shown(field, said.get(one.field, "")))
        papers = {paper(kind): _chooser(kind) for kind in missing}
        # What the drawing asks for under the name of the note stands in its place.
        besides = {name: one for name, one in self.fields.items() if name not in asked}
        self.fields = {**asked, **papers, **besides}
        self.asked, self.missing = list(asked), list(missing)

    @property
    def free_note(self) -> str:
        """What was said besides; empty where the drawing asks for a note of its own."""
        return "" if "note" in self.asked else self.cleaned_data["note"]

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, as cases keep it."""
        return {name: _as_kept(self.cleaned_data.get(name)) for name in self.asked}

    @property
    def papers(self) -> list[Paper]:
        """Return the papers that were brought with the step."""
        brought = [(kind, self.cleaned_data[paper(kind)]) for kind in self.missing]
        return [Paper(name=file.name, content=file, kind=kind) for kind, file in brought]


def paper(kind: str) -> str:
    """Return what the field for a paper of this kind is called."""
    return f"paper_{kind}"


def _chooser(kind: str) -> forms.FileField:
    return forms.FileField(label=AttachmentKind(kind).label, widget=file_chooser(ACCEPTED))


def _as_kept(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _as_shown(field: Field, said: str) -> Any:
    return datetime.fromisoformat(said) if said and field.type is Type.MOMENT else said


def _field(field: Field, label: str, is_required: bool) -> forms.Field:
    options: dict[str, Any] = {"label": label, "required": is_required}
    if field.type is Type.DAY:
        return DayField(**options)
    if field.type is Type.MOMENT:
        return MomentField(**options, widget=moment_chooser())
    if field.type is Type.NUMBER:
        return forms.DecimalField(**options, max_digits=24, decimal_places=9)
    if field.type is Type.BOOLEAN:
        yes_no = [("", _("Choose …")), ("true", _("yes")), ("false", _("no"))]
        return forms.ChoiceField(**options, choices=yes_no)
    if field.choices:
        named = [(one.code, _choice_name(one)) for one in field.choices]
        return forms.ChoiceField(**options, choices=[("", _("Choose …")), *named])
    return forms.CharField(**options, max_length=LONGEST)


def _choice_name(choice: Choice) -> str:
    return in_language(zh=choice.name_zh, en=choice.name_en) or choice.code
