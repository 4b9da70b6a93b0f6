"""The addresses of the account pages that are ours alone; doors.py has those that allauth answers."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.account.views import demonstration, own
from secunda.interfaces.web.design.access import public

app_name = "account"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", own.home, name="home"),
    path("account/settings/", own.settings_page, name="settings"),
    path("account/close/", own.close, name="close"),
    path("account/demo/<str:token>/", demonstration.continue_as, name="demonstration"),
    path("account/sign-in/", public(account.login), name="sign_in"),
    path("account/sign-out/", public(account.logout), name="sign_out"),
]
