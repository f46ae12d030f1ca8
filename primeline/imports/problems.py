"""What can be wrong with a row, said in the reader's language with the way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from primeline.privacy.mentions import PersonalNumber
from primeline.privacy.telling import NAMES_SOMEBODY, NUMBERS


class Unreadable(Exception):
    """A cell does not mean what its column asks for. `code` is a key of `MESSAGES`."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong with one row: in which column, and what."""

    code: str
    column: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what is stored, without words of any language."""
        return {"code": self.code, "column": self.column, "words": dict(self.words)}


MESSAGES: Final[Mapping[str, Any]] = {
    # Cells
    "FORMULA": _("The cell holds a formula. Replace it by its value (copy, then “paste values”)."),
    "LONG_NUMBER": _(
        "A number of more than 15 digits, whose last digits Excel has changed. "
        "Format the column as text and enter the number anew."
    ),
    "ERROR_VALUE": _("The cell holds an error value. Enter the value itself."),
    "TOO_LONG": _("The text is too long: at most %(most)s characters. Shorten it."),
    "MOBILE_IN_TEXT": NUMBERS[PersonalNumber.MOBILE],
    "EMAIL_IN_TEXT": NUMBERS[PersonalNumber.EMAIL],
    "IDENTITY_IN_TEXT": NUMBERS[PersonalNumber.IDENTITY],
    "CARD_IN_TEXT": NUMBERS[PersonalNumber.CARD],
    "NAMES_SOMEBODY": NAMES_SOMEBODY,
    "NOT_A_DATE": _("“%(value)s” is not a day. Write it as 2024-03-05."),
    "AMBIGUOUS_DATE": _(
        "“%(value)s” may be two different days. Write it as 2024-03-05, "
        "or choose the order of day and month for this file."
    ),
    "DATE_OUT_OF_RANGE": _("“%(value)s” lies outside the years 1900 to 2100. Check the year."),
    "NOT_A_MONTH": _("“%(value)s” is not a month. Write it as 2024-03."),
    "NOT_MONEY": _("“%(value)s” is not an amount. Write it in yuan as 1234.50."),
    "TOO_PRECISE": _("“%(value)s” is finer than one fen. Round it to two decimals."),
    "NEGATIVE": _("“%(value)s” is negative. Enter what is paid as a positive number."),
    "TOO_LARGE": _("“%(value)s” is too large. Check the digits and the unit."),
    "NOT_A_NUMBER": _("“%(value)s” is not a whole number. Write digits only, for example 12."),
    "NOT_YES_OR_NO": _("“%(value)s” is neither yes nor no. Write yes or no."),
    "UNKNOWN_WORD": _("“%(value)s” is not known here. Use one of: %(known)s."),
    "UNKNOWN_CODE": _(
        "“%(value)s” is neither a code nor a name in the reference data. "
        "Correct it, or say under “Values” what it stands for."
    ),
    "CLOSED_CODE": _("“%(value)s” is closed to new use. Choose another one."),
    "UNKNOWN_UNIT": _("There is no unit “%(value)s”. Use its code or its full name."),
    "UNIT_OUT_OF_REACH": _("“%(value)s” lies outside your reach. Choose a unit of your own."),
    "INDUSTRY_OUT_OF_REACH": _("Your role does not reach this industry at this unit."),
    "LINE_OUT_OF_REACH": _("Your role does not reach the line of business “%(value)s”."),
    "UNKNOWN_PERSON": _("Nobody active is called “%(value)s”. Use the user name."),
    "NOT_A_PHONE": _(
        "“%(value)s” is no telephone number that can be called. Write it with the area code, "
        "for example 0571 8888 1234 or 138 0000 1234, and an extension as 0571 8888 1234 ext 12."
    ),
    "NOT_AN_EMAIL": _("“%(value)s” is not an e-mail address."),
    "NOT_AN_IDENTIFIER": _(
        "“%(value)s” fails its check digit. Compare it with the license or the card."
    ),
    "IDENTIFIER_KIND": _("Say what kind of identifier “%(value)s” is, in a column or for all."),
    # Rows
    "MISSING": _("Something is missing here. Fill the cell."),
    "MORE_CELLS": _("The row has more cells than there are headings. Check for a stray delimiter."),
    "REPEATED": _("The same as in row %(row)s. Keep one of the two."),
    "IDENTIFIER_REPEATED": _("Row %(row)s has this identifier too. Keep one of the two."),
    "RENEWAL_UNCLEAR": _(
        "How it renews is not clear: give the day, and the months if it renews by itself."
    ),
    "ENDS_BEFORE_START": _("It ends before it starts. Check both days."),
    "END_WITHOUT_DAY": _("A terminated subscription needs the day on which it ended."),
    "ENDED_YET_HELD": _("The row says that it has ended and that it is held. Correct one of them."),
    "END_WITHOUT_REASON": _("An ending needs its reason. Fill it, or choose one for all rows."),
    "SAME_BILL": _("Row %(row)s of the same bill is in error; the bill is written as a whole."),
    "NOBODY_NAMED": _("The row names neither a manager nor a deputy. Fill one of the two."),
    "BILL_APART": _(
        "The rows of this bill stand far apart, the first in row %(row)s. "
        "Sort the file by account and month."
    ),
    "NOT_A_MANAGER": _(
        "Only somebody who works as an account manager in the account's province can be named. "
        "Name another one, or have the role given to them first."
    ),
    "DEPUTY_IS_MANAGER": _("Manager and deputy must be two people."),
    "DAY_TO_COME": _("%(value)s is yet to come. Enter a day that has come."),
    "OVER_UNCLEAR": _("A service that is over needs the day and what became of it. Fill both."),
    "BAND_UPSIDE_DOWN": _("The upper end lies below the lower one. Check both amounts."),
    # What the archive says
    "NOT_YOURS": _(
        "This number cannot be used here. If the account exists, its owner unit has to change it."
    ),
    "NO_SUCH_ACCOUNT": _(
        "There is no account “%(value)s” within your reach. Import the accounts first."
    ),
    "ACCOUNT_MERGED": _(
        "Account “%(value)s” was merged into another one. "
        "Leave the row out, or use the number of the account that is left."
    ),
    "BILL_OF_MERGED": _(
        "Account “%(value)s” was merged into another one, which has a bill of this month. Leave "
        "the row out, or enter the sum of both under the number of the account that is left."
    ),
    "SITE_OF_MERGED": _(
        "Account “%(value)s” was merged into another one, and another row names a site of this "
        "name there. Keep one of the two, or call them differently."
    ),
    "PERSON_ERASED": _(
        "Account “%(value)s” is a person whose data were erased. Leave the row out: it would bring "
        "them back."
    ),
    "MAY_NOT_ASSIGN": _("You may not name managers at the unit of account “%(value)s”."),
    "NO_SUCH_SUBSCRIPTION": _("There is no subscription “%(value)s” within your reach."),
    "NO_SUCH_AGREEMENT": _("The account has no contract “%(value)s”. Import the contracts first."),
    "SEVERAL_SUBSCRIPTIONS": _(
        "“%(value)s” names several subscriptions. Use the number of the subscription."
    ),
    "TWIN": _(
        "An earlier row says the same under another number of this account. Keep one of the two."
    ),
    "GROUP_CIRCLE": _("By these rows a group would go round in circles. Check who is above whom."),
    "GROUP_TOO_DEEP": _("By these rows a group would have more than 8 levels. Leave some out."),
    "GROUP_OUT_OF_REACH": _(
        "It belongs to an account beyond your reach. Whoever looks after that one releases it."
    ),
    "GROUP_RESTRICTED": _(
        "Restricted accounts are not placed in groups: their place would tell of them."
    ),
    "PAYER_OUTSIDE": _("Only an account of the same group can pay for it. Check the number."),
    "NO_SUCH_SUPERIOR": _(
        "“%(value)s” is not at this account, or their own row is in error. Bring them in before, "
        "or put the rows of each account one below the other."
    ),
    "REPORTS_TO_SELF": _(
        "By these rows somebody would report to themselves. Name somebody further up."
    ),
    "NO_SUCH_CONTACT": _(
        "Nobody at this account is called “%(value)s”. Import the contacts first."
    ),
    "SEVERAL_CONTACTS": _(
        "Several people at this account are called “%(value)s”. Put it down on the page of theirs."
    ),
    "CONSENT_HOLDS": _(
        "A consent for the same purpose holds already. If it was given anew, enter first on which "
        "day the former one was withdrawn."
    ),
    "WITHDRAWN_EARLIER": _("It cannot be withdrawn before it was given. Check both days."),
    "WITHDRAWN_OTHERWISE": _(
        "It is on record as withdrawn on another day, and what was recorded on the day stands."
    ),
    "NO_SUCH_CIRCUIT": _(
        "The account has no single subscription or circuit “%(value)s”. Use its number."
    ),
    "SERIAL_TAKEN": _(
        "Serial number “%(value)s” is on file at another account. Check it; if the device stands "
        "here now, that it left there has to be recorded first."
    ),
    "DEVICE_GONE": _(
        "It is on record that “%(value)s” left. If it is back, enter the day on which it was "
        "installed anew."
    ),
    "OUTSIDE_OVER": _(
        "It is on record that this service is over. A new one differs by its last day."
    ),
    "OTHER_ACCOUNT": _("“%(value)s” belongs to another account. Check the number."),
    "IDENTIFIER_TAKEN": _(
        "Another account has this identifier. Look it up before opening a second one."
    ),
    "KIND_CHANGES": _(
        "A file cannot turn an organization into an individual or back. Change it on its page."
    ),
    "MISSING_FOR_NEW": _("A new one needs this. Fill the cell, or choose one value for all rows."),
    "WRONG_STEP": _("What is stored cannot take this status. Correct it, or leave the cell empty."),
    "ENDED_ALREADY": _("This subscription has ended already. Open a new one instead."),
    "ENDED_OTHERWISE": _(
        "It is on record as ended on another day or for another reason, and what was recorded on "
        "the day stands. What a second call found goes into “Verified reason”."
    ),
    # Why something that was imported is not taken back
    "CHANGED_SINCE": _("%(value)s has changed it since. Put it right by hand where needed."),
    "BUILT_UPON": _("Other records hang on it by now. Put it right by hand where needed."),
    "OUT_OF_REACH": _("It belongs to another unit by now, which has to put it right."),
    "GOES_NOT_TOGETHER": _(
        "What stood before no longer goes together with what was changed since. "
        "Put it right by hand where needed."
    ),
    "LINE_CHANGED": _(
        "A subscription does not change its line of business. End this one and open a new one."
    ),
    "ENDS_BEFORE_OPENING": _("It cannot end before it was opened. Check the day."),
}
