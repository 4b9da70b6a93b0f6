"""The addresses of the treating doctor's pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.doctor.views import desk, invitation, opinion, reply, waiting

app_name = "doctor"
urlpatterns: list[URLPattern | URLResolver] = [
    path("doctor/", desk.desk, name="desk"),
    path("doctor/invite/<str:token>/", invitation.invitation, name="invitation"),
    path("doctor/invite/<str:token>/about-you", invitation.about_you, name="about_you"),
    path("wait/<str:asking>/", waiting.safe_to_wait, name="safe_to_wait"),
    path("doctor/<uuid:case_id>/opinion", opinion.opinion, name="opinion"),
    path("doctor/<uuid:case_id>/document", opinion.document, name="document"),
    path("doctor/<uuid:case_id>/reply", reply.reply, name="reply"),
]
