"""The making of one box: descriptors, arguments, the process, and the moment it is let go."""

from __future__ import annotations

import json
import os
import resource
import select
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath

import psutil

from grader.evidence.wire.warm import ALWAYS
from grader.sandbox import caches, layout
from grader.sandbox.cgroups import Cgroup
from grader.sandbox.contract import AttemptCancelled, Limits, Order
from grader.sandbox.descriptors import Descriptors
from grader.sandbox.interpreter import Interpreter
from grader.sandbox.launch import SEARCH, launcher, passages
from grader.sandbox.readiness import START_SECONDS, Readiness
from grader.sandbox.refusals import no_group, refusal
from grader.sandbox.stage import Stage
from grader.sandbox.supervise import Pipes, pipe_for_student
from grader.sandbox.surroundings import variables
from grader.sandbox.tree import NamespaceTree


class ColdStart:
    """The making of one box: descriptors, arguments, the process, and the moment it is let go."""

    def __init__(
        self,
        ready: Readiness,
        interpreter: Interpreter,
        order: Order,
        limits: Limits,
        stage: Stage,
        module: str,
        owned: Descriptors,
    ) -> None:
        self._ready = ready
        self._interpreter = interpreter
        self._order = order
        self._limits = limits
        self._stage = stage
        self._module = module
        self._owned = owned
        self._init = 0
        self._info, self._info_end = owned.pipe()
        self._hold_end, self._hold = owned.pipe()

    def start(self) -> tuple[subprocess.Popen[bytes], Pipes]:
        evidence, evidence_end = pipe_for_student(self._owned, self._ready.service)
        log, log_end = pipe_for_student(self._owned, self._ready.service)
        binds, shown = self._shown()
        texts = {name: self._owned.holding(text.encode()) for name, text in layout.MADE_UP.items()}
        calls = self._owned.holding(self._ready.filter)
        box = layout.Box(
            disk_bytes=self._limits.disk_bytes,
            shown=shown,
            links=self._interpreter.links,
            environment=variables(self._order, layout.places(self._interpreter.executable)),
            gpu=self._order.device == "cuda",
            card=self._order.card,
            texts=texts,
            seccomp=calls,
            info=self._info_end,
            block=self._hold_end,
            no_more_users=self._ready.no_more_users,
        )
        arguments = self._owned.holding(layout.packed(layout.arguments(box)))
        inherited = (evidence_end, self._info_end, self._hold_end, calls, arguments, *texts.values())
        # Arguments come through a descriptor: a command line can be read in /proc, also from inside.
        bwrap = [self._ready.tools.bwrap, "--args", str(arguments), "--", *self._command(evidence_end)]
        process = subprocess.Popen(
            launcher(self._ready.tools, self._ready.service, binds, bwrap),
            stdin=subprocess.DEVNULL, stdout=log_end, stderr=log_end, env={"PATH": SEARCH}, cwd="/",
            pass_fds=inherited, start_new_session=True, umask=0o022,
        )  # fmt: skip
        self._owned.close(log_end, *inherited)
        return process, Pipes(evidence, log)

    def _shown(self) -> tuple[list[tuple[Path, Path]], tuple[tuple[Path, PurePath], ...]]:
        stage = self._stage
        wanted: list[tuple[Path, PurePath]] = [
            *((folder, folder) for folder in self._interpreter.folders),
            (stage.code, layout.CODE), (stage.files, layout.FILES), (stage.data, layout.DATA), (stage.job, layout.JOB),
            *caches.shown(self._order.weights, stage.root, self._ready.service),
        ]  # fmt: skip
        return passages(wanted, stage.root, self._ready.service)

    def _command(self, evidence: int) -> list[str]:
        limits = self._limits
        # Set inside, where the count of processes belongs to this box alone. One above the control group's, if there
        # is one: that counts how often it refused, this does not.
        most, files = limits.most_processes + 1, limits.open_files
        prlimit = [
            self._ready.tools.prlimit, *(f"--{name}={value}:{value}" for name, value in _always()),
            f"--nofile={files}:{files}", f"--fsize={limits.disk_bytes}:{limits.disk_bytes}", f"--nproc={most}:{most}",
            "--",
        ]  # fmt: skip
        python = [str(self._interpreter.executable), "-P", "-B", "-s", "-m", self._module]
        return [*prlimit, *python, str(layout.JOB), str(evidence)]

    def attach(self, process: subprocess.Popen[bytes], pipes: Pipes, cancel: threading.Event | None) -> NamespaceTree:
        """Wait until the box stands and look into it; what is to run in it waits for `release`.

        Raises: SandboxUnavailableError; AttemptCancelled.
        """
        until = time.monotonic() + START_SECONDS
        said = b""
        waiting = select.poll()
        waiting.register(self._info, select.POLLIN)
        while True:
            if cancel is not None and cancel.is_set():
                raise AttemptCancelled
            if time.monotonic() > until:
                raise refusal(f"it did not stand after {START_SECONDS:g} seconds. {_rest(pipes.log)}")
            if waiting.poll(50):
                data = os.read(self._info, 4096)
                said += data
                if not data:
                    break
        try:
            init = self._init = int(json.loads(said)["child-pid"])
            while not _stands(init, self._stage.job):
                if time.monotonic() > until or process.poll() is not None:
                    raise ProcessLookupError(init)
                time.sleep(0.001)
            return NamespaceTree(init, [str(folder) for folder in layout.PRIVATE])
        except (ValueError, KeyError, TypeError, OSError) as error:
            process.kill()
            process.wait()
            raise refusal(_rest(pipes.log)) from error

    def join(self, group: Cgroup) -> None:
        """Put the box into its control group, between `attach` and `release`.

        Its first process is the only one yet, and all that is to come is its child. What it was charged before,
        a megabyte or so, stays with us. Raises: SandboxUnavailableError.
        """
        try:
            group.add(self._init)
        except OSError as error:
            raise no_group(str(error)) from error

    def release(self) -> None:
        with suppress(BrokenPipeError):  # gone already: the supervisor is about to find out how
            os.write(self._hold, b"\n")
        self._owned.close(self._hold)


def _always() -> Iterator[tuple[str, int]]:
    """The limits of every attempt, where ours are not lower already: nothing inside could raise those."""
    for name, wanted in ALWAYS.items():
        allowed = resource.getrlimit(getattr(resource, f"RLIMIT_{name.upper()}"))[1]
        yield name, wanted if allowed == resource.RLIM_INFINITY else min(wanted, allowed)


def _stands(init: int, job: Path) -> bool:
    """Whether the namespace's root is the box already and not yet the machine's own."""
    try:
        return os.path.samestat(Path(f"/proc/{init}/root{layout.JOB}").stat(), job.stat())
    except OSError:
        return False


def _rest(pipe: int) -> str:
    os.set_blocking(pipe, False)
    try:
        return os.read(pipe, 4096).decode("utf-8", "replace")
    except BlockingIOError:
        return ""


def abandon(process: subprocess.Popen[bytes]) -> None:
    """For a start that did not come to its end; harmless after one that did."""
    if process.poll() is not None:
        return
    # Stopped before its children are counted: a child made meanwhile would not know yet that it has to die with
    # its parent, and would wait for it for ever.
    with suppress(psutil.Error):
        parent = psutil.Process(process.pid)
        parent.suspend()
        until = time.monotonic() + 1
        while parent.status() not in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE) and time.monotonic() < until:
            time.sleep(0.001)
        for child in parent.children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
    process.kill()
    process.wait()
