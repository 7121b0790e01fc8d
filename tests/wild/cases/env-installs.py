# %%
# !pip install numpy==1.16 \
#   nothing-of-that-name
# %pip install -q pandas
# !sudo apt-get -qq update && apt-get install -y tree

# %% language="bash"
# pip install torch==0.4
# echo installed

# %%
# %tensorflow_version 2.x
# %load_ext tensorboard
# %load_ext autotime
import numpy as np

print(np.arange(3, dtype=np.int).sum(), np.NaN)
