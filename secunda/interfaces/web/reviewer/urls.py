"""The addresses of the reviewer pages."""

from django.urls import URLPattern, URLResolver

app_name = "reviewer"
urlpatterns: list[URLPattern | URLResolver] = []
