"""Addresses of the rights desk."""

from django.urls import path

from primeline.web.rights import retention, views

app_name = "rights"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/<str:number>/<int:contact_id>/", views.new_request, name="new"),
    path("new/<str:number>/", views.new_request_of_account, name="new_of_account"),
    path("retention/", retention.schedule, name="schedule"),
    path("retention/<str:kind>/", retention.period, name="period"),
    path("retention/<str:kind>/decision/", retention.period_decision, name="period_decision"),
    path("over/<int:case_id>/", retention.case, name="case"),
    path("<str:number>/", views.request_page, name="request"),
    path("<str:number>/decision/", views.decision, name="decision"),
    path("<str:number>/restriction/", views.restriction, name="restriction"),
    path("<str:number>/copy/", views.copy, name="copy"),
]
