"""Addresses of the reference data."""

from django.urls import path

from primeline.web.reference import views

urlpatterns = [
    path("", views.entries, name="reference"),
    path("<slug:key>/", views.entries, name="reference"),
    path("<slug:key>/new/", views.new_entry, name="reference_new"),
    path("<slug:key>/<slug:code>/", views.entry, name="reference_entry"),
]
