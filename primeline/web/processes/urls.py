"""Addresses of the library of processes."""

from django.urls import path

from primeline.web.processes import drafts, editing, library, switching

app_name = "processes"
urlpatterns = [
    path("", library.library, name="library"),
    path("new/", drafts.new_process, name="new_process"),
    path("switches/<int:switch_id>/", switching.switch, name="switch"),
    path("switches/<int:switch_id>/decision/", switching.switch_decision, name="switch_decision"),
    path(
        "switches/<int:switch_id>/withdrawal/",
        switching.switch_withdrawal,
        name="switch_withdrawal",
    ),
    path("<str:code>/<int:number>/copy/", editing.copy, name="copy"),
    path("<str:code>/<int:number>/drawing/", editing.editor, name="editor"),
    path("<str:code>/<int:number>/switch/", switching.new_switch, name="new_switch"),
    path("<str:code>/", library.process, name="process"),
    path("<str:code>/new/", drafts.new_edition, name="new_edition"),
    path("<str:code>/<int:number>/", library.edition, name="edition"),
    path("<str:code>/<int:number>/proposal/", drafts.proposal, name="proposal"),
    path("<str:code>/<int:number>/withdrawal/", drafts.withdrawal, name="withdrawal"),
    path("<str:code>/<int:number>/decision/", drafts.decision, name="decision"),
    path("<str:code>/<int:number>/end/", drafts.end, name="end"),
]
