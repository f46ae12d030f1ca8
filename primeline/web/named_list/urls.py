"""Addresses of the named-account list."""

from django.urls import path

from primeline.web.named_list import views

urlpatterns = [
    path("", views.named_accounts, name="named_accounts"),
    path("assignments/", views.assignments, name="named_assignments"),
    path("exports/<slug:form>/", views.export, name="named_export"),
]
