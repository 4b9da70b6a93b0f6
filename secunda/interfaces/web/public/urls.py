"""The addresses of the public pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.public.views import asking, health, language, opening, pages, start

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("start/", start.start, name="start"),
    path("start/urgent", start.urgent, name="urgent"),
    path("start/get-help", start.get_help, name="get_help"),
    path("start/service", start.which_service, name="which_service"),
    path("start/for-whom", start.for_whom, name="for_whom"),
    path("start/child", start.child, name="child"),
    path("start/condition", start.condition, name="condition"),
    path("start/first-opinion", start.first_opinion, name="first_opinion"),
    path("start/first-opinion/what", start.first_opinion_what, name="first_opinion_what"),
    path("start/first-opinion/who", start.first_opinion_who, name="first_opinion_who"),
    path("start/questions", start.questions, name="questions"),
    path("start/account", opening.account, name="account"),
    path("start/open", opening.open_page, name="open"),
    path("should-i/", asking.should_i, name="should_i"),
    path("should-i/questions", asking.questions, name="should_i_questions"),
    path("should-i/answer", asking.answer, name="should_i_answer"),
    path("should-i/letter/<slug:name>", asking.letter, name="letter"),
    path("start/not-yet", start.not_yet, name="not_yet"),
    path("rights", pages.rights, name="rights"),
    path("privacy", pages.privacy, name="privacy"),
    path("accessibility", pages.accessibility, name="accessibility"),
    path("contact", pages.contact, name="contact"),
    path("language", language.choose, name="language"),
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
]
