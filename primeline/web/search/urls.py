"""Addresses of the search."""

from django.urls import path

from primeline.web.search import views

app_name = "search"
urlpatterns = [path("", views.found, name="found")]
