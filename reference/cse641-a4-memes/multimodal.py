# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Hateful memes from picture and text together
#
# A meme is hateful or not by what its picture and its words say *together*. CLIP has learned from millions of pictures
# and their captions to place both in one space. Its two vectors are joined before anything is decided (early fusion),
# and a small network on top decides.
#
# | step | choice |
# |---|---|
# | encoders | CLIP ViT-B/32, frozen: a vector of 512 for the picture, one for the text |
# | fusion | both vectors and their product, side by side: 1,536 values |
# | head | Linear 256, ReLU, dropout 0.3, Linear 2 |
# | training | Adam 0.001, cross-entropy, 15 epochs; the best epoch on the validation memes is kept |
#
# The product is what makes it more than two opinions added up: a sum of what the picture says and what the text says
# cannot express that they contradict each other, a product can.

# %%
import copy
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import torch
from PIL import Image
from sklearn.manifold import TSNE
from sklearn.metrics import accuracy_score, classification_report
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from transformers import CLIPModel, CLIPProcessor

ROOT = Path("hateful_memes")
NAME = "openai/clip-vit-base-patch32"
EPOCHS = 15
BATCH = 32
CLASSES = ["not hateful", "hateful"]

# %% [markdown]
# ## 1. The memes


# %%
def read_memes(part):
    """The lines of one part: id, img, label, text."""
    with open(ROOT / f"{part}.jsonl", encoding="utf-8") as lines:
        return pd.DataFrame([json.loads(line) for line in lines])


train_memes, dev_memes, test_memes = read_memes("train"), read_memes("dev"), read_memes("test")
print(len(train_memes), len(dev_memes), len(test_memes))

# %% [markdown]
# ## 2. What CLIP makes of them
#
# The encoders are frozen, so every meme goes through them once and its two vectors are kept.

# %%
clip = CLIPModel.from_pretrained(NAME)
clip.requires_grad_(False)
clip.eval()
processor = CLIPProcessor.from_pretrained(NAME)


def vector(output):
    """The projected vector, whether the library returns it bare or inside an output object."""
    return output if torch.is_tensor(output) else output.pooler_output


