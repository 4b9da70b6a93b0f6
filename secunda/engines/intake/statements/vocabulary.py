"""Words by which records in English, German, French, Spanish, Dutch, Polish and Danish say what follows."""

import re
from enum import StrEnum

from secunda.engines.intake.date_words import joined


class Section(StrEnum):
    """What the lines under a heading are about."""

    ALLERGIES = "allergies"
    MEDICINES = "medicines"
    DIAGNOSIS = "diagnosis"
    PROCEDURE = "procedure"
    FAMILY = "family"
    RESULTS = "results"
    CONCLUSION = "conclusion"
    PLAN = "plan"
    OTHER = "other"


HEADINGS: dict[Section, str] = {
    Section.ALLERGIES: joined(r"""
        (?:drug |medication |known )?allerg(?:y|y status|ies(?:/intolerances)?)
        allergies and (?:adverse|other) reactions
        (?:allergien?(?:\s?/\s?unvertr[äa]glichkeiten)?|unvertr[äa]glichkeiten)|alergias?(?: conocidas)?
        allergies?(?: connues)?|allergie(?:ën)?|alergie|uczulenia|allergier|cave
    """),
    Section.MEDICINES: joined(r"""
        (?:(?:current|regular|repeat|discharge|home|active) )?(?:medications?|medicines|drugs)(?: list)?
        tablets
        (?:medications?|medicines) (?:on (?:admission|discharge)|at discharge|list)|drug history|rx|dhx|tto
        medication reconciliation|repeat (?:prescription|medication)s?|repeat items on file
        (?:aktuelle |entlass(?:ungs)?|dauer|haus)?medikation|medikamente|therapie bei entlassung
        entlassungsmedikation
        (?:medicaci[óo]n(?: actual| habitual| al alta)?|tratamiento (?:al alta|actual|habitual|domiciliario))
        (?:m[ée]dicaments?|traitement (?:de sortie|habituel|actuel|en cours))|(?:huidige |thuis)?medicatie
        leki|przyjmowane leki|zalecone leki|medicin(?:liste)?|aktuel medicin
    """),
    Section.DIAGNOSIS: joined(r"""
        (?:(?:final|primary|main|principal|working|clinical|(?:pre|post)-?operative|discharge) )?diagnos[ie]s
        (?:haupt|neben|entlassungs?)?diagnosen?|diagn[óo]stico(?:s)?(?: principal(?:es)?)?
        diagnostic(?: principal)?
        (?:hoofd)?diagnose|rozpoznanie|problems?(?: list)?|past medical history|medical history
        past history|pmh
        vorerkrankungen|antecedentes(?: personales)?|ant[ée]c[ée]dents(?: m[ée]dicaux)?|voorgeschiedenis
    """),
    Section.PROCEDURE: joined(r"""
        procedures?(?: performed)?|operation(?: performed)?|operations?|eingriff|operation(?:en)?
        intervenci[óo]n
        procedimiento|geste r[ée]alis[ée]|intervention|ingreep|zabieg|indgreb
    """),
    Section.FAMILY: joined(r"""
        family history|fh(?:x)?|familienanamnese|antecedentes familiares|ant[ée]c[ée]dents familiaux
        familie-?anamnese|wywiad rodzinny|familie[æa]re dispositioner
    """),
    Section.RESULTS: joined(r"""
        results?|measurements|biomarkers|bloods?|laboratory(?: results)?|investigations
        labor(?:werte|befund)?|ergebnis(?:se)?
        resultados?|anal[íi]tica|r[ée]sultats?|biologie|laboratorium(?:uitslagen)?|wyniki|blodpr[øo]ver
    """),
    Section.CONCLUSION: joined(r"""
        conclusions?|impression|summary|assessment|opinion|beurteilung|zusammenfassung|fazit
        conclusi[óo]n(?:es)?
        juicio cl[íi]nico|conclusie|wnioski|konklusion
    """),
    Section.PLAN: joined(r"""
        plan|(?:assessment and |treatment )?plan|recommendations?|follow-?up|procedere|empfehlung(?:en)?
        prozedere
        recomendaciones|conduite [àa] tenir|beleid|zalecenia|next steps
    """),
}

RELATIVES = re.compile(
    r"\b(?:"
    + joined(r"""
        mother|father|parents?|brother|sister|sibling|son|daughter|aunt|uncle
        grand(?:mother|father|parents?)|cousin
        niece|nephew|husband|wife|family history|relatives?|mutter|vater|bruder|schwester|tante|onkel
        gro[ßs]+(?:mutter|vater)
        familienanamnese|cousine|tochter|sohn|madre|padre|hermano|hermana|abuel[oa]|t[íi][oa]|hij[oa]
        m[èe]re|p[èe]re|fr[èe]re|s[œo]e?ur|tante|oncle|grand-(?:m[èe]re|p[èe]re)|moeder|vader|broer
        zus(?:ter)?|oma|opa
        matka|ojciec|brat|siostra|mor|far|bror|s[øo]ster
    """)
    + r")\b",
    re.IGNORECASE,
)
SUSPECTED = re.compile(
    r"(?:(?<!\w)(?:"
    + joined(r"""
        suspected|suspicious (?:for|of)|suspicion (?:of|for)|probabl[ey]|possibl[ey]|likely|query|presumed
        differential
        cannot (?:be )?exclude[d]?|to exclude|rule out|r/o|\?|concern(?:ing)? for|verdacht auf|v\.? ?a\.?
        verd[äa]chtig auf
        m[öo]gliche[rs]?|fraglich\w*|nicht auszuschlie[ßs]en|dd|sospecha de|posible|probable|a descartar
        suspicion de|suspect[ée]e? de|[ée]vocateur de|verdenking(?: op)?|verdacht op|mogelijk\w*
        waarschijnlijk\w*
        podejrzenie|prawdopodobn\w*|mistanke om|obs\.?|formodet
    """)
    + r")(?!\w))|\?\s?(?=[^\W\d_])",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"(?:(?<!\w)(?:"
    + joined(r"""
        no evidence of|no (?:sign|signs|history|known|suspicion) of|no|not|without|negative for|excludes?
        excluded|ruled out
        absence of|denies|free of|never had|kein(?:e|en|er|em|es)?(?: hinweise?| anhalt)?(?: auf| f[üu]r)?
        ausschluss|ohne
        ausgeschlossen|nicht|sin(?: evidencia| signos)?(?: de)?|no se (?:observa|aprecia)n?|niega
        descartad[oa]
        pas d[e'’]|absence d[e'’]|sans|aucun[e]?|geen(?: aanwijzing(?:en)?)?(?: voor)?|zonder|niet|brak|bez
        nie
        ingen|ikke|uden
    """)
    + r")(?!\w))",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"^\W*(?:"
    + joined(r"""
        nil|none|no|nothing|keine?|ninguna?|aucun[e]?|n[ée]ant|geen|brak|ingen|not applicable|n/a
    """)
    + r")(?:\s+(?:known|regular|bekannt|conocid[oa]s?|connue?s?|bekende?|znane|kendte))?\W*$",
    re.IGNORECASE,
)
SILENT = re.compile(
    r"^\W*(?:not |none |nicht |no )?(?:recorded|known|stated|documented|unknown|unbekannt|erfasst"
    r"|registrad[oa]s?|inconnue?s?)\W*$",
    re.IGNORECASE,
)
"""Nobody asked, or nobody knows: that is no denial. "None known" and "not known" differ."""
