"""Addresses of rosters, shifts, swaps, call chains and their runs."""

from django.urls import path

from primeline.web.rosters import chains, shifts, views

app_name = "rosters"
urlpatterns = [
    path("", views.overview, name="list"),
    path("new/", views.new, name="new"),
    path("<int:roster_id>/", views.roster, name="roster"),
    path("<int:roster_id>/month/", views.month, name="month"),
    path("<int:roster_id>/settings/", views.settings, name="settings"),
    path("<int:roster_id>/closing/", views.closing, name="closing"),
    path("<int:roster_id>/rotation/", views.rotation, name="rotation"),
    path("<int:roster_id>/shifts/new/", shifts.new, name="new_shift"),
    path("<int:roster_id>/notes/", views.notes, name="notes"),
    path("notes/<int:note_id>/reading/", views.reading, name="reading"),
    path("shifts/<int:shift_id>/", shifts.shift, name="shift"),
    path("shifts/<int:shift_id>/offer/", shifts.offer, name="offer"),
    path("shifts/<int:shift_id>/exchange/", shifts.exchange, name="exchange"),
    path("shifts/<int:shift_id>/assignment/", shifts.assignment, name="assignment"),
    path("shifts/<int:shift_id>/removal/", shifts.removal, name="removal"),
    path("swaps/<int:swap_id>/taking/", shifts.taking, name="taking"),
    path("swaps/<int:swap_id>/approval/", shifts.approval, name="approval"),
    path("swaps/<int:swap_id>/refusal/", shifts.refusal, name="refusal"),
    path("swaps/<int:swap_id>/withdrawal/", shifts.withdrawal, name="withdrawal"),
    path("chains/", chains.overview, name="chains"),
    path("chains/new/", chains.new, name="new_chain"),
    path("chains/<int:chain_id>/", chains.chain, name="chain"),
    path("chains/<int:chain_id>/steps/", chains.steps, name="steps"),
    path("chains/<int:chain_id>/closing/", chains.closing, name="chain_closing"),
    path("chains/<int:chain_id>/runs/", chains.runs, name="runs"),
    path("runs/<int:run_id>/", chains.run, name="run"),
    path("runs/<int:run_id>/stop/", chains.stop, name="stop"),
    path("runs/<int:run_id>/<int:position>/<slug:said>/", chains.answer, name="answer"),
]
