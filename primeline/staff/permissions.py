"""What each role may do: one table. A role may do nothing that does not stand here."""

from primeline.staff.choices import Permission as May
from primeline.staff.choices import Role

_DESK = frozenset(
    {
        May.VIEW_CUSTOMERS,
        May.VIEW_DOSSIERS,
        May.VIEW_STAFF,
        May.VIEW_REFERENCE,
        May.ASK_ACCESS,
        May.VIEW_COMMITMENTS,
        May.VIEW_PARTNERS,
        May.VIEW_ROSTERS,
    }
)
# Whose accounts they are: who lets others see them, sees who did, and hides those that must be.
_OWNER = frozenset(
    {
        May.APPROVE_PLANS,
        May.CONFIRM_SKILLS,
        May.DECIDE_ACCESS,
        May.EDIT_ROSTERS,
        May.LEAD_COMMITMENTS,
        May.RUN_CALL_CHAINS,
        May.RESTRICT_CUSTOMERS,
        May.UNMASK_CONTACTS,
        May.VIEW_LOOKS,
        May.EDIT_PARTNERS,
        May.EDIT_PREFIXES,
        May.RESERVE_ADDRESSES,
        May.VIEW_ADDRESSES,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.ACCOUNT_MANAGER: _DESK
    | {
        May.EDIT_CUSTOMERS,
        May.EXPORT_CUSTOMERS,
        May.HAND_OVER,
        May.RUN_CALL_CHAINS,
        May.VIEW_FIGURES,
        May.VIEW_LOOKS,
    },
    Role.DEDICATED_SEAT: _DESK | {May.EDIT_CUSTOMERS, May.RUN_CALL_CHAINS, May.UNMASK_CONTACTS},
    Role.BRANCH_LEAD: _DESK
    | _OWNER
    | {
        May.EDIT_CUSTOMERS,
        May.CREATE_CUSTOMERS,
        May.EXPORT_CUSTOMERS,
        May.ASSIGN_MANAGERS,
        May.HAND_OVER,
        May.EDIT_SUBSCRIPTIONS,
        May.RECOVER_EQUIPMENT,
        May.VERIFY_REASONS,
        May.MERGE_CUSTOMERS,
        May.VIEW_FIGURES,
        May.IMPORT_CUSTOMERS,
        May.SET_COVER,
    },
    Role.SALES: _DESK | {May.EDIT_CUSTOMERS, May.CREATE_CUSTOMERS},
    # Works for somebody else: sees what serving an account needs, and nothing of how we work.
    Role.PARTNER: frozenset({May.VIEW_CUSTOMERS}),
    Role.TECHNICIAN: _DESK
    | {
        May.UNMASK_CONTACTS,
        May.RECOVER_EQUIPMENT,
        May.RUN_CALL_CHAINS,
        May.RESERVE_ADDRESSES,
        May.VIEW_ADDRESSES,
    },
    Role.PROVINCE_SUPERVISOR: _DESK
    | _OWNER
    | {
        May.EDIT_CUSTOMERS,
        May.EXPORT_CUSTOMERS,
        May.ASSIGN_MANAGERS,
        May.HAND_OVER,
        May.VERIFY_REASONS,
        May.MERGE_CUSTOMERS,
        May.VIEW_FIGURES,
        May.IMPORT_CUSTOMERS,
        May.SET_COVER,
    },
    Role.SERVICE_CENTER: _DESK
    | _OWNER
    | {
        May.EDIT_CUSTOMERS,
        May.CREATE_CUSTOMERS,
        May.EXPORT_CUSTOMERS,
        May.ASSIGN_MANAGERS,
        May.HAND_OVER,
        May.EDIT_SUBSCRIPTIONS,
        May.RECOVER_EQUIPMENT,
        May.VERIFY_REASONS,
        May.MERGE_CUSTOMERS,
        May.VIEW_FIGURES,
        May.IMPORT_CUSTOMERS,
        May.SET_COVER,
        May.EDIT_POLICY,
        May.EDIT_REFERENCE,
        May.DECIDE_RIGHTS,
    },
    Role.ANALYST: _DESK | {May.EXPORT_CUSTOMERS, May.VIEW_ADDRESSES, May.VIEW_FIGURES},
    Role.AUDITOR: _DESK | {May.VIEW_ADDRESSES, May.VIEW_AUDIT, May.VIEW_FIGURES, May.VIEW_LOOKS},
    # Runs the system, sees no account, and does not read the record of what was done with it.
    Role.ADMINISTRATOR: frozenset(
        {
            May.VIEW_STAFF,
            May.EDIT_STAFF,
            May.SET_COVER,
            May.VIEW_REFERENCE,
            May.EDIT_REFERENCE,
            May.VIEW_OPERATIONS,
        }
    ),
    Role.INTEGRATION: frozenset({May.VIEW_CUSTOMERS, May.VIEW_DOSSIERS, May.VIEW_REFERENCE}),
}

# These hold their role for the accounts they are named on, not for all accounts of the unit.
NAMED_ACCOUNTS_ONLY: frozenset[Role] = frozenset({Role.ACCOUNT_MANAGER})

# What somebody may do with one account that was opened to them for a time: read it, no more.
READING: frozenset[May] = frozenset({May.VIEW_CUSTOMERS, May.VIEW_DOSSIERS, May.EXPORT_CUSTOMERS})
