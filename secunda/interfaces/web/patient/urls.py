"""The addresses of the patient pages."""

from django.urls import URLPattern, URLResolver

app_name = "patient"
urlpatterns: list[URLPattern | URLResolver] = []
