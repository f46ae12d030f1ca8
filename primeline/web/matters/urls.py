"""Addresses of matters: what is owed, the board of a unit, escalations, one matter."""

from django.urls import path

from primeline.web.matters import (
    acts,
    asking,
    board,
    customer,
    escalations,
    export,
    flight,
    kept,
    matter,
    views,
)

app_name = "matters"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("alerts/", views.alerts, name="alerts"),
    path("badge/", views.badge, name="badge"),
    path("unit/", board.unit, name="unit"),
    path("unit/assignments/", board.assignments, name="assignments"),
    path("unit/exports/<slug:form>/", export.export, name="export"),
    path("exports/<slug:form>/", export.mine, name="mine_export"),
    path("promises/", flight.promises, name="promises"),
    path("promises/exports/<slug:form>/", export.promises, name="promises_export"),
    path("views/<int:view_id>/", kept.kept_view, name="view"),
    path("views/<slug:name>/", kept.kept_views, name="views"),
    path("escalations/", escalations.escalations, name="escalations"),
    path("letters/new/<slug:kind>/", escalations.new_letter, name="new_letter"),
    path("letters/<int:letter_id>/files/<slug:which>/", escalations.enclosure, name="enclosure"),
    path("letters/<int:letter_id>/", escalations.letter, name="letter"),
    path("offers/<int:offer_id>/acceptance/", acts.acceptance, name="acceptance"),
    path("offers/<int:offer_id>/refusal/", acts.refusal, name="refusal"),
    path("waivers/<int:waiver_id>/approval/", acts.waiver_approval, name="waiver_approval"),
    path("waivers/<int:waiver_id>/refusal/", acts.waiver_refusal, name="waiver_refusal"),
    path("inquiries/new/", asking.new_inquiry, name="new_inquiry"),
    path("suggestions/", asking.suggestions, name="suggestions"),
    path("suggestions/new/", asking.new_suggestion, name="new_suggestion"),
    path("<str:number>/", matter.matter, name="matter"),
    path("<str:number>/acts/", matter.acts, name="acts"),
    path("<str:number>/customer/", customer.for_customer, name="customer"),
    path("<str:number>/chase/", flight.chase, name="chase"),
    path("<str:number>/done/", acts.done, name="done"),
    path("<str:number>/pause/", acts.pause, name="pause"),
    path("<str:number>/resumption/", acts.resumption, name="resumption"),
    path("<str:number>/estimate/", acts.estimate, name="estimate"),
    path("<str:number>/offer/", acts.offer, name="offer"),
    path("<str:number>/offer/withdrawal/", acts.offer_withdrawal, name="offer_withdrawal"),
    path("<str:number>/waiver/", acts.waiver, name="waiver"),
]
