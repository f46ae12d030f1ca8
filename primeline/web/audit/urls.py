"""Addresses of the record."""

from django.urls import path

from primeline.web.audit import views

urlpatterns = [
    path("", views.acts, name="audit"),
    path("<int:act_id>/", views.act, name="audit_act"),
]
