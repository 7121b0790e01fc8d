# %% [markdown]
# Pictures in a grid whose columns are divided, and titles that write a row of one number as that number.

# %%
import matplotlib.pyplot as plt
import numpy as np

labels = np.arange(10).reshape(-1, 1)
pictures = np.random.default_rng(0).random((10, 4, 4))

# %%
figure = plt.figure(figsize=(8, 4))
for at in range(10):
    axes = figure.add_subplot(2, 10/2, at + 1, xticks=[], yticks=[])
    axes.imshow(pictures[at])
    axes.set_title("Digit: %d" % labels[at])
print(len(figure.axes), figure.axes[9].get_title())

# %%
print("%s is %.2f of %d" % (labels[3], labels[3] / 9, labels[9]))

# %%
figure.add_subplot(2, 7/2, 1)
