"""The customers room as Django knows it."""

from django.apps import AppConfig


class Config(AppConfig):
    """Named by its room, so that tables are called after it."""

    name = "primeline.customers"
    label = "customers"

    def ready(self) -> None:
        """Tell the privacy room who is on file at accounts, and who sees them in clear."""
        from primeline.customers.queries import mentioned
        from primeline.privacy import onfile, sight

        onfile.ask(mentioned.people_on_file, of=mentioned.facts_of)
        sight.ask(mentioned.seen_in_clear)
