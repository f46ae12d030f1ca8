"""Addresses of the sites of an account; the pane that lists them is one of the account's."""

from django.urls import path

from primeline.web.sites import views

app_name = "sites"
urlpatterns = [
    path("new/", views.new_site, name="new"),
    path("<int:site_id>/", views.site, name="site"),
    path("<int:site_id>/given-up/", views.site_given_up, name="given_up"),
    path("<int:site_id>/in-use/", views.site_in_use, name="in_use"),
]
