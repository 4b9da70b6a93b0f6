"""The addresses of the pages, by role."""

from django.urls import include, path

urlpatterns = [
    path("", include("secunda.interfaces.web.public.urls")),
    path("", include("secunda.interfaces.web.patient.urls")),
    path("", include("secunda.interfaces.web.coordinator.urls")),
    path("", include("secunda.interfaces.web.reviewer.urls")),
    path("", include("secunda.interfaces.web.doctor.urls")),
    path("", include("secunda.interfaces.web.director.urls")),
    path("", include("secunda.interfaces.web.account.doors")),
    path("", include("secunda.interfaces.web.account.urls")),
]
