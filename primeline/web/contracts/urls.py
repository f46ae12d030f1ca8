"""Addresses of the contracts of all accounts."""

from django.urls import path

from primeline.web.contracts import export, views

urlpatterns = [
    path("", views.contracts, name="contracts"),
    path("exports/<slug:form>/", export.export, name="contracts_export"),
]
