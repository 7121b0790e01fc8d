"""Who student code runs as when the grader itself runs as root."""

from __future__ import annotations

import os
import pwd
from dataclasses import dataclass
from typing import Final

SERVICE_NAME: Final = "grader-sandbox"
# Above the ranges that distributions, systemd and containers hand out, so that it owns nothing on any machine.
SERVICE_UID: Final = 417_417


@dataclass(frozen=True, slots=True)
class ServiceUser:
    uid: int
    gid: int
    name: str | None  # None: no user of that name exists, the number alone is used

    def __str__(self) -> str:
        return f"user {self.name} (uid {self.uid})" if self.name else f"uid {self.uid}"


def service_user() -> ServiceUser | None:
    """The user to drop to, or None when the grader is not root and simply stays who it is.

    Bubblewrap started by root keeps root's identity on the files it binds; it is never started that way.
    """
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SERVICE_NAME)
    except KeyError:
        return ServiceUser(SERVICE_UID, SERVICE_UID, None)
    if entry.pw_uid == 0:
        return ServiceUser(SERVICE_UID, SERVICE_UID, None)
    return ServiceUser(entry.pw_uid, entry.pw_gid, SERVICE_NAME)
