"""Devices by name on a machine that has none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.inside.gateway.torch_devices import Mapping
from tests.inside.builders import run_cells


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("cuda", "cpu"), ("cuda:1", "cpu"), ("mps", "cpu"), (0, "cpu"), ("torch.cuda.FloatTensor", "torch.FloatTensor"),
        ("cpu", "cpu"), ("meta", "meta"), ("barracuda", "barracuda"), (None, None), (True, True), (1.5, 1.5),
    ],
)  # fmt: skip
def test_what_a_device_comes_to(asked: object, given: object) -> None:
    said: list[str] = []
    assert Mapping(complex, lambda *name: said.append("said"))(asked) == given
    assert bool(said) == (asked != given)


@pytest.mark.slow
def test_nothing_is_patched_for_a_notebook_that_asks_what_there_is(tmp_path: Path) -> None:
    cells = ["import torch\nprint(type(torch.device) is type, torch.zeros(1).to('cpu').device)"]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(1) == "True cpu\n"
    assert run.of("substitution") == []


@pytest.mark.slow
def test_tensors_are_made_on_the_device_of_the_block_around_them(tmp_path: Path) -> None:
    cells = [
        "import torch\nhere = torch.zeros(1, device='cuda').device.type\n"
        "with torch.device('meta'):\n    made = torch.arange(3), torch.zeros(2), torch.nn.Linear(2, 2).weight\n"
        "print(here, [each.device.type for each in made])",
        "from transformers import BertConfig, BertModel\n"
        "sizes = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)\n"
        "BertModel(BertConfig(vocab_size=50, **sizes)).save_pretrained('mine')\n"
        "positions = BertModel.from_pretrained('mine').embeddings.position_ids\n"
        "print(torch.equal(positions[0], torch.arange(512)))",
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(1) == "cpu ['meta', 'meta', 'meta']\n"
    assert run.text(2).splitlines()[-1] == "True"


@pytest.mark.slow
def test_workers_and_what_only_they_need_are_left_out(tmp_path: Path) -> None:
    cells = [
        "import torch\nfrom torch.utils.data import DataLoader, TensorDataset\n"
        "data = TensorDataset(torch.arange(10))\n"
        "one = DataLoader(data, 4, num_workers=3, prefetch_factor=2, persistent_workers=True, timeout=5)\n"
        "two = DataLoader(data, 4, False, None, None, 2)\n"
        "print([len(b[0]) for b in one], [len(b[0]) for b in two], one.num_workers, two.num_workers)"
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(1) == "[4, 4, 2] [4, 4, 2] 0 0\n"
    assert [s["how"] for s in run.of("substitution")] == ["num_workers"]


def test_of_a_driver_without_cards_nothing_is_said(tmp_path: Path) -> None:
    cells = [
        "import warnings\nwarnings.warn('CUDA initialization: Unexpected error. Error 304')",
        "warnings.warn('a deprecated name')",
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(1) == ""
    assert "a deprecated name" in run.text(2)


def test_torchscript_knows_the_functions_that_make_tensors(tmp_path: Path) -> None:
    cells = [
        "import torch\nx = torch.ones(2, device='cuda')\n"
        "@torch.jit.script\ndef total(x: torch.Tensor):\n"
        "    return torch.zeros(1, dtype=torch.float32) + x.sum() + torch.arange(3)\n"
        "print(total(x).tolist())",
        "from torcheval.metrics.functional import binary_auroc\n"
        "print(binary_auroc(torch.tensor([0.1, 0.9]), torch.tensor([0, 1])).item())",
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert [run.text(position) for position in (1, 2)] == ["[2.0, 3.0, 4.0]\n", "1.0\n"]


@pytest.mark.slow
def test_the_compiler_is_told_that_there_is_no_card(tmp_path: Path) -> None:
    """Of one without the details that its code would be made for, it makes none."""
    cells = [
        "import torch\ntorch.set_num_threads(1)\nx = torch.ones(3, device='cuda')\n"
        "half = torch.compile(lambda values: values / 2)\n"
        "print(half(x).tolist(), torch.cuda.get_device_properties(0).name)"
    ]
    run = run_cells(tmp_path, cells, datasets=())
    assert run.text(1) == "[0.5, 0.5, 0.5] CPU\n"
