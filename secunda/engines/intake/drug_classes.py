"""Medicines by the class that an allergy or a double prescription concerns: a small table, with its sources.

Membership is by international non-proprietary name (WHO INN), checked against the British National
Formulary (BNF) chapters named below and the contraindications in section 4.3 of the products' EU summaries
of product characteristics. Brand names are those of the same products. The table is for finding places that
a person should look at, and not for prescribing: what is missing here is not thereby safe.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class DrugClass:
    """Medicines of one class, and the words by which an allergy names the class."""

    name: str
    allergens: tuple[str, ...]
    members: tuple[str, ...]
    source: str
    one_at_a_time: bool = False
    """Two of them together are a mistake or a change that one of the lists does not know yet."""


CLASSES: tuple[DrugClass, ...] = (
    DrugClass(
        "penicillins",
        ("penicillin", "penicillins", "penicillina", "pénicilline", "penicylina", "beta-lactam"),
        (
            "penicillin", "benzylpenicillin", "phenoxymethylpenicillin", "penicillin v", "penicillin g",
            "amoxicillin", "ampicillin", "flucloxacillin", "dicloxacillin", "cloxacillin", "oxacillin",
            "piperacillin", "temocillin", "pivmecillinam", "co-amoxiclav", "augmentin", "tazocin",
            "amoxiclav", "zosyn", "unasyn", "sultamicillin", "bicillin",
        ),
        "BNF 5.1 Penicillins; SmPC amoxicillin 4.3",
    ),
    DrugClass(
        "cephalosporins",
        ("cephalosporin", "cephalosporins", "cefalosporin", "cefalosporina"),
        (
            "cefalexin", "cephalexin", "cefuroxime", "ceftriaxone", "cefotaxime", "ceftazidime", "cefazolin",
            "cefaclor", "cefixime", "cefepime", "cefadroxil", "cefradine", "keflex", "rocephin",
        ),
        "BNF 5.1 Cephalosporins; SmPC ceftriaxone 4.3",
    ),
    DrugClass(
        "sulfonamide antibacterials",
        ("sulfa", "sulpha", "sulfonamide", "sulphonamide", "sulfonamides", "sulfamide", "sulfamida"),
        (
            "sulfamethoxazole", "trimethoprim-sulfamethoxazole", "co-trimoxazole", "cotrimoxazole", "bactrim",
            "septrin", "septra", "sulfadiazine", "sulfasalazine", "salazopyrin",
        ),
        "BNF 5.1 Sulfonamides; SmPC co-trimoxazole 4.3; SmPC sulfasalazine 4.3",
    ),
    DrugClass(
        "macrolides",
        ("macrolide", "macrolides"),
        ("erythromycin", "clarithromycin", "azithromycin", "roxithromycin", "zithromax", "klacid"),
        "BNF 5.1 Macrolides; SmPC clarithromycin 4.3",
    ),
    DrugClass(
        "quinolones",
        ("quinolone", "quinolones", "fluoroquinolone"),
        ("ciprofloxacin", "levofloxacin", "moxifloxacin", "ofloxacin", "norfloxacin"),
        "BNF 5.1 Quinolones; SmPC ciprofloxacin 4.3",
    ),
    DrugClass(
        "tetracyclines",
        ("tetracycline", "tetracyclines"),
        ("doxycycline", "lymecycline", "minocycline", "oxytetracycline", "tetracycline", "tigecycline"),
        "BNF 5.1 Tetracyclines; SmPC doxycycline 4.3",
    ),
    DrugClass(
        "non-steroidal anti-inflammatory drugs",
        ("nsaid", "nsaids", "aspirin", "anti-inflammatories", "ains", "aine", "nsar"),
        (
            "aspirin", "acetylsalicylic acid", "ibuprofen", "naproxen", "diclofenac", "indometacin",
            "indomethacin", "ketoprofen", "mefenamic acid", "etoricoxib", "celecoxib", "meloxicam",
            "piroxicam", "ketorolac", "nurofen", "voltarol", "voltaren",
        ),
        "BNF 10.1.1 NSAIDs; SmPC ibuprofen 4.3 (hypersensitivity to aspirin or another NSAID)",
    ),
    DrugClass(
        "opioids of the codeine and morphine kind",
        ("codeine", "codein", "morphine", "opiate", "opiates"),
        ("codeine", "co-codamol", "dihydrocodeine", "co-dydramol", "morphine", "oramorph", "oxycodone"),
        "BNF 4.7.2 Opioid analgesics; SmPC codeine 4.3",
    ),
    DrugClass(
        "statins",
        ("statin", "statins"),
        ("atorvastatin", "simvastatin", "rosuvastatin", "pravastatin", "fluvastatin", "lipitor", "crestor"),
        "BNF 2.12 Statins; SmPC atorvastatin 4.3",
        one_at_a_time=True,
    ),
    DrugClass(
        "ACE inhibitors",
        ("ace inhibitor", "ace inhibitors", "ace-hemmer"),
        ("ramipril", "lisinopril", "enalapril", "perindopril", "captopril", "quinapril", "fosinopril"),
        "BNF 2.5.5.1 ACE inhibitors; SmPC ramipril 4.3 (angioedema with an ACE inhibitor)",
        one_at_a_time=True,
    ),
    DrugClass(
        "oral anticoagulants",
        (),
        (
            "warfarin", "acenocoumarol", "phenprocoumon", "phenindione", "apixaban",
            "rivaroxaban", "dabigatran", "edoxaban", "marcumar", "sintrom", "coumadin", "eliquis", "xarelto",
            "pradaxa", "lixiana",
        ),
        "BNF 2.8.2 Oral anticoagulants; SmPC apixaban 4.3 (with any other anticoagulant)",
        one_at_a_time=True,
    ),
    DrugClass(
        "heparins",
        ("heparin", "heparins"),
        ("heparin", "enoxaparin", "dalteparin", "tinzaparin", "clexane", "fragmin", "innohep"),
        "BNF 2.8.1 Parenteral anticoagulants; SmPC enoxaparin 4.3",
    ),
)  # fmt: skip

_FURTHER = [
    "paracetamol",
    "acetaminophen",
    "amlodipine",
    "bisoprolol",
    "atenolol",
    "metoprolol",
    "propranolol",
    "furosemide",
    "bumetanide",
    "spironolactone",
    "bendroflumethiazide",
    "indapamide",
    "losartan",
    "candesartan",
    "valsartan",
    "irbesartan",
    "digoxin",
    "amiodarone",
    "clopidogrel",
    "ticagrelor",
    "prasugrel",
    "metformin",
    "gliclazide",
    "insulin",
    "empagliflozin",
    "dapagliflozin",
    "sitagliptin",
    "levothyroxine",
    "carbimazole",
    "omeprazole",
    "lansoprazole",
    "pantoprazole",
    "esomeprazole",
    "prednisolone",
    "prednisone",
    "dexamethasone",
    "hydrocortisone",
    "methylprednisolone",
    "salbutamol",
    "albuterol",
    "tiotropium",
    "beclometasone",
    "budesonide",
    "montelukast",
    "sertraline",
    "citalopram",
    "fluoxetine",
    "mirtazapine",
    "amitriptyline",
    "venlafaxine",
    "gabapentin",
    "pregabalin",
    "lamotrigine",
    "levetiracetam",
    "valproate",
    "carbamazepine",
    "diazepam",
    "lorazepam",
    "zopiclone",
    "tamoxifen",
    "anastrozole",
    "letrozole",
    "exemestane",
    "methotrexate",
    "azathioprine",
    "hydroxychloroquine",
    "allopurinol",
    "colchicine",
    "alendronate",
    "colecalciferol",
    "cholecalciferol",
    "calcium",
    "folic",
    "ferrous",
    "vitamin",
    "dimethylfumarate",
    "dimethyl",
    "natalizumab",
    "ocrelizumab",
    "fingolimod",
    "interferon",
    "tramadol",
    "fentanyl",
    "ondansetron",
    "metoclopramide",
    "nitrofurantoin",
    "trimethoprim",
    "gentamicin",
    "vancomycin",
    "metronidazole",
    "aciclovir",
    "fluconazole",
]
"""Other INN by which a line is known to name a medicine; no allergy class hangs on them here."""


def key(name: str) -> str:
    """A name as it sounds, so that apixabán, Apixaban and apixabanum are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[^a-z ]", " ", plain)
    for spelt, sound in (
        ("ph", "f"),
        ("th", "t"),
        ("ch", "k"),
        ("c", "k"),
        ("y", "i"),
        ("z", "s"),
        ("x", "ks"),
    ):
        plain = plain.replace(spelt, sound)
    plain = re.sub(r"(.)\1", r"\1", plain)
    return " ".join(re.sub(r"(?:um|[aeo])$", "", word) for word in plain.split())


@cache
def _members() -> Mapping[str, DrugClass]:
    return {key(member): each for each in CLASSES for member in each.members}


@cache
def _allergens() -> Mapping[str, DrugClass]:
    return {key(word): each for each in CLASSES for word in each.allergens}


@cache
def _known() -> frozenset[str]:
    return frozenset(_members()) | frozenset(map(key, _FURTHER))


def class_of(medicine: str) -> DrugClass | None:
    """The class of a medicine, by any of the words of its name."""
    return next((_members()[part] for part in _parts(medicine) if part in _members()), None)


def allergen_class(substance: str) -> DrugClass | None:
    """The class that an allergy to this substance concerns."""
    for part in _parts(substance):
        if found := _allergens().get(part) or _members().get(part):
            return found
    return None


def known_drug(name: str) -> bool:
    """Does a line name a medicine that we know by name?"""
    return any(part in _known() for part in _parts(name))


def ingredient(name: str) -> str:
    """The name by which two lists can be compared: the known part, else the first word."""
    parts = _parts(name)
    return next((part for part in parts if part in _known()), parts[-1] if parts else "")


def _parts(name: str) -> list[str]:
    """The whole name, pairs of its words, then single words."""
    words = key(name).split()
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return [" ".join(words), *pairs, *words]
