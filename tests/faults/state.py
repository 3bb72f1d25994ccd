"""What must be true of a folder at any moment, whatever happened: nothing torn, no manifest that lies."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from mjq_report.archive.manifest import parse_manifest


def visible(folder: Path) -> dict[str, bytes]:
    """What a reader sees: all but dot files, links followed."""
    found = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {
        name: path.read_bytes() for name, path in names.items() if not any(p.startswith(".") for p in name.split("/"))
    }


def lies(out: Path) -> list[str]:
    """Manifests that are torn, or speak of files that are not there or are others."""
    found = []
    for name, data in visible(out).items():
        if name.endswith(".json") and not name.endswith(".document.json"):
            record = parse_manifest(data)
            if record is None:
                found.append(f"{name} is torn")
                continue
            for told in (record["pdf"], *record.get("forms", {}).values()):
                path = out / Path(name).parent / told["file"]
                if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != told["sha256"]:
                    found.append(f"{name} lies about {told['file']}")
    return found


def torn(out: Path, versions: Collection[dict[str, bytes]]) -> list[str]:
    """Files whose bytes are those of no version."""
    return [name for name, data in visible(out).items() if data not in [version.get(name) for version in versions]]


def remains(folder: Path) -> list[str]:
    """What an unfinished writing left."""
    return sorted(path.name for path in folder.rglob(".*.part"))
