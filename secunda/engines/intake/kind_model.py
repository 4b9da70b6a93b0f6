"""The trained model for kinds of record: a weight for each word and kind, fitted by `make train`.

It has read only papers that the training code of this repository wrote itself.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from secunda.engines.intake.kind_features import features, is_whole
from secunda.engines.intake.reading import RecordKind

MODEL = Path(__file__).parent / "kind_model.npz"
WORDS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, how likely the model holds it (0 to 1), and the words that spoke for it most."""

    kind: RecordKind
    likely: float
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindModel:
    """`weights` has a row for each feature and a column for each kind; the last row holds for every text."""

    kinds: tuple[RecordKind, ...]
    places: dict[str, int]
    weights: Any

    def guesses(self, text: str) -> tuple[Guess, ...]:
        """Every kind, the likeliest first; empty for a text of which the model knows no word."""
        known = sorted((f for f in features(text) if f in self.places), key=self.places.__getitem__)
        if not known:
            return ()
        rows = self.weights[[self.places[one] for one in known]] / np.sqrt(len(known))
        total = rows.sum(axis=0) + self.weights[-1]
        likely = np.exp(total - total.max())
        likely /= likely.sum()
        return tuple(
            Guess(self.kinds[column], float(likely[column]), _words(known, rows[:, column]))
            for column in np.argsort(-likely, kind="stable")
        )


def _words(known: list[str], worth: Any) -> tuple[str, ...]:
    best = (int(place) for place in np.argsort(-worth, kind="stable") if worth[place] > 0)
    return tuple(islice((known[place] for place in best if is_whole(known[place])), WORDS_SHOWN))


@lru_cache(maxsize=1)
def kind_model() -> KindModel:
    """The model that ships with the engine."""
    with np.load(MODEL, allow_pickle=False) as stored:
        names = bytes(stored["features"]).decode("utf-8").split("\n")
        kinds = tuple(RecordKind(name) for name in bytes(stored["kinds"]).decode("utf-8").split("\n"))
        weights = stored["weights"].astype(np.float32)
    return KindModel(kinds, {name: place for place, name in enumerate(names)}, weights)
