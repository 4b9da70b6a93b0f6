"""Write package-lock.json: the exact npm packages of package.json, with their hashes, and nothing else.

The packages are used for the finished files they carry. What they name as dependencies are inputs of
their own builds (several hundred packages for the viewer, some of them never published), so the lock
leaves them out: `npm ci` then installs exactly the packages listed here and checks every hash.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXACT = re.compile(r"\d+\.\d+\.\d+")


def published_hash(name: str, version: str) -> str:
    """Return the SHA-512 integrity value that the registry gives for one package version."""
    answer = subprocess.run(
        ["npm", "view", f"{name}@{version}", "dist.integrity", "--json"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    integrity = json.loads(answer.stdout)
    if not isinstance(integrity, str) or not integrity.startswith("sha512-"):
        raise SystemExit(f"{name}@{version}: the registry gives no SHA-512 hash for it.")
    return integrity


def main() -> None:
    """Read package.json, ask npm for each hash and write package-lock.json."""
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted: dict[str, str] = manifest["dependencies"]
    root = {key: manifest[key] for key in ("name", "version", "license", "dependencies")}
    packages: dict[str, object] = {"": root}
    for name, version in sorted(wanted.items()):
        if not EXACT.fullmatch(version):
            raise SystemExit(f"package.json: {name} must name one exact version, not {version}.")
        sys.stderr.write(f"  {name} {version}\n")
        packages[f"node_modules/{name}"] = {"version": version, "integrity": published_hash(name, version)}
    lock = {
        "name": manifest["name"],
        "version": manifest["version"],
        "lockfileVersion": 3,
        "requires": True,
        "packages": packages,
    }
    (ROOT / "package-lock.json").write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
