"""Which tables of libraries are working tables. None of them is an archive."""

THIRD_PARTY_WORKING: frozenset[str] = frozenset(
    {
        "account",
        "auth",
        "axes",
        "contenttypes",
        "mfa",
        "sessions",
        "usersessions",
    }
)
