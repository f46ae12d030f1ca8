"""Addresses of what can be done to a group; the pane that shows it is one of the account's."""

from django.urls import path

from primeline.web.groups import branches, frameworks, places

app_name = "groups"
urlpatterns = [
    path("place/", places.place, name="place"),
    path("subsidiaries/new/", places.new_subsidiary, name="new_subsidiary"),
    path("leave/", places.leave, name="leave"),
    path("payer/", places.payer, name="payer"),
    path("branches/new/", branches.new_branch, name="new_branch"),
    path("branches/<int:branch_id>/release/", branches.released_branch, name="release"),
    path("branches/<int:branch_id>/duties/new/", branches.new_duty, name="new_duty"),
    path("duties/<int:duty_id>/done/", branches.duty_done, name="duty_done"),
    path("contracts/<int:contract_id>/", frameworks.framework, name="framework"),
]
