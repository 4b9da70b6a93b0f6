"""Words about dates: the months, and what a label before a date means for the record's own date."""

import re

_MONTHS = (
    "january jan januar jänner jan janvier janv enero ene januari stycznia",
    "february feb februar febr février févr fevrier febrero februari lutego",
    "march mar märz maerz mrz mars marzo maart marca",
    "april apr avril avr abril abr kwietnia",
    "may mai mayo mei maja",
    "june jun juni juin junio czerwca",
    "july jul juli juillet juil julio lipca",
    "august aug août aout agosto ago augustus sierpnia",
    "september sep sept septembre septiembre setiembre września",
    "october oct oktober okt octobre octubre października",
    "november nov novembre noviembre listopada",
    "december dec dezember dez décembre déc diciembre dic grudnia",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}

_WEIGHTS: tuple[tuple[float, str], ...] = (
    # never the record's own date
    (
        -9.0,
        r"""
        d\.?\s?o\.?\s?b\b|date of birth|birth ?date|birth|born|geb\.?\b|geboren|geburtsdatum
        fecha de nacimiento|f\.? ?nac|nacid[oa]|n[ée]e? le|date de naissance|naissance|geboortedatum
        data urodzenia|nacimiento|ur\.
    """,
    ),
    (
        -4.0,
        r"""
        print(ed)?( on| date)?|gedruckt|impres[oa]|imprim[ée]|next (appointment|visit|review)
        follow[- ]?up (on|date|appointment)|review (on|date)|expires?|valid until|due( date)?|started?
        since|seit|desde|depuis|onset|diagnosed|stopped|previous(ly)?|prior|last (seen|menstrual|visit)
        vorbefund|vergleich|compar(ed|ison)( with| to)?|anterior|antecedent|from
    """,
    ),
    (
        -2.5,
        r"""
        request(ed)?( on| date)?|order(ed)?( on| date)?|admi(tted|ssion)( on| date)?|date of admission
        aufnahme(datum)?|ingreso|admission|received( on| date)?|eingang|recibid[oa]|re[çc]u
        referred( on)?|referral received|dictated|typed|transcribed|downloaded|exported
    """,
    ),
    # the record's own date, in rising order
    (
        2.0,
        r"""
        sign(ed)?( off)?( on| by)?|authori[sz]ed|verified|validated|unterschr\w*|firmad[oa]
    """,
    ),
    (
        3.0,
        r"""
        \bdate\b|datum|fecha|\bdated?\b|data\b|den|report date|date of report|reported( on)?
        date reported|berichtsdatum|befunddatum|fecha (del )?informe|date du compte[- ]rendu|letter date
        date of letter|clinic date|issued|erstellt( am)?
    """,
    ),
    (
        3.6,
        r"""
        date of (the )?(visit|clinic|consultation|appointment|examination|exam|study|scan)
        date of (the )?(service|procedure|operation|surgery|meeting|discharge|collection|encounter)
        (visit|clinic|exam|examination|study|scan|procedure) date
        (operation|surgery|meeting|discharge|collection|encounter|service) date|seen( in clinic)?( on)?
        collected( on)?|sampled?( on)?|specimen (taken|collected)|drawn|performed( on)?
        discharged?( on)?|untersuchungsdatum|untersuchung vom|entlass(ung|en)( am)?|entnahme(datum)?
        abnahme|op-datum|operation am|konferenz( vom)?|fecha de(l)? (alta|estudio|consulta|ingreso)
        fecha de(l)? (la toma|exploraci[oó]n|intervenci[oó]n|extracci[oó]n)|alta|date d.?examen
        date de (consultation|sortie|l.?examen|l.?intervention|pr[ée]l[èe]vement)|meeting of|mdt( of)?
    """,
    ),
)


def joined(words: str) -> str:
    """One pattern from alternatives that stand on several lines."""
    return "|".join(line.strip() for line in words.splitlines() if line.strip())


LABELS: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(rf"(?<!\w)(?:{joined(words)})(?!\w)", re.IGNORECASE), weight) for weight, words in _WEIGHTS
)
