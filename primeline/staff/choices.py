"""The vocabulary of the organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitKind(models.TextChoices):
    """The rungs of the tree, from the top down. What may lie under what, `rules.py` says."""

    HEADQUARTERS = "HEADQUARTERS", _("Headquarters")
    PROVINCE = "PROVINCE", _("Province")
    BRANCH = "BRANCH", _("Branch")
    TEAM = "TEAM", _("Team")


class Role(models.TextChoices):
    """What somebody does at a unit. The permissions of each stand in `permissions.py`."""

    ACCOUNT_MANAGER = "ACCOUNT_MANAGER", _("Account manager")
    DEDICATED_SEAT = "DEDICATED_SEAT", _("Dedicated-seat agent")
    BRANCH_LEAD = "BRANCH_LEAD", _("Branch service lead")
    SALES = "SALES", _("Sales")
    PARTNER = "PARTNER", _("Partner counter")
    TECHNICIAN = "TECHNICIAN", _("Technician")
    PROVINCE_SUPERVISOR = "PROVINCE_SUPERVISOR", _("Province supervisor")
    SERVICE_CENTER = "SERVICE_CENTER", _("Headquarters service center")
    ANALYST = "ANALYST", _("Analyst")
    AUDITOR = "AUDITOR", _("Auditor")
    ADMINISTRATOR = "ADMINISTRATOR", _("Administrator")
    INTEGRATION = "INTEGRATION", _("Integration")


class MailChoice(models.TextChoices):
    """Which notices somebody wants by e-mail too. On their pages they stand all the same."""

    NONE = "NONE", pgettext_lazy("notices by e-mail", "none")
    URGENT = "URGENT", pgettext_lazy("notices by e-mail", "urgent ones")
    ALL = "ALL", pgettext_lazy("notices by e-mail", "all")


class Permission(models.TextChoices):
    """One thing that a role may do within its reach."""

    VIEW_CUSTOMERS = "VIEW_CUSTOMERS", _("see accounts")
    VIEW_DOSSIERS = "VIEW_DOSSIERS", _("see how we work on accounts: contracts, plans, record")
    EDIT_CUSTOMERS = "EDIT_CUSTOMERS", _("change accounts")
    CREATE_CUSTOMERS = "CREATE_CUSTOMERS", _("open accounts")
    EXPORT_CUSTOMERS = "EXPORT_CUSTOMERS", _("export accounts")
    ASSIGN_MANAGERS = "ASSIGN_MANAGERS", _("name managers and deputies")
    EDIT_SUBSCRIPTIONS = (
        "EDIT_SUBSCRIPTIONS", _("open, change and end subscriptions and contracts"),
    )  # fmt: skip
    RECOVER_EQUIPMENT = "RECOVER_EQUIPMENT", _("record that equipment was fetched")
    VERIFY_REASONS = "VERIFY_REASONS", _("verify termination reasons")
    VIEW_FIGURES = "VIEW_FIGURES", _("see key figures")
    IMPORT_CUSTOMERS = "IMPORT_CUSTOMERS", _("import accounts")
    VIEW_STAFF = "VIEW_STAFF", _("see units and people")
    EDIT_STAFF = "EDIT_STAFF", _("change units, people and roles")
    SET_COVER = "SET_COVER", _("set who covers whom")
    CONFIRM_SKILLS = "CONFIRM_SKILLS", _("confirm competences and trainings of people")
    VIEW_REFERENCE = "VIEW_REFERENCE", _("see reference data")
    EDIT_REFERENCE = "EDIT_REFERENCE", _("change reference data")
    VIEW_AUDIT = "VIEW_AUDIT", _("search the audit record")
    EDIT_POLICY = "EDIT_POLICY", _("change the key-account policy")
    VIEW_OPERATIONS = "VIEW_OPERATIONS", _("see how the installation is doing")
    ASK_ACCESS = "ASK_ACCESS", _("ask to see an account outside their reach")
    DECIDE_ACCESS = "DECIDE_ACCESS", _("let others see an account of their unit for a time")
    VIEW_LOOKS = "VIEW_LOOKS", _("see who looked at an account")
    UNMASK_CONTACTS = "UNMASK_CONTACTS", _("see people at customers in clear for a purpose")
    DECIDE_RIGHTS = "DECIDE_RIGHTS", _("work at the rights desk for personal data")
    RESTRICT_CUSTOMERS = "RESTRICT_CUSTOMERS", _("restrict accounts and lift the restriction")
    MERGE_CUSTOMERS = "MERGE_CUSTOMERS", _("merge accounts that are on file twice")
    APPROVE_PLANS = "APPROVE_PLANS", _("approve account plans")
    HAND_OVER = "HAND_OVER", _("hand accounts over and take them over")
    VIEW_COMMITMENTS = "VIEW_COMMITMENTS", _("see what is owed to accounts, and by whom")
    LEAD_COMMITMENTS = "LEAD_COMMITMENTS", _("give matters to others, let off, instruct units")
    VIEW_ROSTERS = "VIEW_ROSTERS", _("see duty rosters and call chains")
    EDIT_ROSTERS = "EDIT_ROSTERS", _("set duty rosters and call chains, approve swaps")
    RUN_CALL_CHAINS = "RUN_CALL_CHAINS", _("start call chains")
    VIEW_PARTNERS = "VIEW_PARTNERS", _("see partners")
    VIEW_ADDRESSES = "VIEW_ADDRESSES", _("see prefixes and IP addresses")
    RESERVE_ADDRESSES = "RESERVE_ADDRESSES", _("reserve, assign and release IP addresses")
    EDIT_PREFIXES = "EDIT_PREFIXES", _("put prefixes on file and change them")
    EDIT_PARTNERS = "EDIT_PARTNERS", _("change partners and whom they serve")
