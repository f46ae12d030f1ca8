"""The table: what happens at every route, for every role, at every relation to the thing asked for.

A new route without a row fails `test_every_route_has_its_rows`. To add one:

1. Open the file of your topic here (`accounts.py` for `primeline/web/accounts/`), or make one and
   add it to `TOPICS`.
2. Write a `Row` for each method that the page takes (`@page(..., methods=...)`):

       Row(
           route="accounts:identity",             # the name in urls.py, with its namespace
           method="POST",
           opens=CHANGE_ACCOUNTS,                 # the roles, from `roles.py`; others get 403
           subject=ACCOUNT,                       # what the address names; out of reach is 404
           body=lambda world, relation: {"name": "x"},
           fields={"owner_unit": Field(...)},     # every field that names something else
       )

   `opens` and the reach of a subject are written down from the requirements, by hand. That is
   the point: when the product and this table disagree, one of them is wrong.
3. A new kind of thing needs a `Subject`: how its address is made from a `World` and a `Relation`,
   and which relations each role reaches. `world.thing(kind, relation, make)` makes it once, by
   actions, the first time it is asked for. Put `WORDS[relation]` into its names: the matrix looks
   for that word on every page that must not show it.
4. A page for strangers (`@open_to_all`) stands in `FOR_STRANGERS` with the reason why.

Then `pytest tests/matrix -k accounts`, and what is asked of all rows in one test, which names the
rows that fail it: `-k "strangers or factor or method or within or Table"`.
"""

from tests.matrix.rows import Row
from tests.matrix.table import (
    access,
    accounts,
    addresses,
    audit,
    capture,
    cases,
    competences,
    contracts,
    equipment,
    figures,
    groups,
    handovers,
    hours,
    imports,
    levels,
    logs,
    matters,
    meetings,
    operations,
    papers,
    partners,
    plans,
    quality,
    reference,
    rights,
    rosters,
    session,
    sites,
    staff,
    standards,
    visits,
)

TOPICS = (
    access,
    accounts,
    addresses,
    audit,
    capture,
    cases,
    competences,
    contracts,
    equipment,
    figures,
    groups,
    handovers,
    hours,
    imports,
    levels,
    logs,
    matters,
    meetings,
    operations,
    papers,
    partners,
    plans,
    quality,
    reference,
    rights,
    rosters,
    session,
    sites,
    staff,
    standards,
    visits,
)

ROWS: tuple[Row, ...] = tuple(row for topic in TOPICS for row in topic.ROWS)

FOR_STRANGERS: dict[str, str] = {
    "healthz": "a load balancer asks whether the service answers",
    "language": "the login page can be read in both languages",
    "account_login": "this is where people come in",
    "mfa_authenticate": "between the password and the second factor nobody is signed in yet",
    "account_inactive": "whoever was let go is told so, and is not signed in",
    "visits:calendar": "a calendar program has no session; a secret of 256 bits opens one week",
    "capture:shell": "an empty form that a device keeps: nothing of anybody is in it",
    "capture:worker": "the program that opens that form; browsers ask for it by themselves",
    "account_logout": "whoever has half come in can begin anew",
}
