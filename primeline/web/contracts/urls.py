"""Addresses of the contracts of all accounts."""

from django.urls import path

from primeline.web.contracts import views

urlpatterns = [path("", views.contracts, name="contracts")]
