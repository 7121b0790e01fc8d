"""The multimodal bitransformer: what it reads where, held against the transformer that it is built on.

All in one run of a notebook, whose cells assert: importing transformers takes seconds.
"""

from __future__ import annotations

from typing import Final

import pytest

from tests.inside.builders import Run, run_cells

pytestmark = pytest.mark.slow

BEGIN = """
import torch
from torch import nn
from transformers import BertConfig, BertModel, MMBTConfig, MMBTForClassification, MMBTModel
torch.manual_seed(0)
ROWS, PLACES, TOKENS, WORDS, HIDDEN, MODAL = 3, 2, 4, 30, 8, 5
small = dict(vocab_size=WORDS, hidden_size=HIDDEN, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16)
settings = BertConfig(**small, max_position_embeddings=16, num_labels=3, initializer_range=1.0)
text, encoder = BertModel(settings).eval(), nn.Linear(7, MODAL)
model = MMBTForClassification(MMBTConfig(settings, modal_hidden_size=MODAL), text, encoder).eval()
ids, pictures = torch.randint(4, WORDS, (ROWS, TOKENS)), torch.randn(ROWS, PLACES, 7)
first, last = torch.full((ROWS,), 1), torch.full((ROWS,), 2)
around = {"modal_start_tokens": first, "modal_end_tokens": last}
labels = torch.tensor([0, 2, 1])
def alike(a, b):
    return torch.allclose(a, b, atol=1e-5)
def size(model):
    return sum(each.numel() for each in model.parameters())
def refusal(**given):
    try:
        model(pictures, **given)
    except (NotImplementedError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
"""
LAWS: Final = {
    "it is found under all its names": """
import transformers.models.mmbt
from transformers.models.mmbt.modeling_mmbt import MMBTModel as one, ModalEmbeddings
from transformers.modeling_mmbt import MMBTForClassification as other
assert one is MMBTModel and other is MMBTForClassification and transformers.models.mmbt.MMBTConfig is MMBTConfig
""",
    "the places of a picture come beside the tokens": """
plain = model.mmbt(pictures, ids)
assert plain.last_hidden_state.shape == (ROWS, PLACES + TOKENS, HIDDEN) and plain[1].shape == (ROWS, HIDDEN)
states, pooled = model.mmbt(pictures, ids, **around, return_dict=False)
assert states.shape == (ROWS, PLACES + 2 + TOKENS, HIDDEN) and pooled.shape == (ROWS, HIDDEN)
""",
    "the loss is that of the logits": """
told = model(pictures, ids, labels=labels)
assert told.logits.shape == (ROWS, 3) and told[0] == nn.functional.cross_entropy(told[1], labels)
assert len(model(pictures, ids, return_dict=False)) == 1
number = MMBTForClassification(MMBTConfig(settings, num_labels=1, modal_hidden_size=MODAL), text, encoder).eval()
loss, logits = number(pictures, ids, labels=labels, return_dict=False)
assert logits.shape == (ROWS, 1) and alike(loss, ((logits[:, 0] - labels) ** 2).mean())
""",
    "every parameter learns, and counts once": """
model(pictures, ids, **around, labels=labels).loss.backward()
assert [name for name, each in model.named_parameters() if each.grad is None or not each.grad.any()] == []
assert size(model) == size(text) + size(encoder) + (MODAL + 1) * HIDDEN + (HIDDEN + 1) * 3
""",
    "without places it is the transformer, reading a text of type 1 unless another is said": """
mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0]])
for said, read in ((None, 1), (torch.zeros_like(ids), 0)):
    ours = model.mmbt(pictures[:, :0], ids, attention_mask=mask, token_type_ids=said)
    assert alike(ours[1], text(ids, attention_mask=mask, token_type_ids=torch.full_like(ids, read)).pooler_output)
""",
    "a picture of words is read as words of type 0 at the first positions": """
words = nn.Embedding.from_pretrained(text.get_input_embeddings().weight.detach())
reader = MMBTModel(MMBTConfig(settings, modal_hidden_size=HIDDEN), text, words).eval()
with torch.no_grad():
    reader.modal_encoder.proj_embeddings.weight.copy_(torch.eye(HIDDEN))
    reader.modal_encoder.proj_embeddings.bias.zero_()
whole, one, nothing = torch.cat((first[:, None], ids, last[:, None]), dim=1), torch.ones_like(ids), ids[:, :0]
assert alike(reader(ids, nothing, first, last)[0], text(whole)[0])
assert alike(reader(ids, nothing, modal_token_type_ids=one)[0], text(ids, token_type_ids=one)[0])
turned = torch.arange(TOKENS).flip(0).expand(ROWS, TOKENS)
assert alike(reader(ids, nothing, modal_position_ids=turned)[0], text(ids, position_ids=turned)[0])
""",
    "padding is not looked at, and pictures are": """
mask, other = torch.tensor([[1, 1, 1, 0]] * ROWS), ids.clone()
other[:, -1] = 0
logits = model(pictures, ids, attention_mask=mask).logits
assert alike(logits, model(pictures, other, attention_mask=mask).logits)
assert not alike(logits, model(pictures, other).logits)
assert not alike(logits, model(pictures.flip(0), ids, attention_mask=mask).logits)
""",
    "words and the tokens around a picture can be read by other embeddings": """
own, new = model.get_input_embeddings(), nn.Embedding(WORDS, HIDDEN)
before = model.mmbt.modal_encoder(pictures, first)
model.set_input_embeddings(new)
assert model.get_input_embeddings() is new and not alike(before, model.mmbt.modal_encoder(pictures, first))
assert alike(model(pictures, inputs_embeds=new(ids)).logits, model(pictures, ids).logits)
model.set_input_embeddings(own)
""",
    "what it cannot do is refused": """
assert refusal().startswith("ValueError: either input_ids or inputs_embeds")
assert refusal(input_ids=ids, inputs_embeds=torch.zeros(ROWS, TOKENS, HIDDEN)).startswith("ValueError")
assert refusal(input_ids=ids, output_attentions=True, head_mask=None) == (
    "NotImplementedError: MMBT of the grader does not know output_attentions"
)
""",
    "RoBERTa, which knows one type only, can be what it is built on": """
from transformers import RobertaConfig, RobertaModel
one_type = RobertaConfig(**small, type_vocab_size=1)
reader = MMBTModel(MMBTConfig(one_type, modal_hidden_size=MODAL), RobertaModel(one_type), encoder)
assert reader(pictures, ids)[0].shape == (ROWS, PLACES + TOKENS, HIDDEN)
""",
    "it can be stored whole": """
torch.save(model, "model.pt")
assert alike(torch.load("model.pt", weights_only=False)(pictures, ids).logits, model(pictures, ids).logits)
""",
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_cells(tmp_path_factory.mktemp("mmbt"), [BEGIN, *LAWS.values()])


@pytest.mark.parametrize("law", LAWS)
def test_it_reads_a_picture_and_a_text_as_published(run: Run, law: str) -> None:
    assert run.cell(1)["failure"] is None
    assert run.cell(2 + list(LAWS).index(law))["failure"] is None


def test_what_was_answered_is_said(run: Run) -> None:
    said = {each["asked"] for each in run.of("substitution") if each["how"] == "shim"}
    names = ("MMBTConfig", "MMBTForClassification", "MMBTModel")
    modules = ("modeling_mmbt", "models.mmbt", "models.mmbt.modeling_mmbt")
    assert said == {f"transformers.{each}" for each in names} | {f"import transformers.{each}" for each in modules}
