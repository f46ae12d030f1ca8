"""Addresses of the policies."""

from django.urls import path

from primeline.web.policy import views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("<str:code>/", views.policy, name="policy"),
]
