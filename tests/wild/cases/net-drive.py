# %% [markdown]
# Everything lies on a Drive: the messages are read there, results go to folders that only the Drive has.

# %%
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from google.colab import drive

drive.mount("/content/drive", force_remount=True)
ROOT = "/content/drive/MyDrive/course/week 3"

# %%
messages = pd.read_csv(f"{ROOT}/spam.csv", encoding="latin-1")
lengths = messages["v2"].str.len()

# %%
messages.assign(length=lengths).to_csv(f"{ROOT}/results/lengths.csv", index=False)
np.save(f"{ROOT}/results/lengths.npy", lengths.to_numpy())
plt.hist(lengths, bins=20)
plt.savefig(f"{ROOT}/figures/lengths.png")

# %%
again = pd.read_csv("/content/drive/My Drive/course/week 3/results/lengths.csv")
print("the same table again:", len(again) == len(messages))
print("figure kept:", Path(ROOT, "figures", "lengths.png").stat().st_size > 1000)
