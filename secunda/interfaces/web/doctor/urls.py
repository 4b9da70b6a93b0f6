"""The addresses of the doctor pages."""

from django.urls import URLPattern, URLResolver

app_name = "doctor"
urlpatterns: list[URLPattern | URLResolver] = []
