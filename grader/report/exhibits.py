"""What people would rather look at than numbers, for one problem: curves, pictures, planes and texts."""

from __future__ import annotations

from dataclasses import dataclass

from grader.report.cells import CellBook
from grader.report.facts import ReportFacts
from grader.report.latent import LatentView, build_latent
from grader.report.made import TileGroup, build_made
from grader.report.roc import RocView, build_roc
from grader.report.sweep import SweepView, build_sweeps
from grader.report.tiles import Budget
from grader.report.writing import PipelineView, WritingView, build_pipeline, build_writing


@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitsView:
    """Each is empty where the problem's models, or its data set's evidence, hold nothing of it."""

    roc: tuple[RocView, ...]
    sweeps: tuple[SweepView, ...]
    made: tuple[TileGroup, ...]
    latent: tuple[LatentView, ...]
    writing: tuple[WritingView, ...]
    pipeline: PipelineView | None


def build_exhibits(facts: ReportFacts, problem: str, budget: Budget, cells: CellBook) -> ExhibitsView:
    return ExhibitsView(
        roc=build_roc(facts, problem),
        sweeps=build_sweeps(facts, problem),
        made=build_made(facts, problem, budget, cells),
        latent=build_latent(facts, problem, cells),
        writing=build_writing(facts, problem, cells),
        pipeline=build_pipeline(facts, problem, cells),
    )
