"""Tokenizers asked as transformers took it before 5."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inside.builders import run_cells

CELLS = [
    "import numpy as np, pandas as pd\nfrom transformers import BertTokenizer\n"
    "tokenizer = BertTokenizer.from_pretrained('bert-base-uncased', do_lower_case=True)\n"
    "texts = pd.Series(['ab', 'abcd'])",
    "print(tokenizer.batch_encode_plus(texts.values, padding=True, return_tensors='np')['input_ids'].shape)",
    "print(tokenizer.batch_encode_plus(batch_text_or_text_pairs=texts, max_length=8, pad_to_max_length=True,"
    " return_tensors='np')['input_ids'].shape)",
    "print(len(tokenizer.encode_plus('abc')['input_ids']), tokenizer.max_model_input_sizes['bert-base-uncased'])",
]


@pytest.mark.slow
def test_texts_come_as_columns_and_arrays_too(tmp_path: Path) -> None:
    run = run_cells(tmp_path, CELLS)
    assert [cell["failure"] for cell in run.of("cell")] == [None] * len(CELLS)
    assert [run.text(number).splitlines()[-1] for number in (2, 3, 4)] == ["(2, 6)", "(2, 8)", "5 512"]


OUTPUTS = [
    "import torch\nfrom transformers import BertConfig, BertModel\n"
    "small = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, vocab_size=20)\n"
    "bert, ids = BertModel(BertConfig(**small)).eval(), torch.tensor([[1, 2, 3]])",
    "states, pooled = bert(ids)\nprint(states.shape, pooled.shape)",
    "first, *others = bert(ids)\nprint(first.shape, len(others))",
    "both = bert(ids)\nprint(list(both), both[1].shape, dict(both).keys() == both.keys(), *both)",
    "for states, pooled in [bert(ids, return_dict=False)]:\n    print(pooled.shape)",
]


@pytest.mark.slow
def test_outputs_are_taken_apart_into_their_values(tmp_path: Path) -> None:
    run = run_cells(tmp_path, OUTPUTS)
    assert [cell["failure"] for cell in run.of("cell")] == [None] * len(OUTPUTS)
    assert [run.text(number).strip() for number in (2, 3, 4, 5)] == [
        "torch.Size([1, 3, 8]) torch.Size([1, 8])",
        "torch.Size([1, 3, 8]) 1",
        "['last_hidden_state', 'pooler_output'] torch.Size([1, 8]) True last_hidden_state pooler_output",
        "torch.Size([1, 8])",
    ]
    assert [data["asked"] for data in run.of("substitution")] == ["outputs of a network as a tuple"]


@pytest.mark.slow
def test_so_are_those_of_the_classes_for_tensorflow(tmp_path: Path) -> None:
    cells = [
        "import numpy as np\nfrom transformers import BertConfig, TFBertModel\n"
        "small = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, vocab_size=20)\n"
        "states, pooled = TFBertModel(BertConfig(**small))(np.array([[1, 2, 3]]))\nprint(states.shape, pooled.shape)",
    ]
    run = run_cells(tmp_path, cells, keras="keras2")
    assert [cell["failure"] for cell in run.of("cell")] == [None]
    assert run.text(1).strip().splitlines()[-1] == "(1, 3, 8) (1, 8)"
    assert "outputs of a network as a tuple" in {data["asked"] for data in run.of("substitution")}
