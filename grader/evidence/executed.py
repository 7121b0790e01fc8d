"""The executed notebook as we saw it run: submitted cells, outputs of our rerun, text and pictures only."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from grader.evidence.evidence import Evidence
from grader.evidence.wire.job import JobCell
from grader.evidence.wire.records import CellRun, Output


def executed_notebook(evidence: Evidence) -> bytes:
    """A notebook of format 4.5, UTF-8 JSON, the same bytes for the same evidence.

    Nothing of the file handed in but the cells' sources is in it: no metadata, no widgets, no HTML, no script.
    """
    runs = {run.position: run for run in evidence.cells}
    notebook = {
        "cells": [_cell(cell, runs.get(cell.position), evidence.images) for cell in evidence.submitted],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    # ASCII escapes: sources are kept to the letter, also the lone surrogates that UTF-8 has no bytes for.
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=True) + "\n").encode()


def _cell(cell: JobCell, run: CellRun | None, images: Mapping[str, bytes]) -> dict[str, Any]:
    common = {"id": f"cell-{cell.position}", "metadata": {}, "source": cell.source}
    if cell.kind == "text":
        return {**common, "cell_type": "markdown"}
    outputs = [] if run is None else [_output(output, run, images) for output in run.outputs]
    if run is not None and run.failure is not None:
        failure = run.failure
        traceback = failure.traceback.split("\n")
        outputs.append(
            {"output_type": "error", "ename": failure.name, "evalue": failure.message, "traceback": traceback}
        )
    return {
        **common,
        "cell_type": "code",
        "execution_count": None if run is None else run.prompt,
        "outputs": outputs,
    }


def _output(output: Output, run: CellRun, images: Mapping[str, bytes]) -> dict[str, Any]:
    if output.kind in ("stream", "error"):
        return {"output_type": "stream", "name": output.name or "stderr", "text": output.text}
    data: dict[str, str] = {"text/plain": output.text}
    if output.image is not None:
        data["image/png"] = base64.b64encode(images[output.image]).decode("ascii")
    shown: dict[str, Any] = {"data": data, "metadata": {}}
    if output.kind == "result":
        return {**shown, "output_type": "execute_result", "execution_count": run.prompt}
    return {**shown, "output_type": "display_data"}
