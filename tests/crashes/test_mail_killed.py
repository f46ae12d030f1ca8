"""kill -9 of a worker around the sending of an e-mail: it goes out, and under one name."""

import signal
from datetime import timedelta
from threading import Event

import pytest
from django.core import mail as outbox

from primeline.audit import walls
from primeline.commitments import alerting
from primeline.commitments.models import Alert, RungFired
from primeline.commitments.tests.owing import DAY, a_matter, install, scan
from primeline.jobs.runner import run_one
from primeline.kit.deeds import System, act
from primeline.kit.models import JobRow
from primeline.staff.models import Person
from primeline.testing.cast import TUESDAY_10AM, lin
from primeline.testing.processes import SECONDS_TO_END, start_python

# The letters of this process stand in what it prints; it dies at one of three moments.
MAIL = """
import os, signal, sys
from django.core.mail import EmailMessage
from primeline.audit import walls
from threading import Event
from primeline.jobs.runner import run_one
from primeline.kit import leases

def dies(*given, **named):
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)

send = EmailMessage.send
def sends_and_dies(letter):
    send(letter)
    dies()
if sys.argv[1] == "before it is sent":
    EmailMessage.send = dies
elif sys.argv[1] == "before that is noted":
    EmailMessage.send = sends_and_dies
else:
    leases.finish = dies
with walls.open_for_system():
    while run_one(worker="mortal", stopping=Event()):
        pass
"""


@pytest.mark.row("F7")
@pytest.mark.mainly("postgres")
@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("dies", "letters_count"),
    [
        ("before it is sent", 1),
        ("before that is noted", 2),
        ("before the job ends", 1),
    ],
)
def test_a_letter_goes_out_at_least_once_always_under_one_name(
    dies: str, letters_count: int
) -> None:
    install()
    with act(kind="test.mail", by=System("test"), at=TUESDAY_10AM):
        Person.objects.filter(pk=lin().pk).update(email="lin@example.test")
    matter = a_matter("VISIT")
    scan(matter.due_at - DAY)
    alerting.tell_of(RungFired.objects.get().pk, at=TUESDAY_10AM)
    mortal = start_python(MAIL, dies)
    printed, told = mortal.communicate(timeout=SECONDS_TO_END)
    assert mortal.returncode == -signal.SIGKILL, told

    # Its lease has run out.
    jobs = JobRow.objects.filter(kind=alerting.MAIL)
    assert jobs.get().done_at is None
    jobs.update(leased_until=TUESDAY_10AM - timedelta(days=1))
    with walls.open_for_system():
        while run_one(worker="heir", stopping=Event()):
            pass

    names = [line.partition(": ")[2] for line in printed.splitlines() if "Message-ID" in line]
    names += [one.extra_headers["Message-ID"] for one in outbox.outbox]
    assert len(names) == letters_count
    assert len(set(names)) == 1
    assert jobs.get().done_at is not None
    assert Alert.objects.get().mailed_at is not None
