"""The form of quick capture: the same on the page and on what a device keeps of it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any, Final

from django import forms
from django.db.models import TextChoices
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from primeline.commitments.choices import AskedBy
from primeline.kit import clock
from primeline.kit.once import KEPT_FOR
from primeline.web.edits import OnceForm
from primeline.web.uploads import file_chooser

LONGEST: Final = 2000
LONGEST_OPPORTUNITY: Final = 200
PICTURES: Final = (".jpg", ".jpeg", ".png")
# Whatever is sent again within this time finds the key of its first sending.
LONGEST_WAIT: Final = KEPT_FOR - timedelta(days=2)


class Kind(TextChoices):
    """What was heard at a customer."""

    PROBLEM = "PROBLEM", pgettext_lazy("capture", "Problem")
    SUGGESTION = "SUGGESTION", pgettext_lazy("capture", "Suggestion")
    CHANGE = "CHANGE", _("Change at the customer")
    OPPORTUNITY = "OPPORTUNITY", pgettext_lazy("capture", "Opportunity")


HOW: Final = [(one.value, one.label) for one in (AskedBy.IN_PERSON, AskedBy.PHONE)]


class CaptureForm(OnceForm):
    """What was heard, at which account, and how; perhaps a photo."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Kind.choices)
    account = forms.CharField(
        label=pgettext_lazy("capture", "Account"),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "hx-get": reverse_lazy("capture:accounts"),
                "hx-trigger": "focus, input changed delay:180ms",
                "hx-target": "#capture-accounts",
                "hx-sync": "this:replace",
            }
        ),
        help_text=_("Name, pinyin or number."),
    )
    to_unit = forms.TypedChoiceField(
        label=_("Department that answers"), coerce=int, empty_value=None, required=False
    )
    how = forms.ChoiceField(label=_("How it was said"), choices=HOW)
    text = forms.CharField(
        label=_("In words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "data-short": LONGEST_OPPORTUNITY}),
        help_text=_("An opportunity in 200 characters at most, anything else in 2000."),
    )
    file = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=file_chooser(",".join(PICTURES)),
        help_text=_("PNG or JPEG, up to 20 MB. It is put on the papers of the account."),
    )
    written_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, units: Sequence[tuple[int, str]] = (), by_id: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = by_id
        self.fields["to_unit"].choices = [("", _("Choose …")), *units]  # type: ignore[attr-defined]

    def clean_once(self) -> str:
        """Return the key as it is kept: of this person, so that nobody is told of another's."""
        mine = f"{self.by_id}:{self.cleaned_data['once']}"
        return hashlib.sha256(f"{type(self).__name__}:{mine}".encode()).hexdigest()

    def clean_account(self) -> str:
        text: str = self.cleaned_data["account"]
        return text.strip()

    def clean_file(self) -> Any:
        """Take pictures alone; what is in them is looked at once they are kept."""
        brought = self.cleaned_data["file"]
        if brought and PurePath(brought.name).suffix.lower() not in PICTURES:
            raise forms.ValidationError(_("This is no photo. Choose a PNG or a JPEG file."))
        return brought

    def clean_written_at(self) -> datetime:
        """Return when it was written, by the clock of the device, which may be ahead of ours."""
        now, written = clock.now(), self.cleaned_data["written_at"]
        if written is not None and now - written > LONGEST_WAIT:
            raise forms.ValidationError(
                _("This was written down more than four weeks ago. Look at the account whether it "
                  "came through, and if it did not, write it down anew.")
            )  # fmt: skip
        return min(written or now, now)

    def clean(self) -> dict[str, Any]:
        """Ask for what this kind needs."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        kind, text = facts.get("kind"), facts.get("text", "")
        if kind == Kind.SUGGESTION and not facts.get("to_unit") and "to_unit" not in self.errors:
            self.add_error("to_unit", _("Say which department is to answer."))
        if kind == Kind.OPPORTUNITY and len(text) > LONGEST_OPPORTUNITY:
            self.add_error("text", _("Tell an opportunity in 200 characters at most."))
        return facts
