"""Addresses of hand-overs."""

from django.urls import path

from primeline.web.handovers import answers, views

app_name = "handovers"
urlpatterns = [
    path("", views.handovers, name="list"),
    path("new/", views.new_handover, name="new"),
    path("<int:handover_id>/", answers.handover, name="handover"),
    path("<int:handover_id>/acceptance/", answers.acceptance, name="acceptance"),
    path("<int:handover_id>/refusal/", answers.refusal, name="refusal"),
    path("<int:handover_id>/withdrawal/", answers.withdrawal, name="withdrawal"),
    path("<int:handover_id>/points/<int:row_id>/", answers.point, name="point"),
    path("<int:handover_id>/accounts/<int:row_id>/", answers.note, name="note"),
]
