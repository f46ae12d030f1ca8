"""Addresses of the public calendar and of the hours of units."""

from django.urls import path

from primeline.web.hours import days, units

app_name = "hours"
urlpatterns = [
    path("", days.year, name="year"),
    path("days/<str:day>/", days.day, name="day"),
    path("years/<int:year>/publication/", days.publication, name="publication"),
    path("units/", units.overview, name="units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/hours/", units.hours, name="unit_hours"),
    path("units/<int:unit_id>/end/", units.end, name="unit_end"),
]
