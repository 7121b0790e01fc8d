"""Modules, Trainers and callbacks as Lightning's first major version took them, on the second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from grader.inside.gateway.shims.lightning_arguments import _split, _word
from grader.inside.gateway.shims.lightning_one import _collector, _hidden
from tests.inside.builders import run_cells

BEGIN = """
import copy, pickle, pytorch_lightning as pl, torch
from argparse import ArgumentParser, Namespace
from pytorch_lightning.callbacks import EarlyStopping, ModelCheckpoint
from pytorch_lightning.core.lightning import LightningModule
from pytorch_lightning.loggers import WandbLogger
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.randn(64, 4), torch.randint(0, 2, (64,))), batch_size=16)
quiet = dict(progress_bar_refresh_rate=0, enable_model_summary=False)

class Net(LightningModule):
    def __init__(self, hparams):
        super().__init__()
        self.hparams = hparams
        self.net = torch.nn.Linear(4, self.hparams.classes)
        self.seen = []

    def training_step(self, batch, batch_nb):
        loss = torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])
        return {"loss": loss, "log": {"train_loss": loss}}

    def training_epoch_end(self, outputs):
        self.seen.append(("training", len(outputs), outputs[0]["loss"].requires_grad))

    def validation_step(self, batch, batch_nb, dataloader_idx=0):
        return {"val_loss": torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])}

    def validation_epoch_end(self, outputs):
        self.seen.append(("validation", len(outputs), type(outputs[0]).__name__))
        flat = sum(outputs, []) if isinstance(outputs[0], list) else outputs
        mean = torch.stack([each["val_loss"] for each in flat]).mean()
        return {"val_loss": mean, "progress_bar": {"val_loss": mean}, "log": {"val_loss": mean}}

    def test_step(self, batch, batch_nb):
        return self.validation_step(batch, batch_nb)

    def test_epoch_end(self, outputs):
        return self.validation_epoch_end(outputs)

    def optimizer_step(self, epoch, batch_idx, optimizer, optimizer_idx, optimizer_closure, on_tpu=False):
        super().optimizer_step(epoch, batch_idx, optimizer, optimizer_idx, optimizer_closure)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)

    @pl.data_loader
    def train_dataloader(self):
        return loader
