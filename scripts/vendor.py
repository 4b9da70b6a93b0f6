"""Copy the browser parts and the reading models from node_modules to where Secunda serves or opens them.

Every change to a package's text is written down here and must match exactly: when a new version of a
package words something differently, this script stops and says so instead of leaving half a patch.
"""

import gzip
import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
VIEWER_PARTS = ROOT / "scripts" / "viewer"
STATIC = ROOT / "secunda" / "interfaces" / "web" / "design" / "static" / "vendor"
VIEWER = ROOT / "var" / "viewer"
READING_MODELS = ROOT / "var" / "tessdata"
LANGUAGES = ("dan", "deu", "eng", "fra", "nld", "pol", "por", "spa")
STAMP = ".vendored"


@dataclass(frozen=True)
class Change:
    """One exact replacement: in `files` (a glob), `old` stands `count` times in all and becomes `new`."""

    files: str
    old: str
    new: str
    count: int


# The viewer is built for the root of a site and for the open internet. Ours stands under /viewer/ and
# may reach nothing else (the page's content security policy forbids it; here the addresses go too).
VIEWER_CHANGES = (
    Change("*.js", '__webpack_require__.p = "/";', '__webpack_require__.p = "/viewer/";', 8),
    Change("app.bundle.css", "url(/a34f9d1faa5f3315.woff2)", "url(/viewer/a34f9d1faa5f3315.woff2)", 5),
    Change(
        "app.bundle.*.js",
        "browserImportFunction('/dicom-microscopy-viewer/",
        "browserImportFunction('/viewer/dicom-microscopy-viewer/",
        1,
    ),
    Change(
        "7071.bundle.*.js",
        "https://cdn.jsdelivr.net/npm/@itk-wasm/morphological-contour-interpolation@",
        "/viewer/not-included/morphological-contour-interpolation@",
        1,
    ),
    Change("*.bundle.*.js", "https://huggingface.co/", "/viewer/not-included/", 6),
    Change("app.bundle.*.js", "https://api.locize.io/", "/viewer/not-included/", 7),
    Change("app.bundle.*.js", "window.open('https://ohif.org/', '_blank')", "undefined", 1),
    Change("app.bundle.*.js", "t('Learn more about OHIF Viewer')", "''", 1),
)

# Left out: the ONNX runtime of a segmentation tool whose models are not on this site, source maps, home
# screen icons, the service worker (it loads a script from elsewhere), sign-in and older-browser scripts.
VIEWER_LEFT_OUT = (
    "*.map",
    "_headers",
    "_redirects",
    "app-config.js",
    "customizations",
    "es6-shim.min.js",
    "google.js",
    "index.html",
    "init-service-worker.js",
    "manifest.json",
    "ohif-logo*.svg",
    "oidc-client.min.js",
    "ort",
    "polyfill.min.js",
    "serve.json",
    "silent-refresh.html",
    "sw.js",
    "*.png",
    "*.ico",
    "*.webapp",
    "yandex-browser-manifest.json",
    "browserconfig.xml",
)


def say(text: str) -> None:
    """Print one line of progress."""
    sys.stdout.write(f"  {text}\n")
    sys.stdout.flush()


def change_text(folder: Path, change: Change) -> None:
    """Make one replacement in a folder; stop when the text is not found exactly as often as expected."""
    old, new = change.old.encode(), change.new.encode()
    found = 0
    for path in sorted(folder.glob(change.files)):
        content = path.read_bytes()
        here = content.count(old)
        if here:
            path.write_bytes(content.replace(old, new))
            found += here
    if found != change.count:
        raise SystemExit(
            f"{folder.name}/{change.files}: expected {change.count} times, found {found}: {change.old}\n"
            "The package's text has changed. Look at the new text and correct scripts/vendor.py."
        )


def without_source_map(content: bytes) -> bytes:
    """Drop the line that points a debugger to a source map, because the maps are not copied."""
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", content)


def make_tus(target: Path) -> None:
    """Copy the client of the tus upload protocol (MIT)."""
    package = PACKAGES / "tus-js-client"
    script = (package / "dist" / "tus.min.js").read_bytes()
    (target / "tus.min.js").write_bytes(without_source_map(script))
    shutil.copy(package / "LICENSE", target)


