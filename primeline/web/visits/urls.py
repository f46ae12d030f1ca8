"""Addresses of visits and calls: the week, what was told, coverage, cadence, feeds."""

from django.urls import path

from primeline.web.visits import (
    brief,
    cadence,
    coverage,
    export,
    feeds,
    postponing,
    staffing,
    telling,
    week,
)

app_name = "visits"
urlpatterns = [
    path("", week.week, name="week"),
    path("actions/<int:action_id>/day/", week.day, name="day"),
    path("actions/<int:action_id>/done/", week.done, name="done"),
    path("actions/<int:action_id>/staffing/", staffing.staffing, name="staffing"),
    path("actions/<int:action_id>/postponement/", postponing.postponement, name="postponement"),
    path("accounts/<str:number>/records/new/", telling.new, name="new_conversation"),
    path("accounts/<str:number>/brief/", brief.brief, name="brief"),
    path("records/<int:conversation_id>/", telling.conversation, name="conversation"),
    path("records/<int:conversation_id>/correction/", telling.correction, name="correction"),
    path("unit/", coverage.unit, name="unit"),
    path("unit/exports/<slug:form>/", export.export, name="export"),
    path("cadence/", cadence.overview, name="cadence"),
    path("cadence/new/", cadence.new, name="new_standard"),
    path("cadence/<slug:code>/", cadence.standard, name="standard"),
    path("limits/<slug:manner>/", cadence.limit, name="limit"),
    path("feed/", feeds.feed, name="feed"),
    path("feed/new/", feeds.new, name="new_feed"),
    path("feed/revocation/", feeds.revocation, name="feed_revocation"),
    path("feed/<str:token>.ics", feeds.calendar, name="calendar"),
]
