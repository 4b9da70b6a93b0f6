"""Every address of the service."""

from django.urls import include, path

urlpatterns = [
    path("", include("secunda.interfaces.web.urls")),
]

handler400 = "secunda.interfaces.web.public.views.faults.unreadable"
handler403 = "secunda.interfaces.web.public.views.faults.shut"
handler404 = "secunda.interfaces.web.public.views.faults.not_found"
handler500 = "secunda.interfaces.web.public.views.faults.broken"
