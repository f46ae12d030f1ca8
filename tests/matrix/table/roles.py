"""Which roles hold what, written from the requirements by hand.

`primeline/staff/permissions.py` says the same to the product. A change there fails here until
somebody writes it down a second time.
"""

from primeline.staff.choices import Role

EVERYBODY = frozenset(Role)

# Whoever serves accounts sees them; who runs the system does not.
SEE_ACCOUNTS = EVERYBODY - {Role.ADMINISTRATOR}
# A partner's counter is told what serving needs, not how we work on an account.
SEE_DOSSIERS = SEE_ACCOUNTS - {Role.PARTNER}
CHANGE_ACCOUNTS = frozenset(
    {
        Role.ACCOUNT_MANAGER,
        Role.DEDICATED_SEAT,
        Role.BRANCH_LEAD,
        Role.SALES,
        Role.PROVINCE_SUPERVISOR,
        Role.SERVICE_CENTER,
    }
)
OPEN_ACCOUNTS = frozenset({Role.BRANCH_LEAD, Role.SALES, Role.SERVICE_CENTER})
EXPORT_ACCOUNTS = frozenset(
    {
        Role.ACCOUNT_MANAGER,
        Role.BRANCH_LEAD,
        Role.PROVINCE_SUPERVISOR,
        Role.SERVICE_CENTER,
        Role.ANALYST,
    }
)
# The three leads: of a branch, of a province, of the service center.
LEADS = frozenset({Role.BRANCH_LEAD, Role.PROVINCE_SUPERVISOR, Role.SERVICE_CENTER})
ASSIGN_MANAGERS = LEADS
CHANGE_PARTNERS = LEADS
IMPORT_ACCOUNTS = LEADS
VERIFY_REASONS = LEADS
MERGE_ACCOUNTS = LEADS
CHANGE_SUBSCRIPTIONS = frozenset({Role.BRANCH_LEAD, Role.SERVICE_CENTER})
# Whoever is on site brings our things back; the office says so too.
FETCH_EQUIPMENT = CHANGE_SUBSCRIPTIONS | {Role.TECHNICIAN}
# Managers give accounts to each other; leads offer and take back.
HAND_OVER = LEADS | {Role.ACCOUNT_MANAGER}
SEE_FIGURES = LEADS | {Role.ACCOUNT_MANAGER, Role.ANALYST, Role.AUDITOR}

# Whoever works with people of accounts that are not theirs: by phone, on site, as a lead.
UNMASK_PEOPLE = LEADS | {Role.DEDICATED_SEAT, Role.TECHNICIAN}
DECIDE_RIGHTS = frozenset({Role.SERVICE_CENTER})

# Everybody of us knows who works where, but no machine and no partner; administrators change it.
SEE_STAFF = EVERYBODY - {Role.INTEGRATION, Role.PARTNER}
CHANGE_STAFF = frozenset({Role.ADMINISTRATOR})
SET_COVER = LEADS | {Role.ADMINISTRATOR}

# Whoever works for us owes something; a machine, a counter and the administrator of it do not.
SEE_MATTERS = SEE_ACCOUNTS - {Role.INTEGRATION, Role.PARTNER}

SEE_REFERENCE = EVERYBODY - {Role.PARTNER}
CHANGE_REFERENCE = frozenset({Role.SERVICE_CENTER, Role.ADMINISTRATOR})
CHANGE_POLICY = frozenset({Role.SERVICE_CENTER})

# Whoever runs the system is not the one who reads what was done with it.
SEE_RECORD = frozenset({Role.AUDITOR})
SEE_OPERATIONS = frozenset({Role.ADMINISTRATOR})

# Whoever serves accounts may ask for one more; its unit's leads answer, and hide what must be.
ASK_ACCESS = SEE_ACCOUNTS - {Role.INTEGRATION, Role.PARTNER}
DECIDE_ACCESS = LEADS
APPROVE_PLANS = LEADS
CONFIRM_SKILLS = LEADS
RESTRICT_ACCOUNTS = LEADS
SEE_LOOKS = LEADS | {Role.ACCOUNT_MANAGER, Role.AUDITOR}

# Whoever works for us sees who resells for us; a partner sees no other partner.
SEE_PARTNERS = SEE_ACCOUNTS - {Role.INTEGRATION, Role.PARTNER}
# Whoever works for us knows who is on duty; who serves or leads starts a call chain.
SEE_ROSTERS = SEE_MATTERS
START_CHAINS = LEADS | {Role.ACCOUNT_MANAGER, Role.DEDICATED_SEAT, Role.TECHNICIAN}

# Whoever connects lines gives their addresses, and leads do; leads put prefixes on file.
RESERVE_ADDRESSES = LEADS | {Role.TECHNICIAN}
SEE_ADDRESSES = RESERVE_ADDRESSES | {Role.ANALYST, Role.AUDITOR}
CHANGE_PREFIXES = LEADS
