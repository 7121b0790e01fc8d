# %% [markdown]
# The folder of the pictures and one picture in it, each spoken of by itself.

# %%
import matplotlib.pyplot as plt
import pandas as pd

path = "/content/drive/MyDrive/hateful_memes/"
memes = pd.read_json(path + "train.jsonl", lines=True).drop_duplicates(subset=["img"])
print(len(memes) > 10, plt.imread(path + "img/42953.png").ndim)
