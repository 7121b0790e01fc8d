"""A resource as the rest of the grader sees it: files that are served as they are."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.datasets.profiles import profile_of
from grader.evidence.evidence import ServedData
from grader.faults import DataError
from grader.files import write_atomically

_NOTHING: Final = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource from one source. `files`: by relative path, the content itself or the file it is copied from."""

    served: ServedData
    manifest: bytes
    files: Mapping[str, bytes | Path]
    notes: tuple[str, ...] = ()

    def serve(self, into: Path) -> None:
        """Write `<into>/<name>/manifest.json` and the files it names; same bytes every time."""
        folder = into / self.served.dataset
        for name, content in self.files.items():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                shutil.copyfile(content, target)
            else:
                write_atomically(target, content, outlives_power_cut=False)
        # Written last: a folder with a manifest is a complete folder.
        write_atomically(folder / "manifest.json", self.manifest, outlives_power_cut=False)


def build_resource(
    name: str,
    *,
    kind: str,
    source: str,
    profile: str,
    about: Mapping[str, object],
    files: Mapping[str, bytes | Path],
    notes: tuple[str, ...] = (),
) -> Resource:
    """Freeze a resource. `about` is what its manifest says beside name, kind, source and profile.

    Raises: UsageError for an unknown profile; DataError for a file that cannot be read.
    """
    head = {"dataset": name, "kind": kind, "source": source, "profile": profile_of(profile).name}
    manifest = (json.dumps({**head, **about}, indent=1, ensure_ascii=False) + "\n").encode()
    digest = hashlib.sha256(manifest)
    for path, content in files.items():
        digest.update(f"{path}\0{_digest(content)}\n".encode())
    served = ServedData(
        dataset=name,
        source=source,
        profile=profile,
        train_rows=0,
        test_rows=0,
        digest=digest.hexdigest(),
        train_digest=_NOTHING,
        test_digest=_NOTHING,
    )
    return Resource(served=served, manifest=manifest, files=files, notes=notes)


def _digest(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    try:
        with content.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DataError(
            f"cannot be read ({error.strerror})", where=str(content), fix="check the permissions of this file"
        ) from error
