"""The posts that people at customers come to hold, at the same account or at another."""

from datetime import date, datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from primeline.customers import rules
from primeline.customers.actions.timeline import tell_many
from primeline.customers.choices import AttachedTo, TimelineKind
from primeline.customers.events import PeopleChanged
from primeline.customers.models import Attachment, Contact, Customer, FormerPost
from primeline.customers.values import Line
from primeline.kit import events
from primeline.kit.deeds import Actor, deed
from primeline.kit.errors import Refused
from primeline.kit.saving import save_changes
from primeline.staff.rules import day_of


@deed("customers.move_contact")
def move_contact(
    *,
    contact: Contact,
    version: int,
    customer: Customer,
    job_title: str,
    from_date: date,
    by: Actor,
    at: datetime,
) -> Contact:
    """Give a person a new post, at the same account or at another; the former one stays on file.

    At another account they begin afresh: first of nobody, above and below nobody, at no site.

    :raises Refused: if nothing changes, or the new post begins before the former one or tomorrow
    :raises ChangedMeanwhile: if somebody saved since `version` was read
    """
    rules.check_usable(contact.name)
    former, title = contact.customer, job_title.strip()
    if former == customer and contact.job_title == title:
        raise Refused(_("This is the post they hold. Write the new one."), field="job_title")
    if contact.in_post_from_date is not None and from_date <= contact.in_post_from_date:
        raise Refused(
            _("The new post begins after the one they hold. Choose a later day."),
            field="from_date",
        )
    if from_date > day_of(at):
        raise Refused(_("This day is yet to come."), field="from_date")
    changes: dict[str, object] = {"job_title": title, "in_post_from_date": from_date}
    if former != customer:
        changes |= {
            "customer": customer,
            "reports_to": None,
            "is_primary": False,
            "decision_role": "",
            "is_active": True,
        }
    FormerPost.objects.create(
        contact=contact,
        customer=former,
        job_title=contact.job_title,
        from_date=contact.in_post_from_date,
        to_date=from_date - timedelta(days=1),
    )
    save_changes(Contact, pk=contact.pk, version=version, changes=changes)
    if former != customer:
        _go_over(contact, customer)
    _tell(contact.pk, former, customer, by=by, at=at)
    contact.refresh_from_db()
    return contact


def _tell(
    contact_id: int, former: Customer, customer: Customer, *, by: Actor, at: datetime
) -> None:
    tell_many(lines=_lines(contact_id, former, customer, at), by=by, at=at)
    events.publish(PeopleChanged(happened_at=at, customer_ids=(former.pk, customer.pk)))


def _go_over(contact: Contact, customer: Customer) -> None:
    """Let go of the people below and the sites at the former account; papers come along.

    Those of a contract stay with it.
    """
    contact.reports.update(reports_to=None, version=F("version") + 1)
    contact.sites.update(contact=None, version=F("version") + 1)
    papers = Attachment.objects.filter(subject=contact.subject, subject_kind=AttachedTo.ACCOUNT)
    papers.update(customer=customer, version=F("version") + 1)


def _lines(contact_id: int, former: Customer, customer: Customer, at: datetime) -> list[Line]:
    """Tell both accounts, and neither which the other is: not everybody sees both."""
    told = [(customer, TimelineKind.CONTACT_POST)]
    if former != customer:
        told = [
            (former, TimelineKind.CONTACT_MOVED_AWAY),
            (customer, TimelineKind.CONTACT_MOVED_HERE),
        ]
    return [
        Line(
            customer_id=account.pk,
            kind=kind,
            happened_at=at,
            words={},
            subject_kind="contact",
            subject_id=contact_id,
        )
        for account, kind in told
    ]
