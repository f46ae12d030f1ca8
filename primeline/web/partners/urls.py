"""Addresses of partners."""

from django.urls import path

from primeline.web.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.partners, name="list"),
    path("new/<str:number>/", views.new_partner, name="new"),
    path("<int:partner_id>/", views.partner, name="partner"),
    path("<int:partner_id>/facts/", views.facts, name="facts"),
    path("<int:partner_id>/grade/", views.grade, name="grade"),
    path("<int:partner_id>/servings/new/", views.new_serving, name="new_serving"),
    path("<int:partner_id>/servings/<int:serving_id>/end/", views.serving_end, name="serving_end"),
]
