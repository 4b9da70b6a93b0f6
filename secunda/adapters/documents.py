"""Making PDF documents with Typst: tagged, reproducible, from plain values. Nothing is fetched."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import typst


class DocumentError(Exception):
    """A document could not be made; the message is Typst's own."""


def pdf(template: Path, values: Mapping[str, object], *, at: datetime) -> bytes:
    """A tagged PDF of a Typst template. Equal values and an equal `at` give equal bytes.

    The template reads `values` as JSON from `sys.inputs.values`; only the fonts built into Typst are used,
    so that the machine's own do not change the result.
    """
    try:
        compiler = typst.Compiler(
            input=template,
            root=template.parent,
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
        )
        # PDF dates know seconds, not their fractions (ISO 32000-2 §7.9.4).
        made = compiler.compile(format="pdf", timestamp=at.replace(microsecond=0), pdf_tags=True)
    except typst.TypstError as fault:
        raise DocumentError(fault.message) from fault
    if not isinstance(made, bytes):
        raise DocumentError("Typst made no document")
    return made
