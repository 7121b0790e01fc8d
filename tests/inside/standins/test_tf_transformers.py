"""The TensorFlow classes of transformers: the published sizes, PyTorch's numbers from PyTorch's weights, and Keras.

All in one run of a notebook, whose cells assert: importing both frameworks takes seconds.
"""

from __future__ import annotations

from typing import Final

import pytest

from grader.evidence.wire.weights import FRESH_WEIGHTS
from grader.inside.standins.tf_transformers.outputs import TFBaseModelOutputWithPooling, output
from tests.inside.builders import Run, run_cells

BEGIN = """
import numpy as np, tensorflow as tf, torch, transformers
from transformers import (
    BertConfig, DistilBertConfig, RobertaConfig, TFAutoModel, TFAutoModelForSequenceClassification, TFBertModel,
    TFBertForSequenceClassification, TFDistilBertModel, TFDistilBertForSequenceClassification, TFRobertaModel,
    TFRobertaForSequenceClassification,
)
small = dict(vocab_size=60, hidden_size=16, num_hidden_layers=2, num_attention_heads=4, intermediate_size=24,
             num_labels=3, initializer_range=0.5)
CONFIGS = {
    "Bert": BertConfig(**small), "Roberta": RobertaConfig(**small),
    "DistilBert": DistilBertConfig(vocab_size=60, dim=16, n_layers=2, n_heads=4, hidden_dim=24, num_labels=3,
                                   initializer_range=0.5),
}
numbers = np.random.default_rng(0)
ids = numbers.integers(3, 60, (4, 6))
mask = np.array([[1] * 6, [1] * 4 + [0] * 2, [1] * 6, [1] * 2 + [0] * 4])
ids[mask == 0] = 1  # RoBERTa's padding
labels = np.array([0, 2, 1, 1])
texts = {"input_ids": ids, "attention_mask": mask}
def alike(a, b):
    return np.allclose(np.asarray(a), b.detach().numpy(), atol=1e-4)
"""
# (name in PyTorch, name of ours) of what is called otherwise there.
PYTORCH = """
RENAMED = [
    ("transformer.layer", "encoder.layer"), ("attention.self.", ""), ("attention.output.dense", "attention_output"),
    ("attention.output.LayerNorm", "attention_norm"), ("intermediate.dense", "intermediate"),
    ("output.dense", "dense_output"), ("output.LayerNorm", "output_norm"), ("attention.q_lin", "query"),
    ("attention.k_lin", "key"), ("attention.v_lin", "value"), ("attention.out_lin", "attention_output"),
    ("sa_layer_norm", "attention_norm"), ("ffn.lin1", "intermediate"), ("ffn.lin2", "dense_output"),
    ("output_layer_norm", "output_norm"),
]
def give(model, theirs):
    taken = 0
    for name, tensor in theirs.named_parameters():
        for old, new in RENAMED:
            name = name.replace(old, new)
        *path, last = name.split(".")
        part = model if path[0] in vars(model) or hasattr(model, path[0]) else model.base_model
        for step in path:
            part = part[int(step)] if step.isdigit() else getattr(part, step)
        weights = part.weights
        place = weights[1] if last == "bias" else weights[0]
        value = tensor.detach().numpy()
        place.assign(value.T if "Dense" in type(part).__name__ else value)
        taken += 1
    assert taken == len(model.weights)
for name, config in CONFIGS.items():
    for ending in ("Model", "ForSequenceClassification"):
        theirs = getattr(transformers, name + ending)(config).eval()
        model = globals()["TF" + name + ending](config)
        model(ids)
        assert model.count_params() == sum(each.numel() for each in theirs.parameters()), name
        give(model, theirs)
        told = theirs(torch.tensor(ids), attention_mask=torch.tensor(mask), output_hidden_states=True)
        ours = model(texts, output_hidden_states=True)
        kept = mask[..., None]
        for a, b in zip(ours.hidden_states, told.hidden_states, strict=True):
            assert alike(a * kept, b * torch.tensor(kept)), (name, ending)
        if ending == "Model":
            assert ours[0] is ours.last_hidden_state
            assert name == "DistilBert" or alike(ours.pooler_output, told.pooler_output)
        else:
            assert alike(ours.logits, told.logits)
            loss = theirs(torch.tensor(ids), attention_mask=torch.tensor(mask), labels=torch.tensor(labels)).loss
            assert alike(tf.reduce_mean(model(texts, labels=labels).loss), loss)
"""
LAWS: Final = {
    "given PyTorch's weights it gives PyTorch's numbers": PYTORCH,
    "the ways to call it agree": """
for kind, config in ((TFBertModel, "Bert"), (TFDistilBertModel, "DistilBert")):
    bert = kind(CONFIGS[config])
    seen = bert(texts)[0]
    for other in (bert(ids, attention_mask=mask), bert([tf.constant(ids), tf.constant(mask)]), bert(ids, mask),
                  bert(**texts), bert({**texts, "sentence": "not read"}), (bert(ids, mask, return_dict=False))):
        assert np.allclose(seen, other[0])
    assert not np.allclose(seen, bert(ids)[0]) and len(bert(ids, output_attentions=True).attentions) == 2
""",
    "it is a layer of a functional model, trained, saved and loaded": """
config = CONFIGS["Bert"]
bert = TFBertModel(config)
first = tf.keras.layers.Input((6,), dtype=tf.int32, name="input_ids")
second = tf.keras.layers.Input((6,), dtype=tf.int32, name="attention_mask")
def whole(seen):
    made = tf.keras.Model([first, second], tf.keras.layers.Dense(3, activation="softmax")(seen))
    made.compile("adam", "sparse_categorical_crossentropy")
    made.fit(texts, labels, verbose=0)
    return made
kept = [whole(bert(first, attention_mask=second)[1]), whole(bert([second, first]).pooler_output),
        whole(bert({"input_ids": first, "attention_mask": second}).last_hidden_state[:, 0])]
kept[0].save("whole.keras")
again = tf.keras.models.load_model("whole.keras", custom_objects={"TFBertModel": TFBertModel})
assert np.allclose(again.predict([ids, mask], verbose=0), kept[0].predict([ids, mask], verbose=0))
""",
    "it learns with a loss of Keras's, with none and with its own": """
model = TFBertForSequenceClassification(CONFIGS["Bert"])
model(ids)
model.layers[0].trainable = False
assert len(model.trainable_weights) == len(model.classifier.weights) == 2
plain = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
rows = tf.data.Dataset.from_tensor_slices({**texts, "labels": labels}).batch(2)
for loss in (plain, None, model.compute_loss):
    model.compile("adam", loss, metrics=["accuracy"])
    for data in ((texts, labels), (rows,)):
        assert set(model.fit(*data, verbose=0).history) == {"loss", "accuracy"}
    expected = float(plain(labels, model(texts).logits))
    assert np.isclose(model.evaluate(texts, labels, verbose=0)[0], expected, atol=1e-5)
found = model.predict(texts, verbose=0)
assert found.logits.shape == found[0].shape == (4, 3)
""",
    "a saved folder is loaded again": """
model.save_pretrained("kept")
again = TFAutoModelForSequenceClassification.from_pretrained("kept")
assert type(again) is TFBertForSequenceClassification and np.allclose(again(texts).logits, model(texts).logits)
""",
    "its name in quotes is no configuration": """
try:
    TFBertModel("bert-base-uncased")
except ValueError as error:
    assert "from_pretrained" in str(error)
else:
    raise AssertionError
""",
    "tokenizers return tensors of TensorFlow": """
tokenizer = transformers.BertTokenizer.from_pretrained("bert-base-uncased")
encoded = tokenizer(["ab", "abcd"], padding=True, return_tensors="tf")
assert all(isinstance(each, tf.Tensor) and each.dtype == tf.int32 for each in encoded.values())
""",
}  # fmt: skip
COUNTS: Final = """
from transformers import BertTokenizer, TFAutoModel, TFBertModel, TFBertForSequenceClassification, TFRobertaModel
from transformers import TFDistilBertModel, TFDistilBertForSequenceClassification, TFRobertaForSequenceClassification
bert = TFBertModel.from_pretrained("bert-base-uncased")
print("counts", bert.count_params())
---
import tensorflow as tf
ids = tf.keras.layers.Input((8,), dtype=tf.int32)
model = tf.keras.Model(ids, tf.keras.layers.Dense(1)(bert(ids)[1]))
---
del bert, model
for kind, name, settings in (
    (TFBertForSequenceClassification, "bert-base-uncased", {"num_labels": 2}),
    (TFDistilBertModel, "distilbert-base-uncased", {}),
    (TFDistilBertForSequenceClassification, "distilbert-base-uncased", {"num_labels": 2}),
    (TFRobertaModel, "roberta-base", {"from_pt": True}),
    (TFRobertaForSequenceClassification, "roberta-base", {"num_labels": 2}),
    (TFAutoModel, "distilbert-base-uncased", {"output_hidden_states": True}),
):
    print("counts", kind.from_pretrained(name, **settings).count_params())
"""


