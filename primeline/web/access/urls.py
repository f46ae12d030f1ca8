"""Addresses of requests and of what is hidden."""

from django.urls import path

from primeline.web.access import answers, restrictions, views

app_name = "access"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("new/", views.ask, name="ask"),
    path("<int:request_id>/", answers.request_page, name="request"),
    path("<int:request_id>/approval/", answers.approval, name="approval"),
    path("<int:request_id>/refusal/", answers.refusal, name="refusal"),
    path("<int:request_id>/end/", answers.end, name="end"),
    path("own/<int:request_id>/withdrawal/", views.withdrawal, name="withdrawal"),
    path("own/<int:request_id>/end/", views.own_end, name="own_end"),
    path("proposals/<int:proposal_id>/", restrictions.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/refusal/", restrictions.refusal, name="proposal_refusal"),
    path("proposals/<int:proposal_id>/withdrawal/", restrictions.withdrawal, name="proposal_back"),
    path("restrictions/<str:number>/", restrictions.restriction, name="restriction"),
    path("restrictions/<str:number>/people/", restrictions.people, name="people"),
    path(
        "restrictions/<str:number>/people/<int:clearance_id>/",
        restrictions.cleared_person,
        name="cleared_person",
    ),
]
