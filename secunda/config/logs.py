"""Log lines as JSON that name what happened, never whom it happened to."""

import json
import logging
from datetime import UTC, datetime

FIELDS = ("status", "method", "route", "milliseconds", "case", "job", "worker")


class JsonLines(logging.Formatter):
    """One JSON object a line. Only the fields named in FIELDS are written, so that nothing slips in."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "says": record.getMessage(),
        }
        line |= {name: str(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            # The kind and place of a fault, not its message: messages quote what people typed.
            line["fault"] = record.exc_info[0].__name__
            line["where"] = _where(record)
        return json.dumps(line, ensure_ascii=False)


def _where(record: logging.LogRecord) -> list[str]:
    trace = record.exc_info[2] if record.exc_info else None
    places: list[str] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]
