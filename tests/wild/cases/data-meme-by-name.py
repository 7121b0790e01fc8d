# %% [markdown]
# One picture is shown by the name that it has in the published data set.

# %%
import matplotlib.pyplot as plt
import pandas as pd

memes = pd.read_json(r"C:\Users\somebody\hatefulmeme\data\train.jsonl", lines=True)
picture = plt.imread(r"C:\Users\somebody\hatefulmeme\data\img\42953.png")
print(len(memes) > 10, picture.ndim)
