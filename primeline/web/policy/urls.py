"""Addresses of the policies."""

from django.urls import path

from primeline.web.policy import limits, views

urlpatterns = [
    path("", views.policies, name="policies"),
    path("limits/<str:level>/", limits.load_limit, name="load_limit"),
    path("<str:code>/", views.policy, name="policy"),
]
