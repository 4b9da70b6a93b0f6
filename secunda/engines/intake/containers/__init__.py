"""Archives, disc images, e-mails and PDFs: what lies in them, each member a file of its own."""

from collections.abc import Callable, Mapping
from pathlib import Path

from secunda.engines.intake import identify
from secunda.engines.intake.containers import discs, mail, outlook, pdf_files, seven, tars, zips
from secunda.engines.intake.containers.desk import Desk

Unpacks = Callable[[Path, Desk], None]

CONTAINERS: Mapping[str, Unpacks] = {
    identify.ZIP: zips.unpack,
    identify.SEVEN_ZIP: seven.unpack,
    identify.TAR: tars.unpack_tar,
    identify.GZIP: tars.unpack_single,
    identify.BZIP2: tars.unpack_single,
    identify.XZ: tars.unpack_single,
    identify.ZSTANDARD: tars.unpack_single,
    identify.DISC: discs.unpack,
    identify.MAIL: mail.unpack,
    identify.OUTLOOK: outlook.unpack,
    identify.PDF: pdf_files.unpack,
}
RATIOS: Mapping[str, int] = {
    identify.DISC: discs.RATIO,
    identify.MAIL: discs.RATIO,
    identify.OUTLOOK: discs.RATIO,
}
