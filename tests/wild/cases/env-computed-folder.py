# %% [markdown]
# A figure goes into a folder whose name is put together, and which is there on its author's machine.

# %%
import os

import matplotlib.pyplot as plt
import numpy as np

model_name = "_".join(["vae", "mnist"])
plt.scatter(np.arange(3), np.arange(3))
plt.savefig(os.path.join(model_name, "means.png"))
np.savetxt(os.path.join(model_name, "tables", "means.txt"), np.arange(3))
print(sorted(os.listdir(model_name)))
