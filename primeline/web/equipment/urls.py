"""Addresses of equipment to be fetched and in stock."""

from django.urls import path

from primeline.web.equipment import views

urlpatterns = [
    path("", views.equipment, name="equipment"),
    path("spares/new/", views.new_spare, name="new_spare"),
]
