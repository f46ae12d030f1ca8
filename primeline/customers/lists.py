"""When people open the lists that they come back to: what has changed meanwhile is marked there."""

from datetime import datetime, timedelta
from typing import Final

from primeline.customers.models import ListLook

# Whoever opens a list again within this time still sits before it: paging and filtering
# take no mark away.
SITTING: Final = timedelta(minutes=30)
# So long nothing is written: a list that is opened again and again costs no more than a question.
EXACT: Final = timedelta(minutes=1)


def last_look(
    person_id: int, page: str, *, at: datetime, is_opened: bool = True
) -> datetime | None:
    """Return when somebody had opened a list before this sitting, and keep that they open it now.

    A form that is shown again beside the list opens nothing (`is_opened`), so it keeps nothing.
    None is returned to whoever sees it for the first time. Two at once agree: what is kept is set
    only as it was read.
    """
    kept = ListLook.objects.filter(person=person_id, page=page)
    look = kept.first()
    if look is None and not is_opened:
        return None
    if look is None:
        fresh = ListLook(person_id=person_id, page=page, looked_at=at)
        ListLook.objects.bulk_create([fresh], ignore_conflicts=True)
        return None
    passed = at - look.looked_at
    if passed >= SITTING:
        if is_opened:
            kept.filter(looked_at=look.looked_at).update(before_at=look.looked_at, looked_at=at)
        return look.looked_at
    if passed >= EXACT and is_opened:
        kept.filter(looked_at=look.looked_at).update(looked_at=at)
    return look.before_at
