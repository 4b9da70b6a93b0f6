"""Text blocks: under which names they are kept, and where they can be written."""

from secunda.journey.opinions.rules.blocks import Place, fields_of_words, may_keep_block, with_text

FORM = {
    "sections": [
        {"id": "safety", "label": "Safety", "repeat": False, "given": [],
         "fields": [{"id": "safe_wait", "type": "text", "of": None, "label": "How long"},
                    {"id": "net", "type": "list", "of": "text", "label": "Signs"},
                    {"id": "level", "type": "choice", "of": None, "label": "Level"}]},
        {"id": "answers", "label": "Answers", "repeat": True, "given": [{"an_question": "Is it safe?"}],
         "fields": [{"id": "an_question", "type": "text", "of": None, "label": "Question"},
                    {"id": "an_answer", "type": "longtext", "of": None, "label": "Answer"}]},
    ]
}  # fmt: skip
ANSWERS = {"safe_wait": "A week.", "net": ["Fever"], "answers": [{"an_question": "Is it safe?"}]}


def test_words_go_where_words_are_asked_and_nowhere_else() -> None:
    places = [str(place) for place, *_ in fields_of_words(FORM, ANSWERS)]
    assert places == ["safety..safe_wait", "safety..net", "answers.0.an_answer"]
    for refused in ("safety..level", "answers.0.an_question", "answers.1.an_answer", "other..safe_wait"):
        place = Place.read(refused)
        assert place is not None
        assert with_text(FORM, ANSWERS, place, "Words") is None
    assert Place.read("nonsense") is None


def test_a_text_is_added_and_replaces_nothing() -> None:
    def added(place: str, text: str) -> dict[str, object]:
        return with_text(FORM, ANSWERS, Place.read(place) or Place("", None, ""), text) or {}

    assert added("safety..safe_wait", "Then\nsee us.")["safe_wait"] == "A week. Then see us."
    assert added("safety..net", "Pain\nBlood")["net"] == ["Fever", "Pain", "Blood"]
    rows = added("answers.0.an_answer", "Yes.\n\nIt is.")["answers"]
    assert rows == [{"an_question": "Is it safe?", "an_answer": "Yes.\n\nIt is."}]
    assert ANSWERS["net"] == ["Fever"]


def test_a_block_needs_a_name_of_its_own_and_a_text() -> None:
    assert may_keep_block("Safety net", "Call us.", others={}) is None
    for name, text in (("", "Call us."), ("Safety net", " "), ("n" * 61, "x"), ("SAFETY NET", "x")):
        assert may_keep_block(name, text, others={"Safety net": None}) is not None
    assert may_keep_block("One more", "x", others=dict.fromkeys(map(str, range(200)))) is not None
