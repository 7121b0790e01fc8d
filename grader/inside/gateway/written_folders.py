"""Folders that a notebook writes into and that did not come with it: `torch.save(net, "models/net.pt")`.

In the author's own copy they lay beside the notebook. They are made before the first cell, empty, unless the code makes
folders itself or looks whether they are there: it would meet one where it expects none. Where a path is put together
only when the code runs, the folder is made when something is written there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

from grader.inside.context import Context
from grader.inside.gateway.usage import WRITERS, opens_to_write, parsed

MORE_WRITERS: Final = frozenset({
    "imsave", "imwrite", "save_model", "save_state", "save_weights", "save_pretrained", "ModelCheckpoint", "write_html",
})  # fmt: skip
_OWN_FOLDERS: Final = re.compile(r"\b(?:mkdir|makedirs|rmtree|exists|isdir|is_dir)\b")
MOST: Final = 20


def install(context: Context, work: Path, sources: Iterable[str]) -> None:
    """Make the folders below `work`, and say so."""
    texts = list(sources)
    if not are_taken_for_granted(texts):
        return
    for name in sorted(set(_folders(parsed(texts))))[:MOST]:
        folder = work / name
        if not folder.exists():
            with suppress(OSError):
                folder.mkdir(parents=True)
                say(context, name)


def are_taken_for_granted(sources: Iterable[str]) -> bool:
    """Whether the code neither makes folders nor looks for them."""
    return not any(_OWN_FOLDERS.search(text) for text in sources)


def say(context: Context, name: str) -> None:
    """Record that a folder below the notebook's own was made."""
    context.substituted_once(
        asked=f"the folder '{name}'",
        served="an empty one",
        how="folder",
        why="the code writes there, and it did not come with the submission",
    )


def _folders(cells: Iterable[ast.Module]) -> Iterator[str]:
    """Of paths below the notebook's own folder that calls write to, the folders."""
    for tree in cells:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            if name in WRITERS or name in MORE_WRITERS or (name == "open" and opens_to_write(node.args, named)):
                for value in (*node.args[:2], *named.values()):
                    folder, slash, _ = _beginning(value).rpartition("/")
                    if slash and _is_below(folder):
                        yield str(PurePosixPath(folder))


def _beginning(value: ast.expr) -> str:
    """A path as far as it is written out: all of a string, or what stands first in a sum or an f-string."""
    if isinstance(value, ast.Constant):
        return value.value if isinstance(value.value, str) and len(value.value) < 200 else ""
    if isinstance(value, ast.JoinedStr) and value.values:
        return _beginning(value.values[0])
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return _beginning(value.left)
    return ""


def _is_below(folder: str) -> bool:
    """Whether it is a plain relative path: no root, no way up, nothing that a shell or a template would fill in."""
    parts = PurePosixPath(folder).parts
    return bool(parts) and not folder.startswith(("/", "~")) and ".." not in parts and not set(folder) & set("{}*$%\n:")
