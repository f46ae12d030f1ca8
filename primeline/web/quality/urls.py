"""Addresses of the quality of records."""

from django.urls import path

from primeline.web.quality import duplicates

PAIR = "duplicates/<str:one>/<str:other>/"

app_name = "quality"
urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path(PAIR, duplicates.pair, name="pair"),
    path(f"{PAIR}difference/", duplicates.difference, name="difference"),
    path(f"{PAIR}sameness/", duplicates.sameness, name="sameness"),
]
