"""`python -m training`: write the papers, fit the model, and put it where the engine reads it."""

import sys

from secunda.engines.intake.kind_model import MODEL
from training.fitting import fitted, store
from training.writing import papers


def main() -> int:
    """Train; the same code gives the same model."""
    texts = [(paper.text, paper.kind) for paper in papers()]
    model = fitted(texts)
    store(model, MODEL)
    size = MODEL.stat().st_size / 1024 / 1024
    sys.stdout.write(f"{len(texts)} papers, {len(model.places)} features, {size:.1f} MB in {MODEL.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
