"""Texts of Django that our forms show, and whose Chinese is ours.

Django's own catalog has none for them, speaks of variables, or is less polite than we are.
Naming them here is all it takes: a catalog of ours goes before Django's.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

BORROWED = (
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    _("Your password can’t be a commonly used password."),
    _("Enter a valid email address."),
    _("Enter a whole number."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
)
