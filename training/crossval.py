"""`python -m training.crossval`: how well kinds are named on layouts that nothing was made for.

Three numbers. The model on families of imaginary papers that it did not read in training. Then, where the
corpus lies beside this checkout: all of it, and each of its families with every phrase left out that hits
this family alone, which is what the phrases would be had nobody seen it. The model never reads the corpus.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from secunda.engines.intake.classify import Table, judged, table_of, votes_in
from secunda.engines.intake.kind_model import KindModel, kind_model
from secunda.engines.intake.limits import Options
from secunda.engines.intake.phrases import PHRASES
from secunda.engines.intake.read import read_file
from secunda.engines.intake.reading import RecordKind
from training.fitting import fitted
from training.writing import papers

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
TESSDATA = ROOT / "var" / "tessdata"
FOLDS = 5
READ_AS_TEXT = {".pdf", ".txt", ".docx", ".jpg", ".tif"}
SAME = {"admin_other": "administrative"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """One text, the kinds that are right for it, and the family whose layout it has."""

    text: str
    family: str
    right: frozenset[str]


def left_out_families() -> float:
    """The share of imaginary papers named rightly by a model that read no paper of their family."""
    given = list(papers())
    families = sorted({paper.family for paper in given})
    fold = {family: place % FOLDS for place, family in enumerate(families)}
    right = 0
    for out in range(FOLDS):
        model = fitted([(paper.text, paper.kind) for paper in given if fold[paper.family] != out])
        asked = [paper for paper in given if fold[paper.family] == out]
        right += sum(model.guesses(paper.text)[0].kind == paper.kind for paper in asked)
    return right / len(given)


def corpus_texts(corpus: Path) -> Iterator[Labelled]:
    """Every document of the corpus with its family: who made it, and for made ones the kind."""
    options = Options(tessdata=str(TESSDATA))
    with (corpus / "index.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row["path"].startswith("documents/"):
                continue
            labels = dict(one.split("=", 1) for one in row["labels"].split(";") if "=" in one)
            right = {labels["doc_type"], *labels.get("acceptable", "").split("|")}
            family = f"{labels.get('language', '')} {row['source'].split()[1]} {labels['doc_type']}"
            text = read_file(corpus / row["path"], "document", options).text
            yield Labelled(text, family.strip(), _as_ours(right))
    for truth in sorted(corpus.glob("shoeboxes/*/truth.json")):
        for one in json.loads(truth.read_text("utf-8"))["documents"]:
            path = truth.parent / "records" / one["path"]
            if path.suffix not in READ_AS_TEXT or one["doc_type"] == "bundle":
                continue
            text = read_file(path, "document", options).text
            if text:
                yield Labelled(text, truth.parent.name, _as_ours({one["doc_type"]}))


def _as_ours(kinds: set[str]) -> frozenset[str]:
    return frozenset(SAME.get(kind, kind) for kind in kinds if kind)


def alternatives(words: str) -> Iterator[str]:
    """The single phrases of a rule: divided by lines, and by bars outside brackets."""
    for line in filter(None, map(str.strip, words.splitlines())):
        depth, start = 0, 0
        for place, letter in enumerate(line):
            bare = line[place - 1 : place] != "\\"
            depth += (letter in "([" and bare) - (letter in ")]" and bare)
            if letter == "|" and depth == 0:
                yield line[start:place]
                start = place + 1
        yield line[start:]


def without_the_phrases_of(texts: Sequence[Labelled]) -> Mapping[str, Table]:
    """For each family the phrases without those that hit this family and no other."""
    single = [
        (kind, weight, phrase)
        for kind, rules in PHRASES.items()
        for weight, words in rules
        for phrase in alternatives(words)
    ]
    hit: list[set[str]] = []
    for _, _, phrase in single:
        pattern = re.compile(rf"(?<!\w)(?:{phrase})(?!\w)", re.IGNORECASE)
        hit.append({one.family for one in texts if pattern.search(one.text)})
    tables = {}
    for family in {one.family for one in texts}:
        kept: dict[RecordKind, dict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (kind, weight, phrase), families in zip(single, hit, strict=True):
            if families != {family}:
                kept[kind][weight].append(phrase)
        tables[family] = table_of(
            {kind: [(weight, "|".join(one)) for weight, one in rules.items()] for kind, rules in kept.items()}
        )
    return tables


def share(texts: Sequence[Labelled], table: Callable[[Labelled], Table], model: KindModel | None) -> float:
    """The share of texts named rightly with these phrases, and with the model if there is one."""
    right = 0
    for one in texts:
        kind = judged(votes_in(one.text, table(one)), model.guesses(one.text) if model else ())
        right += kind.name.value in one.right
    return right / len(texts)


def main() -> int:
    """Measure, and print the table that docs/reference/accuracy.md shows."""
    out = sys.stdout.write
    out(f"imaginary papers of families left out, model: {left_out_families():.3f}\n")
    if not CORPUS.is_dir():
        out(f"There is no corpus at {CORPUS.name}; the rest was not measured.\n")
        return 0
    texts = list(corpus_texts(CORPUS))
    model, all_phrases, fewer = kind_model(), table_of(PHRASES), without_the_phrases_of(texts)
    none: Table = ()
    rows: tuple[tuple[str, Callable[[Labelled], Table], KindModel | None], ...] = (
        ("model alone (never read the corpus)", lambda _: none, model),
        ("phrases alone", lambda _: all_phrases, None),
        ("phrases alone, those of the family left out", lambda one: fewer[one.family], None),
        ("phrases and model, as shipped", lambda _: all_phrases, model),
        ("phrases and model, phrases of the family left out", lambda one: fewer[one.family], model),
    )
    out(f"{len(texts)} texts of {len(fewer)} families in the corpus\n")
    for name, table, used in rows:
        out(f"{name}: {share(texts, table, used):.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
