"""Left and right, in the words of coded sites and titles."""

import re

_LEFT = re.compile(r"\b(left|links?e?[rnms]?|gauche|izquierd[oa]|lewy|lewa|venstre)\b", re.IGNORECASE)
_RIGHT = re.compile(r"\b(right|rechte?[rnms]?|rechts|droite?|derech[oa]|prawy|prawa|højre)\b", re.IGNORECASE)
_BOTH = re.compile(
    r"\b(bilateral\w*|beidseit\w*|beiderseits|beidseits|both sides|bilat[ée]ra\w*)\b", re.IGNORECASE
)


def side_in(words: str) -> str | None:
    """left, right or both, when the words of a site say so."""
    left, right = _LEFT.search(words), _RIGHT.search(words)
    if _BOTH.search(words) or (left and right):
        return "both"
    return "left" if left else "right" if right else None
