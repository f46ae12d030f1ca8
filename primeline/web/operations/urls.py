"""Addresses of how the installation is doing."""

from django.urls import path

from primeline.web.operations import views

app_name = "operations"
urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:job_id>/retry/", views.job_retry, name="job_retry"),
    path("events/<int:event_id>/retry/", views.event_retry, name="event_retry"),
]
