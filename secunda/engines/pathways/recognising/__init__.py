"""From a sorted box of records: what the case is about, who should read it, and what is missing.

Pure: it reads a case file of the intake engine by the words of `clinical/recognition`. What it finds is a
suggestion with its reason; nobody is told that something was not done because no paper speaks of it.
"""

from secunda.engines.pathways.recognising.inferring import Inference, Suggestion, infer
from secunda.engines.pathways.recognising.missing import Lacking

__all__ = ["Inference", "Lacking", "Suggestion", "infer"]
