"""Who is told when nobody answers a call chain, and who reads what it was about."""

import pytest

from primeline.audit.models import Act
from primeline.commitments import alerting
from primeline.commitments import queries as commitments
from primeline.commitments.models import Commitment
from primeline.commitments.queries.boards import escalated_to
from primeline.commitments.tests.owing import a_matter, install
from primeline.customers import actions as customers
from primeline.rosters import actions, listeners, queries
from primeline.rosters.tests.calling import Switchboard, ended, start, work
from primeline.rosters.tests.duties import (
    HOUR,
    a_chain,
    reach,
    with_phone,
)
from primeline.rosters.values import Link
from primeline.testing import cast
from primeline.testing.cast import TUESDAY_10AM

pytestmark = pytest.mark.django_db


@pytest.fixture
def switchboard(monkeypatch: pytest.MonkeyPatch) -> Switchboard:
    board = Switchboard()
    monkeypatch.setattr(listeners, "gateway_for", lambda _channel: board)
    return board


@pytest.mark.row("A7")
class TestWhoIsTold:
    def test_nobody_answered_reaches_who_owns_the_matter_once_and_the_board(
        self, switchboard: Switchboard
    ) -> None:
        install()
        tom, greta, paul = (with_phone(one) for one in (cast.tom(), cast.greta(), cast.paul()))
        lin, mira, end = cast.lin(), cast.mira(), TUESDAY_10AM + HOUR
        chain = a_chain(Link(person_id=tom.pk, wait_minutes=5))
        visit, stopped, drill = a_matter("VISIT"), a_matter("VISIT"), start(chain, greta)
        actions.stop_run(run=drill, reach=reach(greta), by=greta, at=TUESDAY_10AM, reason="x")
        run, other = (start(chain, paul, commitment=one) for one in (visit, stopped))
        actions.stop_run(run=other, reach=reach(greta), by=greta, at=TUESDAY_10AM, reason="x")
        work(TUESDAY_10AM)
        work(end)

        for one in (drill, run, other, run):
            ended(one)

        # Its owner, who leads there, and who had them called; nobody else, and each once.
        told = {lin: [visit], greta: [visit], paul: [visit], tom: [], mira: []}
        for person, matters in told.items():
            notices = commitments.notices_of(reach(person))
            assert [one.commitment for one in notices] == matters, person
            assert commitments.unseen_count(reach(person)) == len(matters)
        assert list(escalated_to(reach(greta), [greta.pk])) == [visit]
        seen = [one.pk for one in commitments.notices_of(reach(greta))]
        assert alerting.note_notices_seen(lin.pk, seen, at=end) == 0
        assert alerting.note_notices_seen(greta.pk, seen, at=end) == 1
        assert commitments.unseen_count(reach(greta)) == 0

    def test_where_there_is_no_matter_who_leads_the_unit_owes_to_see_to_it(
        self, switchboard: Switchboard
    ) -> None:
        install()
        tom, greta, paul = (with_phone(one) for one in (cast.tom(), cast.greta(), cast.paul()))
        chain = a_chain(Link(person_id=tom.pk, wait_minutes=5))
        run, other = start(chain, paul), start(chain, paul, is_drill=True)
        work(TUESDAY_10AM)
        # Each is moved on in an act of its own.
        acts = Act.objects.filter(kind="rosters.advance_runs")
        before = acts.count()
        work(TUESDAY_10AM + HOUR)
        assert acts.count() == before + 2

        for one in (run, other, run):
            ended(one)

        matters = Commitment.objects.filter(step__code="CALL_UNANSWERED").order_by("pk")
        assert [(one.what, one.subject_id) for one in matters] == [
            (chain.name, run.pk), (chain.name, other.pk),
        ]  # fmt: skip
        assert list(commitments.owed_by(reach(greta)).order_by("pk")) == list(matters)
        told = {greta: 2, tom: 0, cast.mira(): 0}
        for person, count in told.items():
            assert commitments.unseen_count(reach(person)) == count, person

    def test_the_words_about_a_restricted_account_are_its_cover_name_to_others(self) -> None:
        install()
        greta, tom, bank = with_phone(cast.greta()), with_phone(cast.tom()), cast.harbor_bank()
        matter = a_matter()
        run = start(a_chain(Link(person_id=tom.pk, wait_minutes=5)), greta, commitment=matter)
        assert queries.hidden_runs(reach(greta), [run]) == {}

        bank.refresh_from_db()
        customers.restrict_customer(
            customer=bank, version=bank.version, cover_name="Hawthorn",
            by=cast.CASTING, at=TUESDAY_10AM, reason="x",
        )  # fmt: skip

        assert queries.hidden_runs(reach(tom), [run]) == {run.pk: "Hawthorn"}
