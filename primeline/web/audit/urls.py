"""Addresses of the record."""

from django.urls import path

from primeline.web.audit import refusals, views

urlpatterns = [
    path("", views.acts, name="audit"),
    path("refused/", refusals.refused, name="audit_refused"),
    path("<int:act_id>/", views.act, name="audit_act"),
]
