"""Documents inside a message: OBX of type ED carries the bytes, of type RP only says where they are."""

from collections.abc import Iterator

from secunda.engines.intake.facts import Fact
from secunda.engines.intake.limits import Options
from secunda.engines.intake.readers.embedded import decoded, kept_elsewhere
from secunda.engines.intake.readers.hl7.messages import Message, Segment


def bytes_of(message: Message, obx: Segment, options: Options) -> bytes | None:
    """The document of an OBX: application ^ type ^ subtype ^ encoding ^ text (HL7 v2 §2A.2.24)."""
    if message.field(obx, 2) != "ED":
        return None
    for raw in message.repeats(obx, 5):
        parts = raw.split(message.part_mark)
        encoding = parts[3].strip().casefold() if len(parts) > 3 else ""
        written = parts[4] if len(parts) > 4 else ""
        if not written.strip():
            continue
        if encoding == "base64":
            return decoded(written, options)
        if encoding == "hex":
            try:
                return bytes.fromhex(written)
            except ValueError:
                return None
        return message.unescaped(written).encode()
    return None


def points_elsewhere(message: Message, page: int) -> Iterator[Fact]:
    """Each document that is only pointed to, by where it is said to be."""
    for obx in message.all("OBX"):
        if message.field(obx, 2) == "RP" and (pointer := message.field(obx, 5)):
            yield kept_elsewhere(pointer, page, f"OBX[{obx.number}]")
