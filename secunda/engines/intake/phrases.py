"""Phrases that speak for a kind of record, as (weight, alternatives). A heading counts three times.

General medical vocabulary in English, German, French, Spanish and Dutch. Alternatives are regular
expressions, each on a line or divided by `|`; `date_words.joined` makes one pattern of them.
"""

from collections.abc import Mapping

from secunda.engines.intake.reading import RecordKind as K

PHRASES: Mapping[K, tuple[tuple[float, str], ...]] = {
    K.REFERRAL_LETTER: (
        (
            4.0,
            r"""
            referral(?! was| has| to)( letter| form)?|two week wait|2ww|suspected cancer referral
            überweisung(sschein)?|lettre d.?adressage|carta de derivaci[oó]n
            solicitud de (valoraci[oó]n|interconsulta)|hoja de (derivaci[oó]n|interconsulta)
            verwijs(brief|ing)|skierowanie|(le )?remito al? paciente
        """,
        ),
        (
            2.0,
            r"""
            thank you for (seeing|reviewing|accepting)
            (would be )?grateful (for|if you) (your|would|could)( opinion| see| review| advice)?
            (please|kindly) (see|review|assess) this|i am referring|i would like to refer
            refer (him|her|this patient)|(le )?agradecer[ií]a|ruego valoraci[oó]n
            bitte um (mit)?(beurteilung|abklärung)|je vous (adresse|remercie de recevoir)
        """,
        ),
        (
            0.8,
            r"""
            dear (colleague|doctor)|estimad[oa] (colega|compañer[oa])|cher confr[èe]re
            sehr geehrte (frau|herr)
        """,
        ),
    ),
    K.CLINIC_LETTER: (
        (
            3.0,
            r"""
            clinic letter|out-?patient (letter|clinic)|ambulanz(brief|bericht)
            lettre de consultation|carta de consulta|polikliniek\w*
            (eye|genetics|cardiology|oncology|neurology|surgical|dermatology|medical) clinic
        """,
        ),
        (
            1.6,
            r"""
            i (reviewed|saw|met) (this|him|her|the|mr|mrs|ms|your)
            (was )?(seen|reviewed) (today )?in (the |our |my )?(\w+ ){0,3}clinic
            many thanks for referring|thank you for referring|it was a pleasure
        """,
        ),
        (
            1.0,
            r"""
            cc:? ?(gp|patient)|dear (dr|mr|mrs|ms|miss)\b|yours sincerely
            mit freundlichen (kollegialen )?grüßen
        """,
        ),
    ),
    K.CONSULTATION_NOTE: (
        (
            3.5,
            r"""
            consult(ation)? (note|report)|(initial|new patient) (consult(ation)?|visit)|clinic note
            visit note|consultation|oncology consult|consulta (externa|de)|konsil(bericht|iarbericht)?
            interconsulta
        """,
        ),
        (
            1.3,
            r"""
            chief complaint|history of present(ing)? (illness|complaint)|assessment (and|&) plan
            review of systems|reason for (consultation|visit)|physical exam(ination)?
        """,
        ),
        (
            0.5,
            r"""
            social history|impression and plan|vitals
        """,
        ),
    ),
    K.HISTORY_AND_PHYSICAL: (
        (
            4.0,
            r"""
            history (and|&) physical|admission (history|note)|h&p|aufnahmebericht
            historia cl[ií]nica de ingreso
        """,
        ),
    ),
    K.PROGRESS_NOTE: (
        (
            4.0,
            r"""
            progress note|daily note|ward round|soap note|follow[- ]?up note|verlaufs(notiz|bericht)
            nota de evoluci[oó]n|evoluci[oó]n m[ée]dica
        """,
        ),
        (
            0.8,
            r"""
            (^|\n)\s*(subjective|objective)\b
        """,
        ),
    ),
    K.EMERGENCY_NOTE: (
        (
            4.0,
            r"""
            emergency (department|room|note)|ed (note|attendance|discharge)|accident (and|&) emergency
            notaufnahme\w*|urgencias|urgences|spoedeisende hulp|triage
        """,
        ),
    ),
    K.DISCHARGE_SUMMARY: (
        (
            4.5,
            r"""
            arztbrief|wypis ze szpitala
            discharge (summary|letter|report|note)|entlass(ungs)?(brief|bericht)|epikrise
            informe de alta|alta (hospitalaria|m[ée]dica)|compte[- ]rendu d.?hospitalisation
            lettre de sortie|ontslag(brief|bericht)|karta informacyjna|wypis
        """,
        ),
        (
            1.6,
            r"""
            (date of )?(admission|admitted)\b.{0,80}\bdischarged?
            discharged? (home|on|to|date|diagnos\w+|medications?)|condition (on|at) discharge
            hospital course|stationäre[nr]? (behandlung|aufenthalt)|motivo de ingreso
            medication on discharge|entlassungsmedikation|tratamiento al alta
        """,
        ),
        (
            0.8,
            r"""
            admitting diagnosis|length of stay|course in hospital
        """,
        ),
    ),
    K.TRANSFER_SUMMARY: (
        (
            4.5,
            r"""
            transfer (summary|note|letter)|inter-?hospital transfer|verlegungs(brief|bericht)
            informe de traslado
        """,
        ),
    ),
    K.OPERATIVE_REPORT: (
        (
            4.5,
            r"""
            operati(on|ve) (note|report|record)|op(erations)?[- ]?bericht
            surgical (note|procedure report)|surgery note|hoja quir[uú]rgica
            (protocolo|informe|nota) (quir[uú]rgic[oa]|operatori[oa])|compte[- ]rendu op[ée]ratoire
            operatie ?verslag
        """,
        ),
        (
            1.6,
            r"""
            (pre|post)[- ]?operative diagnos[ei]s|estimated blood loss|anaesthe(sia|tist)
            anesthesi(a|ologist)|surgeon|operateur|cirujano|chirurgien|incision|haemostasis|hemostasis
            skin closure|swab|counts? correct|schnitt-naht
        """,
        ),
        (
            0.6,
            r"""
            prepped|draped|tourniquet|sutures?|specimens? sent
        """,
        ),
    ),
    K.PROCEDURE_REPORT: (
        (
            4.5,
            r"""
            (procedure|bronchoscopy|colonoscopy|endoscopy|gastroscopy) (report|note|test|tests|findings)
            (cystoscopy|hysteroscopy|arthroscopy|ogd|ercp) (report|note|test|tests|findings)
            (ebus|catheteri[sz]ation) (report|note|test|tests|findings)
            (angiography|spirometry|lung function) (report|note|test|tests|findings)
            (pulmonary function|nerve conduction) (report|note|test|tests|findings)
            (eeg|emg|polysomnography) (report|note|test|tests|findings)
            (coronary|invasive) angiogra(phy|m)|cardiac catheteri[sz]ation|bronchoscopy|colonoscopy
            gastroscopy|endoscopy|coronariograf[ií]a|cateterismo|koloskopie|gastroskopie|bronchoskopie
            herzkatheter\w*|coloscopie|lumbar puncture
        """,
        ),
        (
            1.2,
            r"""
            scope (was )?(passed|inserted|advanced)|sedation|midazolam|fentanyl|caecum|cecum
            radial access|femoral access|bowel preparation|lavage|polyp(s)? (removed|resected)
            informed consent
        """,
        ),
    ),
    K.IMAGING_REPORT: (
        (
            4.5,
            r"""
            informe de radiolog[ií]a|(tc|tac|rm|rx) de (t[oó]rax|abdomen|cr[aá]neo|columna|cerebro)
            (x-?ray|ct|mri?|pet[- /]?ct)( \w+){0,4} (report|findings?|result)s?
            (pet|ultrasound)( \w+){0,4} (report|findings?|result)s?
            (uss?|echo(cardiogra(m|phy))?|mammogra(m|phy))( \w+){0,4} (report|findings?|result)s?
            (radiology|imaging|dexa|doppler)( \w+){0,4} (report|findings?|result)s?
            (bone scan|scan)( \w+){0,4} (report|findings?|result)s?
            (fluoroscopy|radiograph|nuclear medicine)( \w+){0,4} (report|findings?|result)s?
            (diagnostic )?(radiology|imaging)|mammogra(m|phy)|echocardiogra(m|phy)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(chest|abdomen|pelvis)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(head|brain|spine)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(chest|abdomen|pelvis)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(head|brain|spine)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(neck|thorax|knee)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(breasts?|liver|aorta)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(neck|thorax|knee)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(breasts?|liver|aorta)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(kidneys?|thyroid|heart)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(hip|shoulder|skull)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(kidneys?|thyroid|heart)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(hip|shoulder|skull)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(lumbar|cervical|wrist)
            (ct|mri|mr|pet[- ]?ct|ultrasound)( of)?( the)? (\w+ ){0,2}(foot|ankle|hand)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(lumbar|cervical|wrist)
            (x-?ray|radiograph|mra|cta|ctpa)( of)?( the)? (\w+ ){0,2}(foot|ankle|hand)
            (chest|abdominal|pelvic|cervical|lumbar|knee|brain) (x-?ray|ct|mri|ultrasound|radiograph)
            (thyroid|renal|liver|breast|cardiac|spine|hip) (x-?ray|ct|mri|ultrasound|radiograph)|fdg
            pet[- ]?ct|(mrt|ct|röntgen)[- ]?(befund|untersuchung|bericht)?
            (sonogra[fp]hie|ultraschall)[- ]?(befund|untersuchung|bericht)?
            (echokardiogra[fp]hie|mammogra[fp]hie)[- ]?(befund|untersuchung|bericht)?
            radiologischer befund|röntgen\w*|kernspintomogra\w+|magnetresonanz\w*
            (informe|estudio) (de )?(radiol[oó]gico|rx|tac|tc|rm|ecogr[aá]fico|imagen)|ecocardiograma
            ecograf[ií]a|radiograf[ií]a|resonancia magn[ée]tica|tomograf[ií]a
            compte[- ]rendu (d.?)?(imagerie|irm|scanner|[ée]chographie|radiologique)|irm|scanner
            [ée]chographie|radiographie|verslag (radiologie|mri|ct|echo)|rezonans\w*|tomografia|usg|rtg
        """,
        ),
        (
            1.5,
            r"""
            (^|\n)\s*(technique|comparison|clinical (indication|information|history))\s*:
            (^|\n)\s*(indication|technik|fragestellung)\s*:
            (^|\n)\s*(t[ée]cnica|comparaci[oó]n|beurteilung)\s*:
            (^|\n)\s*(hallazgos|impresi[oó]n( diagn[oó]stica)?|r[ée]sultats?)\s*:
            (with|without|after|intravenous|iv|oral) contrast|gadolinium|radiologist|axial|sagittal
            t2[- ]weighted|suvmax|bi-?rads|hounsfield|kontrastmittel|radiolog[ao]|hypo(echo|dens)\w*
            lung ?fields?|mediastin\w+
        """,
        ),
        (
            0.8,
            r"""
            (^|\n)\s*(findings|impression|conclusion|opinion)\s*:|measurements:|ejection fraction|ml/kg
            pneumothorax|pleural effusion|no (acute )?fracture
        """,
        ),
    ),
    K.PATHOLOGY_REPORT: (
        (
            4.8,
            r"""
            (surgical |anatomic(al)? )?pathology( report)?|histo(patho)?logy( report)?
            cyto(patho)?logy( report)?|biopsy report|(histologi|zytologi|pathologi)\w*( befund\w*)?
            anatom[ií]a patol[oó]gica|(informe )?anatomopatol[oó]gic[oa]|biopsia|anatomo-?pathologi\w+
            compte[- ]rendu anatomo\w*|badanie histopatologiczne|pathologie(verslag)?
        """,
        ),
        (
            1.8,
            r"""
            gross (description|examination)|macroscop(y|ic)\w*|microscop(y|ic)\w*|final diagnosis
            specimen\(?s?\)? (received|submitted|type)|immunohistochem\w+|ki-?67|nottingham
            lymphovascular|margins? (clear|negative|free|positive|status|involved)|resection margin
            makroskop\w*|mikroskop\w*|macrosc[oó]pic[ao]|microsc[oó]pic[ao]|p?T\d[a-c]? ?N\d
        """,
        ),
        (
            0.9,
            r"""
            cassettes?|formalin|h&e|cores?|adenocarcinoma|carcinoma in situ|smears?|accession|synoptic
        """,
        ),
    ),
    K.GENETIC_REPORT: (
        (
            4.8,
            r"""
            (genetic|genomic|molecular|exome|genome)( \w+){0,3} (report|test|result|analysis|testing)s?
            (sequencing|karyotype|chromosomal)( \w+){0,3} (report|test|result|analysis|testing)s?
            (gene panel|cytogenetic|dna)( \w+){0,3} (report|test|result|analysis|testing)s?
            genomics? laboratory|next[- ]generation sequencing|whole (exome|genome)|humangenetisch\w*
            molekulargenetisch\w*|estudio gen[ée]tico|laboratoire de g[ée]n[ée]tique
        """,
        ),
        (
            1.8,
            r"""
            variant of uncertain significance|likely pathogenic|acmg|(^|\s)c\.\d+[+_\-\d]*[acgt>]
            p\.\(?[A-Z][a-z]{2}\d+|nm_\d+|heterozyg\w+|hemizygous|allele frequency|segregation|gnomad
            copy number
        """,
        ),
    ),
    K.LAB_REPORT: (
        (
            4.3,
            r"""
            (clinical )?(bio)?chemistry|ha?ematology( report)?
            laborator(y|ies)( medicine)?( report| results?)?|lab(s)? (report|results?)
            blood (test|results?|count)|full blood count|cbc|(labor|blut)(befund|werte|bericht)?
            laborbefund|laboratorio|anal[ií]tica|an[aá]lisis de sangre|hemograma|microbiology|serology
            immunology|virology|laboratoire|r[ée]sultats d.?analyses?
            analyses? (m[ée]dicales?|biologiques?)|urinalysis|laboratorium\w*|wyniki bada[nń]
        """,
        ),
        (
            2.0,
            r"""
            reference (range|interval|values?)|ref\.? range|referen(z|tie)\w*|valores? de referencia
            (test|analyte|parameter|prueba|untersuchung)s?\s+(result|value|wert|ergebnis|resultado)s?\b
            loinc|specimen( type)?:? ?(blood|serum|plasma|urine)
        """,
        ),
        (
            0.7,
            r"""
            mmol/l|g/dl|mg/dl|10\*[39]/u?l|u/l|umol/l|creatinine|ha?emoglobin|platelets|potassium
            leu[kc]ocyt\w+|kreatinin|hemoglobina|leucocitos
        """,
        ),
    ),
    K.ECG: (
        (
            4.5,
            r"""
            (12[- ]lead )?(ecg|ekg|electrocardiogra(m|phy))( report| tracing)?|elektrokardiogramm
            electrocardiograma|[ée]lectrocardiogramme
        """,
        ),
        (
            1.0,
            r"""
            (pr|qrs|qtc?) (interval|duration|int)|sinus rhythm|25 ?mm/s|ventricular rate|vent\.? rate
        """,
        ),
    ),
    K.RADIATION_DOSE_REPORT: (
        (
            4.5,
            r"""
            (radiation )?dose report|dose[- ]length product|ctdi ?vol|dose area product|dosisbericht
        """,
        ),
    ),
    K.MEDICATION_LIST: (
        (
            4.8,
            r"""
            (current )?(medication|medicine|drug)s? (list|plan|chart|record|reconciliation|review)
            medicines|prescriptions?( record)?|(bundeseinheitlicher )?medikationsplan
            medikamenten(plan|liste)|lista de medicaci[oó]n|hoja de (medicaci[oó]n|tratamiento)
            plan de medicaci[oó]n|liste des m[ée]dicaments|ordonnance|medicatie(overzicht|lijst)
            repeat (medication|prescription|template)|tablets? list|lista lek[oó]w
        """,
        ),
        (
            1.6,
            r"""
            (medicine|medication|drug)\s+(strength|dose|dosage|started)
            (medicine|medication|drug)\s+(frequency|dosis|stärke|pauta|form)
            (name|wirkstoff|medicamento|m[ée]dicament)\s+(strength|dose|dosage|started)
            (name|wirkstoff|medicamento|m[ée]dicament)\s+(frequency|dosis|stärke|pauta|form)
            please bring this list|when to take|what (it is|they are) for|morgens|mittags|how to take
        """,
        ),
        (
            0.6,
            r"""
            (once|twice|three times) (a day|daily)|tablets?|capsules?|dose|\bod\b|\bbd\b|\bprn\b
        """,
        ),
    ),
    K.IMMUNIZATION_RECORD: (
        (
            4.8,
            r"""
            (immuni[sz]ation|vaccin\w+) (record|history|card|certificate|status)
            impf(pass|ausweis|bescheinigung)|carn[ée] de vacunaci[oó]n|cartilla de vacunaci[oó]n
            carnet de vaccination|vaccinatie\w*
        """,
        ),
        (
            1.0,
            r"""
            vaccine|batch (no|number)|lot number|booster
        """,
        ),
    ),
    K.TREATMENT_PLAN: (
        (
            4.8,
            r"""
            (treatment|care|management) (plan|pathway|prescription)
            (chemotherapy|radiotherapy|therapy|rehabilitation) (plan|pathway|prescription)
            behandlungs(plan|konzept)|therapieplan|plan de (tratamiento|cuidados)
            plan de (traitement|soins)|zorgplan|behandelplan|plan leczenia
        """,
        ),
        (
            1.4,
            r"""
            goals? (of (care|treatment|therapy)|:)|planned (cycles|treatment|interventions?)|regimen
            fractions|gy in|target date|interventions?|activities|care team|addresses
        """,
        ),
    ),
    K.MDT_OUTCOME: (
        (
            5.2,
            r"""
            (mdt|multi-?disciplinary( team)?)( \w+){0,3} ?(outcome|meeting|discussion|summary)?
            (tumou?r ?board|cancer conference)( \w+){0,3} ?(outcome|meeting|discussion|summary)?
            (mdt|multi-?disciplinary( team)?)( \w+){0,3} ?(record|report|proforma|note|form)?
            (tumou?r ?board|cancer conference)( \w+){0,3} ?(record|report|proforma|note|form)?
            tumor(konferenz|board)( beschluss|protokoll)?|interdisziplinäre\w*|comit[ée] de tumores
            sesi[oó]n cl[ií]nica multidisciplinar|r[ée]union de concertation|rcp|konsylium
            mdo[- ]verslag
        """,
        ),
        (
            1.3,
            r"""
            (mdt |board )?(decision|recommendation|outcome|consensus)\s*:
            (present|attend(ees|ance)|core members|chair(ed)?( by)?|quorum)
            discussed (at|in) (the )?(mdt|tumou?r board)|empfehlung der konferenz
        """,
        ),
    ),
    K.PATIENT_SUMMARY: (
        (
            4.2,
            r"""
            (international )?patient summary|summary of care|continuity of care( document)?
            summary care record|(health|medical) (record )?summary|patienten(kurz)?akte
            historia cl[ií]nica (resumida|electr[oó]nica)|resumen (de|del) paciente
            (gp|clinical) summary
        """,
        ),
    ),
    K.AUTOPSY_REPORT: (
        (
            5.0,
            r"""
            autopsy( report)?|post[- ]?mortem( examination)?|necropsy|obduktion\w*|autopsia
        """,
        ),
    ),
    K.MEDICOLEGAL_REPORT: (
        (
            5.0,
            r"""
            medico-?legal|expert witness|independent medical examination|sachverständigengutachten
            ärztliches gutachten|informe pericial|disability (report|assessment)
        """,
        ),
    ),
    K.ADMINISTRATIVE: (
        (
            4.2,
            r"""
            (patient )?information (leaflet|sheet|booklet)|leaflet|patienteninformation|aufklärungsbogen
            appointment (letter|reminder|confirmation|card)|(^|\n)\s*appointments?\s*($|\n)
            invoice|statement of account
            explanation of benefits|receipt|consent( form)?|insurance( card| claim| authori[sz]ation)?
            prior authori[sz]ation|billing|your bill|rechnung|terminbestätigung|einverständnis\w*
            factura|cita( previa| m[ée]dica)?|consentimiento|facture|rendez-vous|afspraak(bevestiging)?
            registration form|questionnaire|privacy (notice|practices)|release of information|sick note
            fit note|parking|visitor|arbeitsunfähigkeit\w*|authorization (for|to) (release|disclose)
            parte de baja|certificate of attendance
        """,
        ),
        (
            1.8,
            r"""
            amount (due|billed|paid|owed)|(this is )?not a bill|plan paid|you (may )?owe
            please (arrive|bring your|call to|telephone|pay|quote|note the)|balance|payment
            member (id|number)|policy (no|number)|copay|your appointment (is|has been)
            if you (cannot|can't|are unable to) attend|iban|total due
        """,
        ),
    ),
}
