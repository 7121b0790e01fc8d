"""Control groups: the files of both versions on trees made by hand, and real groups where this machine has them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from grader.sandbox import cgroup_v2
from grader.sandbox.cgroup_places import Places, find_places
from grader.sandbox.cgroup_reaper import Reaper
from grader.sandbox.cgroup_v1 import Version1
from grader.sandbox.cgroup_v2 import Version2
from grader.sandbox.cgroup_version import GroupEvents, GroupSample, Version
from grader.sandbox.cgroups import PREFIX, Cgroup, CgroupRoot, choose, offer
from tests.sandbox.builders import limits
from tests.sandbox.test_executors import eventually

MEMORY_V1 = {
    "memory.limit_in_bytes": "", "memory.memsw.limit_in_bytes": "", "memory.usage_in_bytes": "5000\n",
    "memory.max_usage_in_bytes": "6000\n", "memory.kmem.usage_in_bytes": "300\n", "memory.failcnt": "2\n",
    "memory.memsw.failcnt": "3\n", "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
    "memory.stat": "cache 9\nrss 9\ntotal_rss 1000\ntotal_swap 20\ntotal_shmem 700\nhierarchical_memory_limit 9\n",
}  # fmt: skip
PIDS = {"pids.max": "max\n", "pids.current": "7\n", "pids.events": "max 2\n", "cgroup.procs": ""}
V2 = PIDS | {
    "memory.max": "max\n", "memory.swap.max": "max\n", "memory.oom.group": "1\n", "memory.current": "5000\n",
    "memory.peak": "6000\n", "memory.swap.current": "20\n", "cgroup.kill": "",
    "memory.events": "low 0\nhigh 0\nmax 9\noom 5\noom_kill 4\noom_group_kill 0\n",
    "memory.stat": "anon 1000\nfile 9\nkernel 350\nslab_reclaimable 50\nshmem 700\nsock 40\n",
    "cpu.stat": "usage_usec 2500000\nuser_usec 1\n",
}  # fmt: skip
REAL = pytest.mark.cgroup
MOUNTS = """
32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 /docker/1 /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
39 31 0:36 / /odd\\040place rw,relatime - cgroup cgroup rw,pids
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
42 31 0:39 / /tmp rw - tmpfs tmpfs rw
"""


def fill(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(params=["v1", "v2"])
def version(request: pytest.FixtureRequest, tmp_path: Path) -> Version:
    """A tree with one group, `g`, that counts the same in both versions."""
    if request.param == "v2":
        fill(tmp_path / "all" / "g", V2)
        return Version2(parent=tmp_path / "all")
    fill(tmp_path / "memory" / "g", MEMORY_V1 | {"cgroup.procs": ""})
    fill(tmp_path / "pids" / "g", PIDS)
    fill(tmp_path / "cpuacct" / "g", {"cpuacct.usage": "2500000000\n", "cgroup.procs": ""})
    return Version1(memory=tmp_path / "memory", pids=tmp_path / "pids", cpuacct=tmp_path / "cpuacct")


def test_both_versions_count_the_same(version: Version) -> None:
    held = 1000 + 20 + 300 + (40 if version.label == "v2" else 0)  # the first has sockets among the kernel's
    assert version.sample("g") == GroupSample(
        current=5000, peak=6000, held=held, shared=700, cpu_seconds=2.5, processes=7
    )
    assert version.events("g") == GroupEvents(oom_kills=4, memory_refusals=5, process_refusals=2)


@pytest.mark.parametrize(("peak", "refused"), [(90_000_000, 0), (99_999_000, 1), (100_000_000, 1)])
def test_the_first_version_tells_a_refusal_by_the_peak_where_it_does_not_count(
    tmp_path: Path, peak: int, refused: int
) -> None:
    files = {"memory.limit_in_bytes": "100000000\n", "memory.max_usage_in_bytes": f"{peak}\n", "memory.failcnt": "0\n"}
    fill(tmp_path / "g", files)
    assert Version1(memory=tmp_path, pids=tmp_path).events("g").memory_refusals == refused


def test_limits_are_written_where_the_kernel_reads_them(version: Version, tmp_path: Path) -> None:
    version.limit("g", memory_bytes=4096, processes=50)
    names = (
        "memory.limit_in_bytes",
        "memory.memsw.limit_in_bytes",
        "memory.max",
        "memory.swap.max",
        "memory.oom.group",
    )
    written = {path.name: path.read_text() for path in tmp_path.rglob("memory.*") if path.name in names}
    assert written in (
        {"memory.limit_in_bytes": "4096", "memory.memsw.limit_in_bytes": "4096"},
        {"memory.max": "4096", "memory.swap.max": "0", "memory.oom.group": "0"},
    )
    assert [path.read_text() for path in tmp_path.rglob("pids.max")] == ["50"]


def test_what_a_kernel_does_not_count_is_nothing(version: Version) -> None:
    for parent in version.parents:
        (parent / "bare").mkdir()
    assert version.sample("bare") == GroupSample(current=0, peak=0, held=0, shared=0, cpu_seconds=0, processes=0)
    assert version.events("bare") == GroupEvents()
    with pytest.raises(FileNotFoundError):
        version.limit("bare", memory_bytes=1, processes=1)


def test_an_older_kernel_names_the_parts_of_what_it_holds(tmp_path: Path) -> None:
    stat = "anon 1000\nkernel_stack 10\npagetables 20\npercpu 30\nslab_reclaimable 500\nslab_unreclaimable 40\nsock 5\n"
    fill(tmp_path / "g", {"memory.stat": stat})
    assert Version2(parent=tmp_path).sample("g").held == 1000 + 10 + 20 + 30 + 40 + 5


def test_a_group_is_entered_in_every_hierarchy(version: Version) -> None:
    group = Cgroup(version, "g")
    group.add(1234)
    assert [(parent / "g" / "cgroup.procs").read_text() for parent in version.parents] == ["1234"] * len(
        version.parents
    )
    assert group.members() == [1234]


def test_killing_goes_through_the_members(version: Version) -> None:
    sleeper = subprocess.Popen(["sleep", "60"])
    for parent in version.parents:
        (parent / "g" / "cgroup.procs").write_text(f"0\n{sleeper.pid}\n")  # 0: of a pid namespace we cannot see
    Cgroup(version, "g").kill(seconds=0)
    assert sleeper.wait() == -9
    assert [path.read_text() for path in version.parents[0].glob("g/cgroup.kill")] in ([], ["1"])


def test_a_group_that_is_busy_for_a_moment_is_removed_all_the_same(version: Version) -> None:
    """The dead leave a group a little after they are dead."""
    refused = list[Path]()

    def remove(folder: Path) -> None:
        if folder not in refused:
            refused.append(folder)
            raise OSError(16, "Device or resource busy")
        raise FileNotFoundError(folder)

    assert Cgroup(version, "g", remove).close()
    assert [folder.parent for folder in refused] == list(version.parents)


def test_a_group_that_stays_busy_is_given_up_in_time(version: Version) -> None:
    def remove(folder: Path) -> None:
        raise OSError(16, "Device or resource busy")

    assert not Cgroup(version, "g", remove).close(seconds=0)


def test_only_groups_of_the_dead_are_swept(version: Version) -> None:
    started = Path(f"/proc/{os.getpid()}/stat").read_bytes().rpartition(b")")[2].split()[19].decode()
    names = {
        f"{PREFIX}{os.getpid()}-{started}-a-1",
        f"{PREFIX}{os.getpid()}-1-a-1",
        f"{PREFIX}{2**22}-5-a-1",
        "other-1-2-3",
    }
    for parent in version.parents:
        for name in names:
            (parent / name).mkdir()
    CgroupRoot(version).sweep()
    for parent in version.parents:
        left = {folder.name for folder in parent.iterdir()} - {"g"}
        assert left == {f"{PREFIX}{os.getpid()}-{started}-a-1", "other-1-2-3"}


def test_our_places_are_found_whatever_is_mounted_where() -> None:
    ours = "4:memory:/docker/1/in/it\n2:cpu,cpuacct:/a\n8:pids:/\n9:name=systemd:/x\n0::/user.slice\n"
    assert find_places(MOUNTS, ours) == Places(
        controllers={
            "cpu": Path("/sys/fs/cgroup/cpu/a"), "cpuacct": Path("/sys/fs/cgroup/cpu/a"),
            "memory": Path("/sys/fs/cgroup/memory/in/it"), "pids": Path("/odd place"),
        },
        unified=Path("/sys/fs/cgroup/unified/user.slice"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("path", "place"),
    [
        pytest.param("/", "/sys/fs/cgroup/memory", id="a namespace of its own"),
        pytest.param("/docker/1", "/sys/fs/cgroup/memory", id="the mounted part itself"),
        pytest.param("/elsewhere", None, id="not below what is mounted"),
        pytest.param("/../other", None, id="outside the namespace"),
    ],
)
def test_a_container_sees_a_part_of_the_hierarchy(path: str, place: str | None) -> None:
    found = find_places(MOUNTS, f"4:memory:{path}\n").controllers.get("memory")
    assert found == (Path(place) if place else None)


def test_no_groups_at_all() -> None:
    assert find_places("", "") == Places()
    assert choose(Places()).why == "memory and pids are not governed here"


def test_the_second_version_comes_first_where_it_governs(tmp_path: Path) -> None:
    own = fill(tmp_path / "slice" / "scope", {"cgroup.procs": "1\n2\n", "cgroup.subtree_control": ""})
    fill(tmp_path / "slice", {"cgroup.subtree_control": "cpu memory pids\n"})
    places = Places(controllers={"memory": tmp_path, "pids": tmp_path}, unified=own)
    found = choose(places, lambda root: "")
    assert found.root is not None
    assert (found.root.label, found.root.parents) == ("v2", (tmp_path / "slice",))


def test_the_first_version_where_the_second_refuses(tmp_path: Path) -> None:
    fill(tmp_path / "slice", {"cgroup.subtree_control": "memory pids\n"})
    places = Places(controllers={"memory": tmp_path, "pids": tmp_path}, unified=tmp_path / "slice" / "scope")
    found = choose(places, lambda root: "" if root.label == "v1" else "not permitted")
    assert found.root is not None
    assert found.root.label == "v1"


def test_a_refusal_says_why_and_what_to_do(tmp_path: Path) -> None:
    fill(tmp_path / "slice", {"cgroup.subtree_control": "memory pids\n"})
    found = choose(Places(unified=tmp_path / "slice" / "scope"), lambda root: "not permitted")
    assert found.root is None
    assert found.why == "v2: not permitted"
    assert "systemd-run --user --scope -p Delegate=yes" in found.fix


def test_we_step_aside_only_where_we_are_alone(tmp_path: Path) -> None:
    shared = fill(tmp_path / "shared", {"cgroup.procs": f"1\n{os.getpid()}\n"})
    assert not cgroup_v2.step_aside(shared, "leaf")
    assert not (shared / "leaf").exists()
    alone = fill(tmp_path / "alone", {"cgroup.procs": f"{os.getpid()}\n"})
    fill(alone / "leaf", {"cgroup.procs": ""})
    assert cgroup_v2.step_aside(alone, "leaf")
    assert (alone / "leaf" / "cgroup.procs").read_text() == str(os.getpid())


def test_controllers_are_asked_for_where_they_are_not_handed_on(tmp_path: Path) -> None:
    fill(tmp_path, {"cgroup.subtree_control": "cpu\n"})
    assert not cgroup_v2.hand_on(tmp_path)  # no kernel is there to take the request
    assert (tmp_path / "cgroup.subtree_control").read_text() == "+memory +pids"
    fill(tmp_path, {"cgroup.subtree_control": "cpu memory pids\n"})
    assert cgroup_v2.hand_on(tmp_path)
    assert not cgroup_v2.hand_on(tmp_path / "absent")


def test_the_companion_removes_what_is_there_when_its_input_ends(tmp_path: Path) -> None:
    sleeper = subprocess.Popen(["sleep", "60"])
    groups = [tmp_path / "one" / "grader-7-1", tmp_path / "two three" / "grader-7-2"]
    for group in groups:
        group.mkdir(parents=True)
    other = tmp_path / "one" / "grader-8-1"
    fill(other, {"cgroup.procs": f"{sleeper.pid}\n"})
    reaper = Reaper()
    reaper.watch_over([group.parent / "grader-7-" for group in groups])
    reaper.watch_over([tmp_path])  # once is enough
    reaper.close()
    assert not any(group.exists() for group in groups)
    assert other.exists()
    assert sleeper.poll() is None
    sleeper.kill()
    sleeper.wait()
    reaper.close()


@pytest.fixture
def root() -> CgroupRoot:
    found = offer().root
    assert found is not None
    return found


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """Waits for a line, then allocates 200 MB and says so."""
    code = "import sys; sys.stdin.readline(); kept = bytearray(b'x') * 200_000_000; print('had', flush=True)\n"
    code += "sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


@REAL
def test_a_real_group_counts_and_kills(root: CgroupRoot, child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    with root.group(limits()) as group:
        group.add(child.pid)
        assert group.members() == [child.pid]
        assert group.sample().held < 1024**2  # what it was charged before stayed where it was
        child.stdin.write(b"\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"had\n"
        sample = group.sample()
        assert sample.held > 190_000_000
        assert sample.peak >= sample.held
        assert sample.cpu_seconds > 0
        assert sample.processes == 1
        assert group.events() == GroupEvents()
        group.kill()
        assert group.members() == []
    assert child.wait() == -9


@REAL
def test_a_real_group_stops_who_takes_too_much(root: CgroupRoot, child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    with root.group(limits(memory_bytes=50_000_000, disk_bytes=0)) as group:
        group.add(child.pid)
        child.stdin.write(b"\n")
        child.stdin.flush()
        assert child.wait() == -9
        assert group.events().oom_kills == 1
        assert group.events().memory_refusals > 0


@REAL
def test_a_real_group_refuses_processes(root: CgroupRoot) -> None:
    with ExitStack() as stack:
        group = stack.enter_context(root.group(limits(processes=1)))
        code = "read -r _; for i in $(seq 100); do sleep 60 & done"
        shell = stack.enter_context(
            subprocess.Popen(["sh", "-c", code], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        )
        group.add(shell.pid)
        shell.communicate(b"\n")
        assert group.events().process_refusals > 0


@REAL
def test_groups_are_gone_after_an_error_with_everybody_in_them(
    root: CgroupRoot, child: subprocess.Popen[bytes]
) -> None:
    def fail() -> None:
        with root.group(limits()) as group:
            group.add(child.pid)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert child.wait() == -9
    assert not [found for parent in root.parents for found in parent.glob(f"{PREFIX}{os.getpid()}-*")]


HOST = """
import subprocess, sys
from grader.sandbox.cgroups import offer
from grader.sandbox.contract import Limits
with offer().root.group(Limits()) as group:
    sleeper = subprocess.Popen(["sleep", "60"], start_new_session=True)
    group.add(sleeper.pid)
    print(sleeper.pid, flush=True)
    sys.stdin.read()
"""


@REAL
def test_a_killed_grader_leaves_no_group(root: CgroupRoot) -> None:
    grader = subprocess.Popen([sys.executable, "-c", HOST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert grader.stdout is not None
    sleeper = int(grader.stdout.readline())
    patterns = [(parent, f"{PREFIX}{grader.pid}-*") for parent in root.parents]
    assert all(list(parent.glob(pattern)) for parent, pattern in patterns)
    grader.kill()
    grader.communicate()
    assert eventually(lambda: not any(list(parent.glob(pattern)) for parent, pattern in patterns))
    assert eventually(lambda: not Path(f"/proc/{sleeper}").exists())
