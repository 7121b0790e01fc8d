"""What the host looks like before and after: nothing may be left of an attempt."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest

from tests.hostile.host import HostProbe


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HostProbe]:
    """Temporary files go to a folder of this test's own, which others may pass through, as they may through /tmp."""
    # `tmp_path` is asked for so that pytest makes it before the temporary folder changes.
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o711)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setitem(os.environ, "CANARY", "CANARY")
    probe = HostProbe(temporary=folder, mark=uuid4().hex)
    try:
        yield probe
    finally:
        for pid in probe.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        shutil.rmtree(folder, ignore_errors=True)
