"""Which memory large pages are put under, and that nothing in it changes."""

from __future__ import annotations

import mmap

import pytest

from grader.inside.warm.large_pages import SIZE, gather, places


@pytest.mark.parametrize(
    ("line", "starts"),
    [
        pytest.param("00200000-00600000 rw-p 00000000 00:00 0", [0x200000, 0x400000], id="two fit"),
        pytest.param("00200000-00600000 rw-p 00000000 00:00 0    [heap]", [0x200000, 0x400000], id="the heap"),
        pytest.param("001ff000-00601000 rw-p 00000000 00:00 0", [0x200000, 0x400000], id="at their own borders"),
        pytest.param("00201000-00400000 rw-p 00000000 00:00 0", [], id="too small"),
        pytest.param("00201000-005ff000 rw-p 00000000 00:00 0", [], id="large, and over a border"),
        pytest.param("00200000-00600000 r--p 00000000 00:00 0", [], id="only read"),
        pytest.param("00200000-00600000 rw-s 00000000 00:00 0", [], id="shared"),
        pytest.param("00200000-00600000 rw-p 00000000 08:01 77    /lib/a b.so", [], id="a file's"),
        pytest.param("00200000-00600000 rw-p 00000000 00:00 0    [stack]", [], id="the stack"),
    ],
)
def test_places(line: str, starts: list[int]) -> None:
    assert list(places([line])) == starts


def test_what_is_gathered_stays_what_it_was() -> None:
    with mmap.mmap(-1, 6 * SIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory[:] = bytes(range(256)) * (len(memory) // 256)
        gather()
        assert memory[:] == bytes(range(256)) * (len(memory) // 256)
