# %% [markdown]
# What a generator drew, as a moving picture in the page: the end of TensorFlow's tutorial on GANs.

# %%
!pip install imageio
!pip install git+https://github.com/tensorflow/docs

# %%
import glob

import imageio
import matplotlib.pyplot as plt
import numpy as np

for epoch in range(1, 4):
    plt.figure(figsize=(2, 2))
    plt.imshow(np.full((4, 4), epoch), cmap="gray", vmin=0, vmax=4)
    plt.savefig("image_at_epoch_{:04d}.png".format(epoch))

# %%
with imageio.get_writer("dcgan.gif", mode="I") as writer:
    for filename in sorted(glob.glob("image*.png")):
        writer.append_data(imageio.imread(filename))

# %%
import tensorflow_docs.vis.embed as embed

shown = embed.embed_file("dcgan.gif")
print(type(shown).__name__, shown.data[:24])
shown
