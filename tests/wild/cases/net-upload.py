# %% [markdown]
# A file chosen in a dialogue on Colab, read from memory and by its name.

# %%
import io

import pandas as pd
from google.colab import files

uploaded = files.upload()

# %%
table = pd.read_csv(io.BytesIO(uploaded["sms_messages.csv"]))
same = pd.read_csv("sms_messages.csv")
print("same rows:", len(table) == len(same), table.columns.tolist())

# %%
same.groupby("label").size().to_csv("counts.csv")
files.download("counts.csv")

# %%
from PIL import Image

photo = list(files.upload())[0]
print(Image.open(photo).size)