def encode(memes):
    """Vectors of pictures and texts, both of shape (memes, 512), each of length one."""
    pictures, texts = [], []
    for start in range(0, len(memes), BATCH):
        part = memes.iloc[start : start + BATCH]
        opened = [Image.open(ROOT / name).convert("RGB") for name in part["img"]]
        inputs = processor(
            text=part["text"].tolist(), images=opened, return_tensors="pt", padding=True, truncation=True, max_length=77
        )
        with torch.no_grad():
            pictures.append(vector(clip.get_image_features(pixel_values=inputs["pixel_values"])))
            texts.append(
                vector(
                    clip.get_text_features(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
                )
            )
    both = torch.cat(pictures), torch.cat(texts)
    return tuple(vectors / vectors.norm(dim=1, keepdim=True) for vectors in both)


def fuse(pictures, texts):
    """Early fusion: both vectors and their product."""
    return torch.cat([pictures, texts, pictures * texts], dim=1)


vectors = {name: encode(memes) for name, memes in (("train", train_memes), ("dev", dev_memes), ("test", test_memes))}
x_train, x_dev, x_test = (fuse(*vectors[name]) for name in ("train", "dev", "test"))
y_train, y_dev, y_test = (torch.tensor(memes["label"].tolist()) for memes in (train_memes, dev_memes, test_memes))
print(x_train.shape, x_dev.shape, x_test.shape)

# %% [markdown]
# ## 3. The fusion network
#
# The product of two vectors of length one has small values; batch normalisation brings all 1,536 to one scale.


# %%
class Fusion(nn.Module):
    """Two classes from picture and text."""

    def __init__(self):
        super().__init__()
        self.scale = nn.BatchNorm1d(1536)
        self.hidden = nn.Linear(1536, 256)
        self.dropout = nn.Dropout(0.3)
        self.answer = nn.Linear(256, 2)

    def features(self, fused):
        return torch.relu(self.hidden(self.scale(fused)))

    def forward(self, fused):
        return self.answer(self.dropout(self.features(fused)))


fusion = Fusion()
print(fusion)
print(f"{sum(weight.numel() for weight in fusion.parameters()):,} parameters")

# %% [markdown]
# ## 4. Training

# %%
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(fusion.parameters(), lr=1e-3)
train_loader = DataLoader(TensorDataset(x_train, y_train), batch_size=BATCH, shuffle=True)
dev_loader = DataLoader(TensorDataset(x_dev, y_dev), batch_size=256)


def evaluate(model, loader):
    """Mean loss and accuracy over a loader."""
    model.eval()
    losses, hits, count = 0.0, 0, 0
    with torch.no_grad():
        for fused, labels in loader:
            answers = model(fused)
            losses += loss_of(answers, labels).item() * len(labels)
            hits += (answers.argmax(dim=1) == labels).sum().item()
            count += len(labels)
    return losses / count, hits / count


history = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
best = (float("inf"), None)
for epoch in range(EPOCHS):
    fusion.train()
    losses, hits, count = 0.0, 0, 0
    for fused, labels in train_loader:
        optimizer.zero_grad()
        answers = fusion(fused)
        loss = loss_of(answers, labels)
        loss.backward()
        optimizer.step()
        losses += loss.item() * len(labels)
        hits += (answers.argmax(dim=1) == labels).sum().item()
        count += len(labels)
    val_loss, val_accuracy = evaluate(fusion, dev_loader)
    for key, value in zip(history, (losses / count, hits / count, val_loss, val_accuracy), strict=True):
        history[key].append(value)
    if val_loss < best[0]:
        best = (val_loss, copy.deepcopy(fusion.state_dict()))
    print(f"epoch {epoch + 1}: training accuracy {hits / count:.4f}, validation accuracy {val_accuracy:.4f}")
if best[1] is not None:
    fusion.load_state_dict(best[1])

# %%
figure, panels = plt.subplots(1, 2, figsize=(11, 4))
for panel, quantity in zip(panels, ["loss", "accuracy"], strict=True):
    epochs = range(1, len(history[quantity]) + 1)
    panel.plot(epochs, history[quantity], label="training")
    panel.plot(epochs, history[f"val_{quantity}"], "--", label="validation")
    panel.set(title=f"{quantity.capitalize()} per epoch", xlabel="epoch", ylabel=quantity)
    panel.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 5. Results on the test memes

# %%
fusion.eval()
test_loader = DataLoader(TensorDataset(x_test, y_test), batch_size=256)
with torch.no_grad():
    answers = torch.cat([fusion(fused).softmax(dim=1) for fused, _ in test_loader]).numpy()
truth, called = y_test.numpy(), answers.argmax(axis=1)
print(f"test accuracy {accuracy_score(truth, called):.4f} ({len(truth):,} memes)")
report = classification_report(truth, called, labels=[0, 1], target_names=CLASSES, output_dict=True, zero_division=0)
pd.DataFrame({name: report[name] for name in [*CLASSES, "macro avg"]}).T.round(4)

# %% [markdown]
# ## 6. Three feature spaces
#
# The test memes as the picture encoder sees them, as the text encoder sees them, and before the last layer of the
# fusion. t-SNE keeps neighbours together and says nothing about distances far apart.

# %%
with torch.no_grad():
    spaces = {
        "picture": vectors["test"][0].numpy(),
        "text": vectors["test"][1].numpy(),
        "fusion": fusion.features(x_test).numpy(),
    }
figure, panels = plt.subplots(1, 3, figsize=(13, 4.2))
for panel, (name, space) in zip(panels, spaces.items(), strict=True):
    perplexity = min(30, (len(space) - 1) / 3)
    flat = TSNE(n_components=2, perplexity=perplexity, random_state=0).fit_transform(space.astype(np.float32))
    for code, label in enumerate(CLASSES):
        panel.scatter(*flat[truth == code].T, s=10, label=label)
    panel.set(title=f"t-SNE of the {name} features", xlabel="t-SNE 1", ylabel="t-SNE 2")
    panel.legend()
figure.tight_layout()
plt.show()

# %% [markdown]
# ## 7. Discussion
#
# In the spaces of picture and text alone the two classes lie over each other: neighbours are memes with like pictures or
# like words, hateful or not. In the fusion's space, groups of one colour begin to part. That is what training the head
# adds; how far it carries over to new memes is what the test accuracy says, not the plot.
#
# The product of the two vectors is the smallest model of "these words on this picture". A transformer that attends
# from words to places of the picture can say more, and needs far more memes than there are here.
