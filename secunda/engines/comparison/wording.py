"""How the relation of two statements is said. The one list of these words; pages and documents read it here.

A difference is no proof of error: no word here says who is right.
"""

from secunda.engines.comparison.vocabulary import Axis, Relation
from secunda.engines.words import Words, say

_MODIFIED = "modified"
_OF_DIAGNOSIS = frozenset({Axis.DIAGNOSIS, Axis.STAGE, Axis.IMAGING, Axis.PATHOLOGY, Axis.PROGNOSIS})
# Of each: the words, and the tone of its tag.
READINGS: dict[str, tuple[Words, str]] = {
    Relation.CONFIRMED: (say("Agrees"), "good"),
    Relation.REFINED: (say("Agrees, with more detail"), "calm"),
    _MODIFIED: (say("Agrees, with changes"), "calm"),
    Relation.CHANGED: (say("Has a different view"), "warn"),
    Relation.ADDED: (say("Adds"), "calm"),
    Relation.WITHDRAWN: (say("Would leave it out"), "warn"),
    Relation.NOT_ESTABLISHED: (say("Not settled yet"), "quiet"),
    Relation.NOT_ASSESSABLE: (say("Cannot say"), "quiet"),
}
# The names of classes (clinical.md 6.2, 6.3) as opinions signed before the relations were kept have them.
_CLASSES = {"cannot_judge": Relation.NOT_ASSESSABLE}


def reading(relation: str, axis: str) -> str:
    """The key in `READINGS` for a relation on an axis: on that of treatment, refined is read "modified"."""
    known = _CLASSES.get(relation, relation)
    if known == Relation.REFINED and axis not in _OF_DIAGNOSIS:
        return _MODIFIED
    return str(known)


def words_for(relation: str, axis: str = Axis.DIAGNOSIS) -> Words:
    """A relation in words. Raises KeyError for one that is not in the vocabulary."""
    return READINGS[reading(relation, axis)][0]
