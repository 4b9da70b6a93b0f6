"""The addresses of the director pages."""

from django.urls import URLPattern, URLResolver

app_name = "director"
urlpatterns: list[URLPattern | URLResolver] = []
