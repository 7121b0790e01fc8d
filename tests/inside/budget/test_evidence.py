"""What is written down of loops that were ended early: epochs asked for and made, losses, and what was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.inside.builders import Run, run_cells

pytestmark = pytest.mark.slow

TORCH = """
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
torch.set_num_threads(1)
torch.manual_seed(0)
x = torch.randn(96, 3)
y = x.sum(dim=1, keepdim=True)
def step(model, optimizer, a, b):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(a), b)
    loss.backward()
    optimizer.step()
"""
SLICES = """
sliced = nn.Linear(3, 1)
optimizer = torch.optim.Adam(sliced.parameters(), lr=0.01)
for epoch in range(90):
    order = torch.randperm(96)
    for i in range(0, 96, 8):
        step(sliced, optimizer, x[order[i:i + 8]], y[order[i:i + 8]])
"""
LOADER = """
loaded = nn.Linear(3, 1)
optimizer = torch.optim.Adam(loaded.parameters(), lr=0.01)
for epoch in range(70):
    for a, b in DataLoader(TensorDataset(x, y), batch_size=12):
        step(loaded, optimizer, a, b)
"""
WHOLE = """
whole = nn.Linear(3, 1)
optimizer = torch.optim.SGD(whole.parameters(), lr=0.01)
for epoch in range(500):
    step(whole, optimizer, x, y)
"""
SHORT = """
short = nn.Linear(3, 1)
optimizer = torch.optim.SGD(short.parameters(), lr=0.01)
for epoch in range(2):
    for i in range(0, 96, 32):
        step(short, optimizer, x[i:i + 32], y[i:i + 32])
"""


def fits_of(run: Run) -> dict[int, dict[str, Any]]:
    """The last record of each fit, by its cell."""
    return {fit["cell"]: fit for fit in run.of("fit")}


def test_a_pytorch_loop_says_what_it_asked_for(tmp_path: Path) -> None:
    run = run_cells(tmp_path, [TORCH, SLICES, LOADER, WHOLE, SHORT], datasets=(), max_epochs=4, max_steps=20)
    assert [run.cell(n)["status"] for n in range(1, 6)] == ["ok"] * 5
    shown = {
        cell: (fit["epochs_asked"], fit["epochs_run"], fit["batch_size"], len(fit["history"]["loss"]))
        for cell, fit in fits_of(run).items()
    }
    assert shown == {2: (90, 4, 8, 4), 3: (70, 4, 12, 4), 4: (500, 20, 96, 20), 5: (2, 2, 32, 2)}
    assert [(s["cell"], s["asked"], s["served"], s["how"]) for s in run.of("substitution")] == [
        (2, "90 epochs", "4 epochs", "epochs"),
        (3, "70 epochs", "4 epochs", "epochs"),
        (4, "500 steps", "20 steps", "steps"),
    ]


def test_the_full_profile_runs_what_was_asked_for_and_says_it(tmp_path: Path) -> None:
    run = run_cells(tmp_path, [TORCH, WHOLE.replace("500", "60")], datasets=())
    fit = fits_of(run)[2]
    assert (fit["epochs_asked"], fit["epochs_run"], len(fit["history"]["loss"])) == (60, 60, 60)
    assert run.of("substitution") == []


def test_when_the_time_is_spent_fits_end_within_their_epoch_and_loops_with_their_turn(tmp_path: Path) -> None:
    keras = """
import numpy as np
from tensorflow import keras
a = np.random.default_rng(0).normal(size=(64, 3)).astype("float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile(optimizer="sgd", loss="mse")
kept = keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True)
history = model.fit(a, a.sum(axis=1), epochs=9, verbose=0, batch_size=8, validation_split=0.5, callbacks=[kept])
for epoch in range(9):
    for start in range(0, 64, 8):
        model.train_on_batch(a[start:start + 8], a[start:start + 8].sum(axis=1))
keras.models.load_model("best.keras").evaluate(a, a.sum(axis=1), verbose=0)
"""
    shown = "print({key: len(values) for key, values in history.history.items()}, epoch, start)"
    run = run_cells(tmp_path, [keras, shown], datasets=(), max_seconds=1e-9)
    assert run.text(2) == "{'loss': 1, 'val_loss': 1} 1 8\n"
    served = "1 epoch, the last one ended after 1 of 4 steps, validated on the first 1 of 4 batches"
    said = [(s["asked"], s["served"], s["how"]) for s in run.of("substitution")]
    assert ("9 epochs", served, "time") in said
    assert ("9 epochs", "2 epochs", "time") in said
