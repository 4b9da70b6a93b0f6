"""The addresses of the patient pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.patient.views import (
    about,
    after,
    consent,
    doctor,
    health,
    home,
    looks,
    messages,
    opinion,
    progress,
    sending,
    signs,
    telling,
)

app_name = "patient"
urlpatterns: list[URLPattern | URLResolver] = [
    path("case/", home.cases, name="cases"),
    path("case/<uuid:case_id>/", home.task_list, name="task_list"),
    path("case/<uuid:case_id>/about", about.about, name="about"),
    path("case/<uuid:case_id>/first-opinion", telling.first_opinion, name="first_opinion"),
    path("case/<uuid:case_id>/questions", telling.questions, name="questions"),
    path("case/<uuid:case_id>/health", health.health, name="health"),
    path("case/<uuid:case_id>/health/<slug:question_id>", health.change_answer, name="change_answer"),
    path("case/<uuid:case_id>/doctor", doctor.doctor, name="doctor"),
    path("case/<uuid:case_id>/consent", consent.consent, name="consent"),
    path("case/<uuid:case_id>/check", sending.check, name="check"),
    path("case/<uuid:case_id>/signs", signs.signs, name="signs"),
    path("case/<uuid:case_id>/get-help", signs.get_help, name="get_help"),
    path("case/<uuid:case_id>/send", sending.send, name="send"),
    path("case/<uuid:case_id>/sent", sending.sent, name="sent"),
    path("case/<uuid:case_id>/progress", progress.progress, name="progress"),
    path("case/<uuid:case_id>/withdraw", sending.withdraw, name="withdraw"),
    path("case/<uuid:case_id>/looks", looks.looks, name="looks"),
    path("case/<uuid:case_id>/messages", messages.messages, name="messages"),
    path("case/<uuid:case_id>/opinion", opinion.opinion, name="opinion"),
    path("case/<uuid:case_id>/opinion/document", opinion.document, name="document"),
    path("case/<uuid:case_id>/decide", after.decide, name="decide"),
    path("case/<uuid:case_id>/decided", after.decided, name="decided"),
    path("case/<uuid:case_id>/follow-up", after.follow_up, name="follow_up"),
]
