"""Addresses of the staff directory and of people's profiles."""

from django.urls import path

from primeline.web.competences import directory, profile, trainings

app_name = "competences"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("<int:person_id>/", profile.profile, name="profile"),
    path("<int:person_id>/assessments/new/", profile.new_assessment, name="new_assessment"),
    path("<int:person_id>/trainings/new/", trainings.new_training, name="new_training"),
    path(
        "<int:person_id>/trainings/<int:training_id>/confirmation/",
        trainings.confirmation,
        name="confirmation",
    ),
    path(
        "<int:person_id>/trainings/<int:training_id>/withdrawal/",
        trainings.withdrawal,
        name="withdrawal",
    ),
    path(
        "<int:person_id>/trainings/<int:training_id>/certificate/",
        trainings.certificate,
        name="certificate",
    ),
]
