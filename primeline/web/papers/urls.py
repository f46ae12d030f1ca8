"""Addresses of missing papers and of archives."""

from django.urls import path

from primeline.web.papers import views

urlpatterns = [
    path("", views.papers, name="papers"),
    path("archives/<int:unit_id>/custodian/", views.custodian, name="custodian"),
]
