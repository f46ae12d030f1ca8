"""The commands, in the order in which help lists them. A command is loaded when it is asked for."""


def _(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


COMMANDS: dict[str, tuple[str, str]] = {
    name: (
        f"primeline.cli.commands.{'import_' if name == 'import' else name.replace('-', '_')}",
        help_text,
    )
    for name, help_text in {
        "demo": _("Serve the living example operator on this machine."),
        "serve": _("Serve the pages."),
        "worker": _("Do what is due outside of pages: events, jobs, sealing the record."),
        "migrate": _("Bring the database to the state that this release needs."),
        "createadmin": _("Enter the first administrator."),
        "import": _("Bring a file of accounts, contracts, subscriptions or bills in."),
        "undo-import": _("Take back what an import wrote."),
        "export": _("Take out the accounts or subscriptions that somebody may see."),
        "backup": _("Write everything into one file, while work goes on."),
        "restore": _("Build an empty place up again from a backup."),
        "verify": _("Verify that the record was not tampered with."),
        "rotate-keys": _("Wrap the keys of people under a new master key, while work goes on."),
        "bench": _("Measure what things cost, against a floor."),
        "doctor": _("Say what is wrong with this installation, and the way out."),
    }.items()
}
