"""The addresses of the director pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.director.views import board

app_name = "director"
urlpatterns: list[URLPattern | URLResolver] = [path("board/", board.board, name="board")]
