"""What the records say of the first opinion, to be confirmed by the family or a coordinator."""

from secunda.engines.pathways.stated import PaperSays, Suggestion, suggestions
from secunda.foundation.content import catalogue
from secunda.journey.cases.models import Case, FirstItem
from secunda.journey.imaging.models import Instance
from secunda.journey.records.models import Item, Record
from secunda.journey.records.rules import Sign

_MOST_PAPERS = 30


def first_suggestions(case: Case) -> list[Suggestion]:
    """What the newest records that show a first opinion state, and series that hold words, such as structured
    reports; without what was told already.

    For keepers of the case only: it is the first opinion itself.
    """
    found = Record.objects.filter(case=case, belongs="same", copy_of__isnull=True, pieces=[])
    rows = found.filter(reveals=Sign.YES).order_by("-on").values_list("id", "item__reading")[:_MOST_PAPERS]
    papers = [
        PaperSays(str(name), (reading or {}).get("facts") or [], (reading or {}).get("pages") or [])
        for name, reading in rows
    ]
    papers += _series(case)
    told = FirstItem.objects.filter(opinion__case=case).values_list("axis", "text")
    known = {Suggestion(axis, text, "", None).key for axis, text in told}
    files = catalogue().files
    tests = tuple(word for each in files.examinations.examinations for word in each.words)
    return [each for each in suggestions(papers, files.cues, tests) if each.key not in known]


def _series(case: Case) -> list[PaperSays]:
    """The patient's series that show a first opinion or may: nobody has to know before a person ticks it."""
    wordy = Instance.objects.filter(series__study__case=case, series__study__belongs="same").exclude(
        series__reveals=Sign.NO
    )
    found = wordy.order_by("-series__study__on", "pk").values_list("blob", "series")[:_MOST_PAPERS]
    of_file = dict(found)
    files = Item.objects.filter(case=case, blob__in=of_file, reading__isnull=False)
    readings = dict(files.values_list("blob", "reading"))
    said = [(series, readings[blob]) for blob, series in of_file.items() if blob in readings]
    return [
        PaperSays("", reading.get("facts") or [], reading.get("pages") or [], series=str(series))
        for series, reading in said
        if reading
    ]
