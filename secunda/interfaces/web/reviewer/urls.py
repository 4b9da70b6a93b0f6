"""The addresses of the reviewer pages."""

from django.urls import URLPattern, URLResolver, path

from secunda.interfaces.web.reviewer.views import (
    blocks,
    desk,
    ledger,
    offers,
    papers,
    room,
    signing,
    weighing,
)

app_name = "reviewer"
urlpatterns: list[URLPattern | URLResolver] = [
    path("reviews/", desk.desk, name="desk"),
    path("reviews/blocks", blocks.blocks, name="blocks"),
    path("reviews/offers/<uuid:offer_id>/", offers.offer, name="offer"),
    path("reviews/offers/<uuid:offer_id>/decline", offers.decline, name="decline"),
    path("reviews/<uuid:case_id>/read", room.read, name="read"),
    path("reviews/<uuid:case_id>/records/<uuid:record_id>", papers.open_record, name="open_record"),
    path("reviews/<uuid:case_id>/studies/<uuid:study_id>", papers.open_study, name="open_study"),
    path("reviews/<uuid:case_id>/cite", papers.cite, name="cite"),
    path("reviews/<uuid:case_id>/tests", ledger.ledger, name="ledger"),
    path("reviews/<uuid:case_id>/trials", ledger.trials, name="trials"),
    path("reviews/<uuid:case_id>/terms", ledger.terms, name="terms"),
    path("reviews/<uuid:case_id>/insert", blocks.insert_block, name="insert"),
    path("reviews/<uuid:case_id>/nothing-open", room.nothing_open, name="nothing_open"),
    path("reviews/<uuid:case_id>/lock", signing.lock, name="lock"),
    path("reviews/<uuid:case_id>/first", signing.first, name="first"),
    path("reviews/<uuid:case_id>/compare", room.compare, name="compare"),
    path("reviews/<uuid:case_id>/weigh", weighing.weigh_views, name="weigh"),
    path("reviews/<uuid:case_id>/weighed", weighing.weighed, name="weighed"),
    path("reviews/<uuid:case_id>/panel", weighing.panel, name="panel"),
    path("reviews/<uuid:case_id>/check", signing.check, name="check"),
    path("reviews/<uuid:case_id>/sign", signing.sign, name="sign"),
    path("reviews/<uuid:case_id>/signed", signing.signed, name="signed"),
    path("reviews/<uuid:case_id>/document", signing.document, name="document"),
]
