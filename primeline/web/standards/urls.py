"""Addresses of the time limits and of the library of standards."""

from django.urls import path

from primeline.web.standards import (
    approvals,
    drafts,
    dry_run,
    kinds,
    library,
    matrix,
    trial,
    versions,
)

app_name = "standards"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("case/", trial.trial, name="trial"),
    path("coverage/", matrix.coverage, name="coverage"),
    path("kinds/", kinds.kinds, name="kinds"),
    path("kinds/new/", kinds.new_step, name="new_step"),
    path("kinds/<slug:code>/", kinds.step, name="step"),
    path("reasons/new/", kinds.new_reason, name="new_reason"),
    path("reasons/<slug:code>/", kinds.reason, name="reason"),
    path("library/", library.library, name="library"),
    path("library/new/", library.new_standard, name="new_standard"),
    path("library/<int:pk>/", library.standard, name="standard"),
    path("versions/", versions.versions, name="versions"),
    path("versions/new/", drafts.new_version, name="new_version"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>/rules/", versions.rules_of_version, name="rules"),
    path("versions/<int:number>/rules/new/", drafts.new_rule, name="new_rule"),
    path("versions/<int:number>/rules/<int:pk>/", drafts.rule, name="rule"),
    path("versions/<int:number>/rules/<int:pk>/removal/", drafts.removal, name="removal"),
    path("versions/<int:number>/dry-run/", dry_run.dry_run, name="dry_run"),
    path("versions/<int:number>/proposal/", approvals.proposal, name="proposal"),
    path("versions/<int:number>/withdrawal/", approvals.withdrawal, name="withdrawal"),
    path("versions/<int:number>/decision/", approvals.decision, name="decision"),
    path("versions/<int:number>/end/", approvals.end, name="end"),
    path("versions/<int:number>/return/", approvals.rolling_back, name="rolling_back"),
]
