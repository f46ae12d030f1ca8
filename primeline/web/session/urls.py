"""Signing in and out, and my profile. The names with an underscore are the login library's."""

from django.urls import path

from primeline.web.session import profile, views

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/code/", views.code, name="mfa_authenticate"),
    path("login/inactive/", views.inactive, name="account_inactive"),
    path("logout/", views.logout, name="account_logout"),
    path("second-factor/", views.second_factor, name="second-factor"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/second-factor/", profile.other_second_factor, name="other-second-factor"),
    path("profile/recovery-codes/", profile.recovery_codes, name="recovery-codes"),
    path("profile/sessions/", profile.sessions, name="sessions"),
    path("profile/sessions/others/", profile.other_sessions, name="other-sessions"),
    path("profile/sessions/<int:session_id>/", profile.ended_session, name="ended-session"),
]
