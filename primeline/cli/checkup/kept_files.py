"""Files that people attached: whether they are there, whole, and in the backups."""

from itertools import islice

from primeline.cli.checkup.findings import Finding, Findings, Weight
from primeline.cli.words import _
from primeline.files import gateways
from primeline.files.verify import damaged_files

# The doctor is quick; `primeline verify` looks at every file.
LOOKED_AT = 200
MOST_TOLD = 10


def damaged() -> Findings:
    """Find files among the latest that are missing or are not what was stored."""
    for sentence in islice(damaged_files(latest=LOOKED_AT), MOST_TOLD):
        yield Finding(
            what=sentence, way_out=_("Take it from a backup. For all files: primeline verify")
        )


def bucket() -> Findings:
    """Find files that no backup of ours holds."""
    if not gateways.is_folder():
        yield Finding(
            what=_("Files lie in a bucket, which primeline backup does not hold."),
            way_out=_("Keep versions and copies of the bucket where it is run."),
            weight=Weight.REMARK,
        )