def test_an_output_is_named_and_counted() -> None:
    made = output(TFBaseModelOutputWithPooling, {"last_hidden_state": "s", "pooler_output": "p", "attentions": None})
    assert (made[0], made.pooler_output, made["pooler_output"], made[:1]) == ("s", "p", "p", ("s",))
    assert (list(made), made.to_tuple(), made.hidden_states) == (
        ["last_hidden_state", "pooler_output"],
        ("s", "p"),
        None,
    )
    with pytest.raises(AttributeError, match="no attribute 'loss_of'"):
        made.loss_of  # noqa: B018  the look itself raises


@pytest.fixture(scope="module", params=["keras2", "keras3"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("tf"), [BEGIN, *LAWS.values()], keras=request.param)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
def test_it_behaves_as_the_published_class(run: Run, law: str) -> None:
    assert [run.cell(number)["failure"] for number in (1, list(LAWS).index(law) + 2)] == [None, None]


@pytest.mark.slow
def test_published_models_have_their_size_and_say_that_they_are_fresh(tmp_path_factory: pytest.TempPathFactory) -> None:
    run = run_cells(tmp_path_factory.mktemp("counts"), COUNTS.split("---\n"), keras="keras2")
    assert [cell["failure"] for cell in run.of("cell")] == [None] * 3
    printed = [line.split()[1] for number in (1, 3) for line in run.text(number).splitlines() if "counts" in line]
    assert [int(count) for count in printed] == [
        109_482_240, 109_483_778, 66_362_880, 66_955_010, 124_645_632, 124_647_170, 66_362_880,
    ]  # fmt: skip
    said = [one["cell"] for one in run.of("substitution") if one["served"] == FRESH_WEIGHTS]
    assert said[:2] == [1, 2]
    rows = {layer["class_name"]: layer["parameters"] for model in run.of("model") for layer in model["layers"]}
    assert (rows["TFBertModel"], rows["TFBertMainLayer"]) == (109_482_240, 109_482_240)