def make_pdfjs(target: Path) -> None:
    """Copy the PDF reader (Apache-2.0) with its character maps, fonts and decoders."""
    package = PACKAGES / "pdfjs-dist"
    for name in ("build/pdf.min.mjs", "build/pdf.worker.min.mjs", "web/pdf_viewer.mjs", "web/pdf_viewer.css"):
        source = package / name
        (target / source.name).write_bytes(without_source_map(source.read_bytes()))
    for name in ("cmaps", "standard_fonts", "wasm", "iccs"):
        shutil.copytree(package / name, target / name)
    shutil.copytree(package / "web" / "images", target / "images")
    shutil.copy(package / "LICENSE", target)


def make_source_sans(target: Path) -> None:
    """Copy the typeface Source Sans 3 (OFL-1.1): upright and italic, every script it covers."""
    package = PACKAGES / "@fontsource-variable" / "source-sans-3"
    sheets = [(package / name).read_text(encoding="utf-8") for name in ("wght.css", "wght-italic.css")]
    (target / "source-sans-3.css").write_text("\n".join(sheets), encoding="utf-8")
    (target / "files").mkdir()
    for font in sorted((package / "files").glob("*.woff2")):
        shutil.copy(font, target / "files")
    shutil.copy(package / "LICENSE", target)


def application_bundle(index: str) -> str:
    """Return the file name of the viewer's main script, as its own index page names it."""
    found = re.findall(r'<script defer src="/(app\.bundle\.[0-9a-f]+\.js)"></script>', index)
    if len(found) != 1:
        raise SystemExit("The viewer's index page does not name one main script. Correct scripts/vendor.py.")
    return str(found[0])


def make_viewer(target: Path) -> None:
    """Copy the image viewer OHIF (MIT), fit it to /viewer/ and give it our page and settings."""
    package = PACKAGES / "@ohif" / "app"
    distribution = package / "dist"
    leave_out = shutil.ignore_patterns(*VIEWER_LEFT_OUT)
    shutil.copytree(distribution, target, ignore=leave_out, dirs_exist_ok=True)
    # Pictures of the volume presets: the only part of assets/ that the viewer shows.
    shutil.copytree(distribution / "assets" / "images", target / "assets" / "images", dirs_exist_ok=True)
    for change in VIEWER_CHANGES:
        change_text(target, change)
    index = (VIEWER_PARTS / "index.html").read_text(encoding="utf-8")
    bundle = application_bundle((distribution / "index.html").read_text(encoding="utf-8"))
    (target / "index.html").write_text(index.replace("APP_BUNDLE", bundle), encoding="utf-8")
    for name in ("boot.js", "app-config.js"):
        shutil.copy(VIEWER_PARTS / name, target)
    shutil.copy(package / "LICENSE", target)


def make_reading_models(target: Path) -> None:
    """Unpack the language models with which tesseract reads scanned pages (Apache-2.0)."""
    for language in LANGUAGES:
        packed = PACKAGES / "@tesseract.js-data" / language / "4.0.0_best_int" / f"{language}.traineddata.gz"
        (target / f"{language}.traineddata").write_bytes(gzip.decompress(packed.read_bytes()))


def recipe_mark() -> str:
    """Return a hash of everything that decides the outcome: the lock, this script and our viewer files."""
    mark = hashlib.sha256()
    for path in (ROOT / "package-lock.json", Path(__file__), *sorted(VIEWER_PARTS.iterdir())):
        mark.update(path.name.encode() + b"\0" + path.read_bytes())
    return mark.hexdigest()


def put_in_place(target: Path, make: Callable[[Path], None], mark: str) -> None:
    """Make one folder beside its target and move it there whole, so that nobody sees half of it."""
    stamp = target / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as scratch:
        made = Path(scratch) / target.name
        made.mkdir()
        make(made)
        (made / STAMP).write_text(mark, encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    say(f"{target.relative_to(ROOT)}: {size / 1_000_000:.1f} MB")


def main() -> None:
    """Make every folder that is absent or out of date."""
    mark = recipe_mark()
    put_in_place(STATIC / "tus", make_tus, mark)
    put_in_place(STATIC / "pdfjs", make_pdfjs, mark)
    put_in_place(STATIC / "source-sans-3", make_source_sans, mark)
    put_in_place(VIEWER, make_viewer, mark)
    put_in_place(READING_MODELS, make_reading_models, mark)


if __name__ == "__main__":
    main()
