"""How people sign in, how long a session lives, and what browsers are told to refuse."""

from datetime import timedelta

from csp.constants import NONCE, NONE, SELF

from primeline.config.environment import IS_PRODUCTION, file_named, origins, whole_number

# Signing in. People are entered by an administrator: nobody signs themselves up, and no letter
# or mail resets a login.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "/login/"
SECOND_FACTOR_URL = "/second-factor/"
OWN_PASSWORD_URL = "/profile/password/"  # noqa: S105 - an address
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_ADAPTER = "primeline.web.session.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {"login": "primeline.web.session.forms.LoginForm"}
# `throttle.py` slows guessing down, for passwords and codes alike, over all processes.
ACCOUNT_RATE_LIMITS = False

# The second factor, which everybody has.
MFA_ADAPTER = "primeline.web.session.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Primeline"
# Steps of 30 seconds that a code may be early or late, for slow fingers and telephones that are
# a little off. Each code still opens one door only: `staff.front_door.spend_code`.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {"authenticate": "primeline.web.session.forms.CodeForm"}

# Passwords: long and not guessable; no rules on which characters, no forced change.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, object]] = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "primeline.staff.passwords.ContextWords"},
]
if _PASSWORD_LIST := file_named("PRIMELINE_PASSWORD_LIST"):
    # A file of passwords in lower case, one a line: what the operator knows to be in circulation.
    AUTH_PASSWORD_VALIDATORS.append(
        {
            "NAME": f"{_VALIDATION}.CommonPasswordValidator",
            "OPTIONS": {"password_list_path": _PASSWORD_LIST},
        }
    )

# Guessing gets slower and slower, per account and per source, and is never locked for good.
AXES_HANDLER = "primeline.web.session.throttle.GrowingDelay"
AXES_LOCKOUT_CALLABLE = "primeline.web.session.throttle.answer"
AXES_USERNAME_CALLABLE = "primeline.web.session.throttle.name_tried"
AXES_CLIENT_IP_CALLABLE = "primeline.web.session.throttle.source_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCK_OUT_AT_FAILURE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_COOLOFF_TIME = timedelta(hours=24)
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "code", "csrfmiddlewaretoken"]
# How many proxies of ours stand in front, so that the address of the client can be believed.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("PRIMELINE_PROXIES", otherwise=0)

# Sessions end after half an hour without a request, and after half a day whatever happens.
SESSION_IDLE = timedelta(
    minutes=whole_number("PRIMELINE_SESSION_IDLE_MINUTES", otherwise=30, least=1)
)
SESSION_LONGEST = timedelta(hours=whole_number("PRIMELINE_SESSION_HOURS", otherwise=12, least=1))
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())

# Cookies. The prefix binds them to this host and to https; a demonstration on loopback has none.
_PREFIX = "__Host-" if IS_PRODUCTION else "primeline-"
SESSION_COOKIE_NAME = f"{_PREFIX}session"
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{_PREFIX}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What browsers are told.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = origins("PRIMELINE_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
