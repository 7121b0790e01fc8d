"""The libraries themselves: what is in the cache is loaded, what is not becomes the same network untrained."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.evidence.wire.weights import CACHED_WEIGHTS, FRESH_WEIGHTS
from tests.inside.builders import run_cells

pytestmark = pytest.mark.slow

TORCH = """
import torch, torchvision
from pathlib import Path
cache = Path({folder!r})
network = torchvision.models.squeezenet1_0(weights=None)
torch.nn.init.constant_(network.features[0].bias, 0.25)
torch.save(network.state_dict(), cache / "torch" / "squeezenet1_0_deep_compression.pth")
found = torchvision.models.squeezenet1_0(pretrained=True)
fresh = torchvision.models.vgg11(weights="DEFAULT")
again = torch.hub.load("pytorch/vision:v0.10.0", "squeezenet1_0", pretrained=True)
print(found.features[0].bias[0].item(), again.features[0].bias[0].item(), fresh.classifier[6].out_features)
"""
KERAS = """
import h5py, tensorflow as tf
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group
shape = dict(input_shape=(32, 32, 3), include_top=False)
network = tf.keras.applications.MobileNetV2(alpha=0.35, weights=None, **shape)
network.layers[1].set_weights([network.layers[1].get_weights()[0] * 0 + 0.5])
name = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5"
with h5py.File(cache / "keras" / name, "w") as file:
    save_weights_to_hdf5_group(file, network)
found = tf.keras.applications.MobileNetV2(alpha=0.35, weights="imagenet", **shape)
fresh = tf.keras.applications.VGG16(weights="imagenet", **shape)
print(found.layers[1].get_weights()[0].max(), fresh.count_params())
"""
HUB = """
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel, CLIPConfig, CLIPModel, CLIPProcessor
home = cache / "hf" / "models--x--tiny"
small = BertConfig(vocab_size=40, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)
BertModel(small).save_pretrained(home / "snapshots" / "1")
(home / "refs").mkdir()
(home / "refs" / "main").write_text("1")
from transformers import AutoModelForSequenceClassification
print(AutoModelForSequenceClassification.from_pretrained("x/tiny", num_labels=3).config.hidden_size)
small.save_pretrained(cache / "hf" / "models--x--settings" / "snapshots" / "1")
(cache / "hf" / "models--x--settings" / "refs").mkdir()
(cache / "hf" / "models--x--settings" / "refs" / "main").write_text("1")
import os
os.symlink(cache / "hf" / "models--x--settings", Path.home() / ".cache/huggingface/hub/models--x--settings")
print("settings", AutoModel.from_pretrained("x/settings").config.hidden_size)
name = "openai/clip-vit-base-patch32"
tiny = CLIPConfig(text_config={"num_hidden_layers": 1}, vision_config={"num_hidden_layers": 1})
model = CLIPModel.from_pretrained(name, config=tiny)
ready = CLIPProcessor.from_pretrained(name)
from PIL import Image
batch = ready(text=["a cat", "it"], images=[Image.new("RGB", (30, 20))] * 2, return_tensors="pt", padding=True)
print(tuple(model(**batch).logits_per_image.shape), batch["input_ids"][1].tolist()[:4])
from transformers import AutoConfig, ViTFeatureExtractor
name = "google/vit-base-patch16-224"
config = AutoConfig.from_pretrained(name)
pixels = ViTFeatureExtractor.from_pretrained(name)(Image.new("RGB", (30, 20)), return_tensors="pt")["pixel_values"]
print("vit", config.num_labels, config.hidden_size, tuple(pixels.shape))
from transformers import AutoImageProcessor, ResNetForImageClassification
pixels = AutoImageProcessor.from_pretrained("microsoft/resnet-50")(Image.new("RGB", (300, 200)), return_tensors="pt")
network = ResNetForImageClassification.from_pretrained("microsoft/resnet-18")
print("resnet", network.num_parameters(), tuple(network(**pixels).logits.shape), tuple(pixels["pixel_values"].shape))
words = AutoTokenizer.from_pretrained("bert-base-uncased")
print(words.decode(words("Hello, World!")["input_ids"]))
from transformers import XLMRobertaModel, XLMRobertaTokenizerFast
words = XLMRobertaTokenizerFast.from_pretrained("xlm-roberta-base")
small = AutoConfig.from_pretrained("FacebookAI/xlm-roberta-base", num_hidden_layers=1, hidden_size=24)
batch = words(["über it", "a"], ["b", "c <mask>"], padding=True, return_tensors="pt")
network = XLMRobertaModel.from_pretrained("xlm-roberta-base", config=small)
read = words.decode(batch["input_ids"][1], skip_special_tokens=True)
print("xlm", small.vocab_size, read, words.unk_token_id in batch["input_ids"])
print("xlm", batch["input_ids"].tolist()[1][-1], tuple(network(**batch).pooler_output.shape))
"""


def test_found_or_fresh(tmp_path: Path) -> None:
    cache = tmp_path / "weights"
    for place in ("torch", "keras", "hf/models--x--tiny/snapshots"):
        (cache / place).mkdir(parents=True)
    run = run_cells(tmp_path, [TORCH.format(folder=str(cache)), KERAS, HUB], weights=str(cache))
    assert [(cell["status"], cell["failure"]) for cell in run.of("cell")] == [("ok", None)] * 3
    assert run.text(1).splitlines()[-1] == "0.25 0.25 1000"
    assert run.text(2).splitlines()[-1] == "0.5 14714688"
    wanted = {"8", "settings 8", "(2, 2) [49406, 72, 339, 49407]", "[CLS] hello, world! [SEP]",
              "xlm 250002 a c False", "xlm 1 (2, 24)",
              "vit 1000 768 (1, 3, 224, 224)", "resnet 11689512 (1, 1000) (1, 3, 224, 224)"}  # fmt: skip
    assert wanted <= set(run.text(3).splitlines())
    served = {said["asked"]: said["served"] for said in run.of("substitution") if said["how"] == "weights"}
    assert served["SqueezeNet1_0 with the weights IMAGENET1K_V1"].startswith(CACHED_WEIGHTS)
    assert served["VGG11 with the weights IMAGENET1K_V1"] == FRESH_WEIGHTS
    assert served["MobileNetV2 with ImageNet weights"].startswith(CACHED_WEIGHTS)
    assert served["VGG16 with ImageNet weights"] == FRESH_WEIGHTS
    assert served["x/settings (BertModel) with its pretrained weights"] == FRESH_WEIGHTS
    assert served["x/tiny (BertForSequenceClassification)"].startswith(CACHED_WEIGHTS)
    assert served["openai/clip-vit-base-patch32 (CLIPModel) with its pretrained weights"] == FRESH_WEIGHTS
