"""Addresses of account plans. A plan is shown on the page of its account."""

from django.urls import path

from primeline.web.plans import deciding, writing

PLAN = "<str:number>/<int:plan_number>/"

app_name = "plans"
urlpatterns = [
    path("<str:number>/", writing.new_plan, name="new"),
    path(f"{PLAN}edit/", writing.edit, name="edit"),
    path(f"{PLAN}submission/", deciding.submission, name="submission"),
    path(f"{PLAN}approval/", deciding.approval, name="approval"),
    path(f"{PLAN}refusal/", deciding.refusal, name="refusal"),
    path(f"{PLAN}actions/<int:action_id>/", deciding.action, name="action"),
    path(f"{PLAN}pdf/", deciding.pdf, name="pdf"),
]
