"""Addresses of cases: the work list, one case, what is done in it."""

from django.urls import path

from primeline.web.cases import acts, board, case, work

app_name = "cases"
urlpatterns = [
    path("", work.mine, name="mine"),
    path("board/", board.board, name="board"),
    path("new/", acts.new_case, name="new"),
    path("places/<int:token_id>/", case.by_place, name="by_place"),
    path("steps/<int:item_id>/claim/", acts.claim, name="claim"),
    path("steps/<int:item_id>/put-back/", acts.put_back, name="put_back"),
    path("steps/<int:item_id>/end/", acts.finish, name="finish"),
    path("steps/<int:item_id>/return/", acts.send_back, name="send_back"),
    path("<str:number>/", case.case, name="case"),
    path("<str:number>/cancellation/", acts.cancel, name="cancel"),
]
