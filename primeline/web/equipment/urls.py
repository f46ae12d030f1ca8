"""Addresses of equipment to be fetched and in stock, and of line ends served for others."""

from django.urls import path

from primeline.web.equipment import ends, views

urlpatterns = [
    path("", views.equipment, name="equipment"),
    path("line-ends/", ends.line_ends, name="line_ends"),
    path("line-ends/<str:number>/", ends.line_end, name="line_end"),
    path("spares/new/", views.new_spare, name="new_spare"),
]
