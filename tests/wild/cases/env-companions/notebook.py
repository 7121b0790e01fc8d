# %%
import import_ipynb
import small_tools
from layers_of_mine import build

# %%
# %run settings_of_mine.py

# %%
network = build(width)
print(small_tools.double(21), sum(p.numel() for p in network.parameters()))
