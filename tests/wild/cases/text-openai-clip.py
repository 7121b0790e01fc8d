# %% [markdown]
# OpenAI's own package, cloned beside the notebook: its vectors of pictures and words, and a small network on top.

# %%
# !git clone -q https://github.com/openai/CLIP.git
# %pip install -q ftfy regex -e CLIP/

# %%
import pandas as pd
import torch
from CLIP import clip
from PIL import Image
from torch import nn

device = "cuda" if torch.cuda.is_available() else "cpu"
encoder, preprocess = clip.load("ViT-B/32", device=device, jit=False)
encoder.float().requires_grad_(False)
print(encoder.visual.output_dim, "RN50" in clip.available_models())

# %%
memes = pd.read_json("data/train.jsonl", lines=True).head(24)
pictures = torch.stack([preprocess(Image.open(f"data/{name}")) for name in memes["img"]])
words = clip.tokenize(memes["text"].tolist(), truncate=True)
with torch.no_grad():
    both = torch.cat([encoder.encode_image(pictures.to(device)), encoder.encode_text(words.to(device))], dim=1)
print(tuple(words.shape), tuple(both.shape))

# %%
head = nn.Sequential(nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 2))
optimizer = torch.optim.Adam(head.parameters(), lr=1e-3)
labels = torch.tensor(memes["label"].tolist())
for _ in range(3):
    optimizer.zero_grad()
    nn.functional.cross_entropy(head(both), labels).backward()
    optimizer.step()
