# %% [markdown]
# A person's own zip file of memes, copied from a mount and unpacked beside the notebook.

# %%
# !cp "/gdrive/MyDrive/project/dataFB.zip" /content/data.zip
# !unzip -q data.zip

# %%
import json
from pathlib import Path

from PIL import Image

rows = [json.loads(line) for line in Path("data/train.jsonl").read_text(encoding="utf-8").splitlines()]
later = [json.loads(line) for line in Path("data/dev_seen.jsonl").read_text(encoding="utf-8").splitlines()]
print(sorted(rows[0]), len(later) > 10)

# %%
picture = Image.open(Path("data") / rows[0]["img"]).convert("RGB")
print("bands:", picture.getbands())