"""


@pytest.mark.slow
def test_a_module_of_the_first_version_trains(tmp_path: Path) -> None:
    run = run_cells(
        tmp_path,
        [
            BEGIN,
            "stop = EarlyStopping(monitor='val_loss', mode='auto')\n"
            "keep = ModelCheckpoint(filepath='kept/{epoch}', prefix='net', monitor='val_loss', period=1)\n"
            "trainer = pl.Trainer(max_nb_epochs=2, gpus=1, early_stop_callback=stop, checkpoint_callback=keep,\n"
            "    logger=WandbLogger(project='p'), nb_sanity_val_steps=0, **quiet)\n"
            "model = Net(Namespace(lr=0.1, classes=2)); trainer.fit(model, val_dataloader=loader)\n"
            "print(model.seen, sorted(trainer.callback_metrics), trainer.gpus, bool(stop.best_score < 9))",
            "print(sorted(trainer.test(model, test_dataloaders=loader)[0]))",
            "torch.save(model, 'm.pt'); copy.deepcopy(model); print('training_epoch_end' in vars(model))\n"
            "print(Net.load_from_checkpoint(keep.best_model_path).hparams.lr, keep.best_model_path.split('/')[-1][:9])",
            "two = Net({'lr': 0.1, 'classes': 2})\n"
            "pl.Trainer(max_epochs=1, logger=False, checkpoint_callback=False, nb_sanity_val_steps=0, **quiet).fit(\n"
            "    two, train_dataloader=loader, val_dataloaders=[loader, loader])\n"
            "print(two.seen)",
            "parser = pl.Trainer.add_argparse_args(ArgumentParser())\n"
            "args = parser.parse_args(['--max_epochs', '3', '--gpus', '1'])\n"
            "print(pl.Trainer.from_argparse_args(args, logger=False).max_epochs)",
            "class Older(LightningModule):\n"
            "    def __init__(self):\n        super().__init__(); self.net = torch.nn.Linear(4, 2); self.ends = 0\n"
            "    def training_step(self, batch, batch_nb):\n"
            "        return {'loss': torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])}\n"
            "    def training_end(self, output):\n        self.ends += 1\n"
            "    def optimizer_step(self, epoch, batch, optimizer, optimizer_i, second_order_closure=None):\n"
            "        optimizer.step(); optimizer.zero_grad()\n"
            "    def configure_optimizers(self):\n        return torch.optim.SGD(self.parameters(), lr=0.1)\n"
            "older = Older(); before = older.net.weight.clone()\n"
            "pl.Trainer(max_epochs=1, logger=False, checkpoint_callback=False, **quiet).fit(older, loader)\n"
            "print(older.ends, bool((before != older.net.weight).any()))",
            "from pytorch_lightning.metrics.functional import accuracy\n"
            "print(float(accuracy(torch.tensor([0, 1]), torch.tensor([0, 0]))), pl.metrics.Accuracy.__name__)",
        ],
    )
    assert [cell["status"] for cell in run.of("cell")] == ["ok"] * 8, [cell["failure"] for cell in run.of("cell")]
    last = {position: run.text(position).strip().splitlines()[-1] for position in range(2, 9)}
    epoch = "('validation', 4, 'dict'), ('training', 4, False)"
    assert last[2] == f"[{epoch}, {epoch}] ['train_loss', 'val_loss'] 0 True"
    assert last[3] == "['val_loss']"
    assert run.text(4).splitlines()[-2:] == ["False", "0.1 net-epoch"]
    assert last[5] == "[('validation', 2, 'list'), ('training', 4, False)]"
    assert (last[6], last[7], last[8]) == ("3", "4 True", "0.5 Accuracy")
    said = {data["asked"] for data in run.of("substitution")}
    assert said >= {
        "training_epoch_end(outputs)", "validation_epoch_end(outputs)", "training_end(outputs)", "WandbLogger(…)",
        "Trainer(max_nb_epochs=)", "Trainer(early_stop_callback=)", "ModelCheckpoint(prefix=)", "Trainer.gpus",
        "optimizer_step(…, optimizer_idx, …)", "pytorch_lightning.data_loader",
    }  # fmt: skip


class Plain:
    """A module as far as the callback goes: what it was told to log, and its own hooks."""

    def __init__(self, returned: object = None) -> None:
        self.logged: dict[str, tuple[Any, bool]] = {}
        self.outputs: Any = None
        self._returned = returned

    def log(self, name: str, given: Any, *, prog_bar: bool) -> None:
        if name == "taken":
            raise ValueError("logged before in another way")
        self.logged[name] = (given, prog_bar)

    def validation_end(self, outputs: Any) -> object:
        self.outputs = outputs
        return self._returned


@pytest.mark.parametrize(
    ("loaders", "wanted"),
    [
        pytest.param(1, [1, 2], id="one loader: a list"),
        pytest.param(2, [[1, 2], [3]], id="several: a list of each"),
        pytest.param(3, [[1, 2], [3], []], id="one of them without a row"),
    ],
)
def test_outputs_come_by_loader(loaders: int, wanted: list[Any]) -> None:
    module, callback = Plain(), _collector(object, {"training": None, "validation": "validation_end", "test": None})
    callback.on_validation_epoch_start(None, module)
    for batch, (output, loader) in enumerate([(1, 0), (None, 0), (2, 0), (3, 1)]):
        if loader < loaders:
            callback.on_validation_batch_end(None, module, output, None, batch, loader)
    callback.on_validation_epoch_end(SimpleNamespace(num_val_batches=[1] * loaders), module)
    assert module.outputs == wanted


def test_numbers_that_a_hook_returned_are_logged_and_nothing_else_is() -> None:
    module = Plain({"val_loss": 0.5, "taken": 1.0, "words": "no", "log": {"acc": 1}, "progress_bar": {"shown": 2}})
    callback = _collector(object, {"training": None, "validation": "validation_end", "test": None})
    callback.on_validation_epoch_end(SimpleNamespace(num_val_batches=[1]), module)
    assert module.logged == {"val_loss": (0.5, False), "acc": (1, False), "shown": (2, True)}


def test_a_refused_hook_is_away_for_a_moment_only() -> None:
    module: Any = Plain()
    module.test_epoch_end = mine = len
    with _hidden(module):
        assert (module.validation_epoch_end, module.test_epoch_end) == (None, None)
    assert module.test_epoch_end is mine
    assert "validation_epoch_end" not in vars(module)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        pytest.param("runs/{epoch}-{loss:.2f}", {"dirpath": "runs", "filename": "{epoch}-{loss:.2f}"}, id="a pattern"),
        pytest.param("runs/", {"dirpath": "runs/"}, id="a folder"),
        pytest.param(None, {}, id="nothing"),
    ],
)
def test_a_path_for_checkpoints_is_a_folder_and_a_pattern(given: str | None, wanted: dict[str, str]) -> None:
    assert _split(given) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"), [("3", 3), ("0.5", 0.5), ("True", True), ("None", None), ("ddp", "ddp")], ids=str
)
def test_words_of_a_command_line(text: str, wanted: object) -> None:
    read: Callable[[str], object] = _word
    assert read(text) == wanted


@pytest.mark.slow
def test_a_trainer_does_not_start_mpi(tmp_path: Path) -> None:
    cells = [
        "import sys\nfrom types import ModuleType\n"
        "from lightning_fabric.plugins.environments import mpi\n"
        "mpi._MPI4PY_AVAILABLE = True\n"
        "class Library(ModuleType):\n    def __getattr__(self, name):\n        raise SystemExit('MPI was started')\n"
        "sys.modules['mpi4py'] = Library('mpi4py')",
        "import pytorch_lightning as pl\ntrainer = pl.Trainer(logger=False, enable_checkpointing=False)\n"
        "print(trainer.world_size)",
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(2).endswith("1\n")
