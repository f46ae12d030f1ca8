"""Addresses of prefixes and of what is held of them."""

from django.urls import path

from primeline.web.addresses import acting, views

app_name = "addresses"
urlpatterns = [
    path("", views.prefixes, name="list"),
    path("new/", acting.new_prefix, name="new"),
    path("<int:prefix_id>/", views.prefix, name="prefix"),
    path("<int:prefix_id>/facts/", acting.facts, name="facts"),
    path("<int:prefix_id>/end/", acting.end, name="end"),
    path("<int:prefix_id>/reservations/new/", acting.reserve, name="reserve"),
    path("<int:prefix_id>/held/<int:allocation_id>/assignment/", acting.assign, name="assign"),
    path("<int:prefix_id>/held/<int:allocation_id>/release/", acting.release, name="release"),
]
