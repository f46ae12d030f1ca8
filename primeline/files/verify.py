"""Checking that every content is still what was stored."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from primeline.files import gateways
from primeline.files.models import StoredFile

Progress = Callable[[int, int], None]


def damaged_files(*, latest: int | None = None, progress: Progress | None = None) -> Iterator[str]:
    """Yield a sentence for each content that is missing or is not what was stored.

    `latest` looks at so many of the newest only.
    """
    rows = StoredFile.objects.order_by("-pk")
    wanted = list(rows.values_list("sha256", flat=True)[:latest])
    for number, sha256 in enumerate(wanted):
        found = gateways.digest_at(StoredFile(sha256=sha256).place)
        if found is None:
            yield str(_("The file %(hash)s is missing.") % {"hash": sha256})
        elif found != sha256:
            yield str(_("The file %(hash)s is not what was stored.") % {"hash": sha256})
        if progress:
            progress(number + 1, len(wanted))
