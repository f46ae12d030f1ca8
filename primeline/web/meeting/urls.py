"""Addresses of morning meetings and their minutes."""

from django.urls import path

from primeline.web.meeting import acts, minutes, views

app_name = "meeting"
urlpatterns = [
    path("", views.today, name="today"),
    path("opening/", acts.opening, name="opening"),
    path("<int:meeting_id>/", views.meeting, name="meeting"),
    path("<int:meeting_id>/pins/", acts.pin, name="pin"),
    path("<int:meeting_id>/decisions/", acts.decision, name="decision"),
    path("<int:meeting_id>/end/", acts.end, name="end"),
    path("pins/<int:pin_id>/removal/", acts.unpin, name="unpin"),
    path("decisions/<int:decision_id>/withdrawal/", acts.take_back, name="take_back"),
    path("minutes/", minutes.past, name="past"),
    path("minutes/<int:meeting_id>/", minutes.minutes, name="minutes"),
    path("minutes/<int:meeting_id>/pdf/", minutes.pdf, name="pdf"),
]
