"""Addresses of the quality of records."""

from django.urls import path

from primeline.web.quality import duplicates, merges, policy, records, trends

PAIR = "duplicates/<str:one>/<str:other>/"

app_name = "quality"
urlpatterns = [
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path(PAIR, duplicates.pair, name="pair"),
    path(f"{PAIR}difference/", duplicates.difference, name="difference"),
    path(f"{PAIR}merge/", merges.merging, name="merging"),
    path("policy/", policy.policy, name="policy"),
    path("policy/<str:kind>/<str:scope>/", policy.number, name="number"),
    path("records/", records.records, name="records"),
    path("trends/", trends.trends, name="trends"),
    path("records/<str:number>/confirmation/", records.confirmation, name="confirmation"),
    path("merges/<int:merge_id>/", merges.merge, name="merge"),
    path("merges/<int:merge_id>/undoing/", merges.undoing, name="undoing"),
    path(f"{PAIR}sameness/", duplicates.sameness, name="sameness"),
]
