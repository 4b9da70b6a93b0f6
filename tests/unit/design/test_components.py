"""Every component draws, escapes what it is given, and refuses names that do not exist."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import UndefinedError
from markupsafe import Markup

from secunda.interfaces.web.design import forms, texts
from secunda.interfaces.web.design.drawing import component
from secunda.interfaces.web.design.values import Change, Option, Row

TEMPLATES = Path(forms.__file__).parent / "templates" / "design"
DANGEROUS = "<b>&"

OPTIONS = {"yes": DANGEROUS, "no": "No"}


class _Source(forms.DesignForm):
    title = texts.Text(DANGEROUS)


class _Sources(forms.DesignForm):
    repeats = {"sources": forms.Repeat(_Source, DANGEROUS, least=1)}


COMPONENTS: dict[str, Callable[[], Markup]] = {
    "button": lambda: component("button")(DANGEROUS, key="a", name="then", value=DANGEROUS, why=DANGEROUS),
    "link_button": lambda: component("link_button")(DANGEROUS, "/?a=1&b=2", key="a"),
    "back_link": lambda: component("back_link")("/", DANGEROUS),
    "error_message": lambda: component("error_message")(DANGEROUS, "x-error"),
    "text_input": lambda: component("text_input")(
        "x",
        DANGEROUS,
        value=DANGEROUS,
        hint=DANGEROUS,
        error=DANGEROUS,
        prefix="£",
        suffix="kg",
        unsure=DANGEROUS,
    ),
    "textarea": lambda: component("textarea")("x", DANGEROUS, value=DANGEROUS, limit=10, error=DANGEROUS),
    "select": lambda: component("select")("x", DANGEROUS, OPTIONS, value="yes", empty="Choose"),
    "radios": lambda: component("radios")("x", DANGEROUS, OPTIONS, value="yes", hint=DANGEROUS),
    "checkboxes": lambda: component("checkboxes")("x", DANGEROUS, OPTIONS, values=["yes"], error=DANGEROUS),
    "confirm": lambda: component("confirm")("x", DANGEROUS, checked=True, hint=DANGEROUS, error=DANGEROUS),
    "date_input": lambda: component("date_input")(
        "x",
        DANGEROUS,
        value={"day": DANGEROUS, "month": "5", "year": "2026"},
        unsure=DANGEROUS,
        error=DANGEROUS,
    ),
    "file_upload": lambda: component("file_upload")("x", DANGEROUS, accept=".pdf", multiple=True),
    "save_state": component("save_state"),
    "error_summary": lambda: component("error_summary")([forms.Problem(DANGEROUS, "#x"), forms.Problem("y")]),
    "details": lambda: component("details")(DANGEROUS, DANGEROUS, open=True),
    "inset": lambda: component("inset")(DANGEROUS),
    "warning": lambda: component("warning")(DANGEROUS, urgent=True),
    "panel": lambda: component("panel")(DANGEROUS, DANGEROUS),
    "notification": lambda: component("notification")(DANGEROUS, title=DANGEROUS, tone="good"),
    "tag": lambda: component("tag")(DANGEROUS, "bad"),
    "relation_tag": lambda: component("relation_tag")("changed"),
    "telephone": lambda: component("telephone")("0800 611 116"),
    "empty_state": lambda: component("empty_state")(DANGEROUS, DANGEROUS),
    "summary_list": lambda: component("summary_list")(
        [Row(DANGEROUS, DANGEROUS, Change("/", DANGEROUS)), Row("a", "b")]
    ),
    "task_list": lambda: component("task_list")(
        [
            {"text": DANGEROUS, "href": "/", "status": DANGEROUS, "tone": "warn", "hint": DANGEROUS},
            {"text": "Send", "href": "", "status": "Cannot start yet"},
        ]
    ),
    "table": lambda: component("table")(
        DANGEROUS,
        ["Case", {"text": DANGEROUS, "number": True}],
        [{"href": "/", "cells": [DANGEROUS, 3]}],
        keys=True,
    ),
    "tabs": lambda: component("tabs")(
        [{"text": DANGEROUS, "href": "/", "current": True, "count": 0}], "Lists"
    ),
    "navigation": lambda: component("navigation")([{"text": DANGEROUS, "href": "/"}]),
    "timeline": lambda: component("timeline")(
        [
            {"title": DANGEROUS, "state": "done", "text": DANGEROUS},
            {"title": "b", "state": "now"},
            {"title": "c", "state": "next"},
        ],
        DANGEROUS,
    ),
    "pagination": lambda: component("pagination")(4, 9, "?page={page}"),
    "repeat": _Sources().groups["sources"].draw,
    "citations": lambda: component("citations")(
        "row-0-cites", DANGEROUS, [{"value": DANGEROUS, "href": "records/1?page=2", "text": DANGEROUS}]
    ),
    "default_submit": component("default_submit"),
}


def test_every_macro_is_tried() -> None:
    written = set(re.findall(r"{% macro ([a-z]\w*)\(", (TEMPLATES / "components.html").read_text()))
    assert written == set(COMPONENTS)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_draws_and_escapes(name: str) -> None:
    drawn = COMPONENTS[name]()
    assert drawn.strip()
    assert DANGEROUS not in drawn
    assert "<b>" not in drawn


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_has_no_inline_style_or_script(name: str) -> None:
    drawn = COMPONENTS[name]()
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", drawn)


@pytest.mark.parametrize("name", COMPONENTS)
def test_ids_are_unique_and_every_reference_leads_to_one(name: str) -> None:
    drawn = COMPONENTS[name]()
    ids = re.findall(r'\sid="([^"]*)"', drawn)
    assert len(ids) == len(set(ids))
    named = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]*)"', drawn)
    assert {each for group in named for each in group.split()} <= set(ids)


def test_a_name_that_does_not_exist_is_an_error() -> None:
    page = engines.all()[0].from_string("{{ pateint }}")
    with pytest.raises(UndefinedError):
        page.render({})


def test_an_error_is_tied_to_its_field() -> None:
    drawn = component("text_input")(
        "age", "How old are you?", error="Enter a number, like 3", hint="In years"
    )
    assert 'aria-describedby="age-hint age-error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_what_an_option_reveals_comes_after_it() -> None:
    extra = Markup('<p id="extra">More</p>')
    drawn = component("radios")("x", "Rare?", [Option("yes", "Yes", reveal=extra), ("no", "No")])
    assert drawn.index('value="yes"') < drawn.index("extra") < drawn.index('value="no"')


def test_words_about_several_numbers_are_not_a_link() -> None:
    assert component("telephone")("999 or 112") == "999 or 112"
    assert 'href="tel:+441234"' in component("telephone")("+44 1234")


@pytest.mark.parametrize("layout", ["design/gallery.html", "design/gallery_staff.html"])
def test_every_page_says_what_to_do_in_an_emergency(layout: str) -> None:
    page = engines.all()[0].get_template(layout)
    drawn = page.render({"form": _Sources(), "emergency_number": "112", "urgent_number": ""})
    assert "Secunda is not for emergencies." in drawn
    assert '<a href="tel:112"><bdi dir="ltr">112</bdi></a>' in drawn
    assert "For urgent advice" not in drawn
