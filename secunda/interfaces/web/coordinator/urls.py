"""The addresses of the coordinator pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.coordinator.views import (
    alerts,
    case,
    ending,
    experts,
    file,
    matching,
    messages,
    queue,
    records,
    releasing,
    workbench,
)

app_name = "coordinator"
urlpatterns: list[URLPattern | URLResolver] = [
    path("queue/", queue.queue, name="queue"),
    path("queue/find", queue.find, name="find"),
    path("queue/alerts/", alerts.alerts, name="alerts"),
    path("queue/experts/", experts.experts, name="experts"),
    path("queue/<uuid:case_id>/", case.case, name="case"),
    path("queue/<uuid:case_id>/log", case.log, name="log"),
    path("queue/<uuid:case_id>/messages", messages.messages, name="messages"),
    path("queue/<uuid:case_id>/accept", file.accept, name="accept"),
    path("queue/<uuid:case_id>/return", file.return_, name="return"),
    path("queue/<uuid:case_id>/waive/<str:item>", file.waive, name="waive"),
    path("queue/<uuid:case_id>/hold", ending.hold, name="hold"),
    path("queue/<uuid:case_id>/resume", ending.resume, name="resume"),
    path("queue/<uuid:case_id>/leave/<slug:to>", ending.leave, name="leave"),
    path("queue/<uuid:case_id>/close", ending.close, name="close"),
    path("queue/<uuid:case_id>/match", matching.match, name="match"),
    path("queue/<uuid:case_id>/offer/back", matching.take_back_offer, name="take_back_offer"),
    path("queue/<uuid:case_id>/expert/back", matching.take_back_case, name="take_back_case"),
    path("queue/<uuid:case_id>/readers", matching.readers, name="readers"),
    path("queue/<uuid:case_id>/release", releasing.release, name="release"),
    path("queue/<uuid:case_id>/records/", workbench.records, name="records"),
    path("queue/<uuid:case_id>/records/merge", workbench.merge, name="merge"),
    path("queue/<uuid:case_id>/records/<uuid:record_id>/", records.record, name="record"),
    path("queue/<uuid:case_id>/records/<uuid:record_id>/split", workbench.split, name="split"),
    path("queue/<uuid:case_id>/records/<uuid:record_id>/turn", workbench.turn, name="turn"),
    path("queue/<uuid:case_id>/said/<uuid:ruling_id>/undo", workbench.undo_saying, name="undo_saying"),
    path("queue/<uuid:case_id>/arranged/<uuid:act_id>/undo", workbench.undo_arranging, name="undo_arranging"),
    path("queue/<uuid:case_id>/files/<uuid:locked_id>/unlock", records.unlock_file, name="unlock"),
    path("queue/<uuid:case_id>/files/<uuid:item_id>/original", records.file_as_sent, name="file_as_sent"),
    path("queue/<uuid:case_id>/files/<uuid:item_id>/", records.doubt, name="doubt"),
]
