"""Which column is taken as what: the mapping, how it is suggested, how it is kept."""

from primeline.imports.mapping.checking import check_mapping
from primeline.imports.mapping.shape import ColumnUse, FileMapping, Options, ServiceUse
from primeline.imports.mapping.suggestion import suggest_mapping

__all__ = [
    "ColumnUse",
    "FileMapping",
    "Options",
    "ServiceUse",
    "check_mapping",
    "suggest_mapping",
]
