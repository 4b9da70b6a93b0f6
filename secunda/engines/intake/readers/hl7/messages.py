"""HL7 version 2 (2.1 to 2.9) as segments, fields and components, cut by each message's own delimiters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHARSETS = {
    "ASCII": "ascii",
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "8859/1": "iso8859-1",
    "8859/2": "iso8859-2",
    "8859/3": "iso8859-3",
    "8859/4": "iso8859-4",
    "8859/5": "iso8859-5",
    "8859/6": "iso8859-6",
    "8859/7": "iso8859-7",
    "8859/8": "iso8859-8",
    "8859/9": "iso8859-9",
    "8859/15": "iso8859-15",
    "UNICODE UTF-16": "utf-16",
}
"""MSH-18, HL7 table 0211."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name, its fields as the standard counts them, its place among those of its name."""

    name: str
    fields: tuple[str, ...]
    number: int


class Message:
    """One message. Fields are unescaped only where a value is taken from them."""

    def __init__(self, lines: list[str]) -> None:
        head = lines[0]
        self.field_mark = head[3:4] or "|"
        marks = head[4:8].split(self.field_mark)[0]
        marks += "^~\\&"[len(marks) :]
        self.part_mark, self.repeat_mark, self.escape, self.sub_mark = marks[0], marks[1], marks[2], marks[3]
        counted: dict[str, int] = {}
        self.segments: list[Segment] = []
        for line in lines:
            name = line[:3]
            counted[name] = counted.get(name, 0) + 1
            fields = line.split(self.field_mark)
            if name == "MSH":
                fields.insert(1, self.field_mark)
            self.segments.append(Segment(name, tuple(fields), counted[name]))

    def all(self, *names: str) -> list[Segment]:
        """Every segment of these names, in order."""
        return [one for one in self.segments if one.name in names]

    def repeats(self, segment: Segment, field: int) -> list[str]:
        """The repetitions of a field, raw; empty ones left out."""
        value = segment.fields[field] if field < len(segment.fields) else ""
        return [one for one in value.split(self.repeat_mark) if one]

    def component(self, raw: str, part: int = 1, sub: int = 1) -> str:
        """One component of a raw repetition as text; empty when absent or null (`""`)."""
        parts = raw.split(self.part_mark)
        value = parts[part - 1] if part <= len(parts) else ""
        subs = value.split(self.sub_mark)
        said = self.unescaped(subs[sub - 1]).strip() if sub <= len(subs) else ""
        return "" if said == '""' else said

    def field(self, segment: Segment, number: int, part: int = 1) -> str:
        """One component of the first repetition of a field."""
        return self.component(next(iter(self.repeats(segment, number)), ""), part)

    def words(self, segment: Segment, number: int) -> str:
        """The text of a coded element: its words, else its second words, else its own text, else its code."""
        raw = next(iter(self.repeats(segment, number)), "")
        order = (2, 9, 5, 1)
        return next((said for part in order if (said := self.component(raw, part))), "")

    def unescaped(self, value: str) -> str:
        """A text without escape sequences (HL7 v2 §2.7); what is not known is left out."""
        if self.escape not in value:
            return value
        mark = re.escape(self.escape)
        plain = {
            "F": self.field_mark,
            "S": self.part_mark,
            "T": self.sub_mark,
            "R": self.repeat_mark,
            "E": self.escape,
            ".br": "\n",
            ".sp": "\n",
            ".ce": "\n",
        }

        def meant(found: re.Match[str]) -> str:
            said = found[1]
            if said.startswith("X"):
                digits = re.sub(r"[^0-9A-Fa-f]", "", said[1:])
                return bytes.fromhex(digits[: len(digits) // 2 * 2]).decode("utf-8", "replace")
            return plain.get(said, plain.get(said[:3], ""))

        return re.sub(rf"{mark}([A-Za-z.][^{mark}\r\n]{{0,200}}){mark}", meant, value)


def messages(text: str) -> Iterator[Message]:
    """Every message of a file; batch and file envelopes (BHS, FHS) and MLLP frames are left out."""
    lines: list[str] = []
    for line in re.split(r"[\r\n\x0b\x1c]+", text.lstrip("\ufeff")):
        if re.match(r"(FHS|BHS|BTS|FTS)\b", line) or not line.strip():
            continue
        if line.startswith("MSH"):
            if lines:
                yield Message(lines)
            lines = [line]
        elif lines and re.match(r"[A-Z][A-Z0-9]{2}(\W|$)", line):
            lines.append(line)
        elif lines:
            lines[-1] += f" {line}"  # a line break inside a field, which the standard forbids
    if lines:
        yield Message(lines)


def charset_of(raw: bytes) -> str | None:
    """The encoding that the first message names in MSH-18; None when it names none that we know."""
    start = raw.find(b"MSH")
    if start < 0:
        return None
    fields = re.split(rb"[\r\n]", raw[start : start + 4000], maxsplit=1)[0].split(raw[start + 3 : start + 4])
    said = fields[17].decode("ascii", "replace").strip().upper() if len(fields) > 17 else ""
    return _CHARSETS.get(re.split(r"[~^]", said)[0])


def counts_promised(text: str) -> int | None:
    """The number of messages that the batch trailers promise (BTS-1); None when they do not say."""
    found = re.findall(r"^BTS\|(\d+)", text.replace("\r", "\n"), re.MULTILINE)
    return sum(map(int, found)) if found else None
