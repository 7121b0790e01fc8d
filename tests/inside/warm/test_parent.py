"""What the warm parent's loop outlives."""

from __future__ import annotations

import socket

from grader.evidence.wire.warm import Said
from grader.inside.warm.parent import _say


def test_who_asked_may_have_gone_before_it_is_told() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours:
        theirs.close()
        _say(ours.fileno(), Said("drifted", "memory grew"))
        assert ours.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) == socket.SOCK_SEQPACKET  # still open: it has a copy


def test_who_asked_is_told() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours, theirs:
        _say(ours.fileno(), Said("failed", "clone: no room"))
        assert Said.decode(theirs.recv(1000)) == Said("failed", "clone: no room")
