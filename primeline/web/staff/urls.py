"""Addresses of units and people."""

from django.urls import path

from primeline.web.staff import credentials, people, roles, units

app_name = "staff"
urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/new/", units.new_unit, name="new_unit"),
    path("units/<int:unit_id>/names/", units.names, name="unit_names"),
    path("units/<int:unit_id>/place/", units.place, name="unit_place"),
    path("units/<int:unit_id>/closure/", units.closure, name="unit_closure"),
    path("units/<int:unit_id>/reopening/", units.reopening, name="unit_reopening"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/identity/", people.identity, name="identity"),
    path("people/<int:person_id>/unit/", people.home_unit, name="home_unit"),
    path("people/<int:person_id>/departure/", people.departure, name="departure"),
    path("people/<int:person_id>/comeback/", people.comeback, name="comeback"),
    path("people/<int:person_id>/roles/new/", roles.new_posting, name="new_posting"),
    path("people/<int:person_id>/absences/new/", roles.new_absence, name="new_absence"),
    path("people/<int:person_id>/password/", credentials.issued_password, name="password"),
    path(
        "people/<int:person_id>/second-factor/",
        credentials.second_factor_reset,
        name="second_factor",
    ),
    path("people/<int:person_id>/sessions/", credentials.ended_sessions, name="sessions"),
    path("roles/<int:posting_id>/end/", roles.ended_posting, name="ended_posting"),
    path("absences/", roles.absences, name="absences"),
    path("absences/<int:cover_id>/end/", roles.ended_absence, name="ended_absence"),
]
