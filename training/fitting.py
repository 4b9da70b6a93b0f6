"""A softmax regression on the words of texts, by gradient descent; the same input gives the same model."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from secunda.engines.intake import kind_features
from secunda.engines.intake.kind_features import features
from secunda.engines.intake.kind_model import KindModel
from secunda.engines.intake.reading import RecordKind

LOOKED_AT = Path(kind_features.__file__)
ROUNDS = 14
BATCH = 32
RATE = 0.05
DECAY = 1e-5
FEWEST = 3
"""Texts in which a feature must stand to be learnt."""


def fitted(texts: Sequence[tuple[str, str]], seed: int = 1) -> KindModel:
    """Fit a model to (text, kind) pairs."""
    found = [features(text) for text, _ in texts]
    counted = Counter(feature for one in found for feature in one)
    names = sorted(feature for feature, count in counted.items() if count >= FEWEST)
    places = {name: place for place, name in enumerate(names)}
    kinds = sorted({kind for _, kind in texts})
    rows = [np.array(sorted(places[f] for f in one if f in places), dtype=np.int64) for one in found]
    truth = np.array([kinds.index(kind) for _, kind in texts])
    weights = _descended(rows, truth, (len(names) + 1, len(kinds)), seed)
    return KindModel(tuple(map(RecordKind, kinds)), places, weights)


def _descended(rows: Sequence[Any], truth: Any, shape: tuple[int, int], seed: int) -> Any:
    """Adagrad, one small batch after another."""
    weights = np.zeros(shape, np.float32)
    seen = np.full(shape, 1e-6, np.float32)
    share = 1.0 / np.bincount(truth)
    share = share / share[truth].mean()
    rng = np.random.default_rng(seed)
    for _ in range(ROUNDS):
        order = rng.permutation(len(rows))
        for start in range(0, len(order), BATCH):
            for index in order[start : start + BATCH]:
                row, kind = rows[index], truth[index]
                if not len(row):
                    continue
                scale = 1.0 / np.sqrt(len(row))
                total = weights[row].sum(axis=0) * scale + weights[-1]
                slope = np.exp(total - total.max())
                slope /= slope.sum()
                slope[kind] -= 1.0
                slope *= share[kind]
                step = slope * scale + DECAY * weights[row]
                seen[row] += step**2
                weights[row] -= RATE * step / np.sqrt(seen[row])
                weights[-1] -= RATE * 0.1 * slope
    return weights


def made_from() -> str:
    """The digest of all that decides the model: the wording, and the code that writes, looks and fits."""
    here = Path(__file__).parent
    whole = hashlib.sha256()
    for path in (*sorted((here / "wording").glob("*.txt")), here / "writing.py", Path(__file__), LOOKED_AT):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def store(model: KindModel, path: Path) -> None:
    """Write a model, with the digest of what it was made from."""
    names = sorted(model.places, key=model.places.__getitem__)
    np.savez_compressed(
        path,
        features=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        kinds=np.frombuffer("\n".join(model.kinds).encode(), dtype=np.uint8),
        weights=model.weights.astype(np.float16),
        made_from=np.frombuffer(made_from().encode(), dtype=np.uint8),
    )
