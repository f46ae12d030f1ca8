"""Addresses of key figures."""

from django.urls import path

from primeline.web.figures import views

urlpatterns = [
    path("", views.board, name="figures"),
    path("rows/", views.rows, name="figure_rows"),
]
