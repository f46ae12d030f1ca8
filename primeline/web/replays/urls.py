"""Addresses of logs and their replays."""

from django.urls import path

from primeline.web.replays import export, logs, replaying

app_name = "logs"
urlpatterns = [
    path("", logs.all_logs, name="list"),
    path("new/", logs.new_log, name="new"),
    path("<int:log_id>/", logs.log, name="log"),
    path("<int:log_id>/end/", logs.end, name="end"),
    path("<int:log_id>/replays/new/", replaying.new_replay, name="new_replay"),
    path("replays/<int:replay_id>/", replaying.replay, name="replay"),
    path("replays/<int:replay_id>/<str:form>/", export.export, name="export"),
]
