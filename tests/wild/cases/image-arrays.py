# %% [markdown]
# Pictures as arrays, in an archive of somebody's OneDrive, and a notebook that is handed in by itself.

# %%
import os

import jovian
import numpy as np
from onedrivedownloader import download
from sklearn.linear_model import LogisticRegression

folder = "./data/fashion_mnist_npy/"
if not os.path.exists(folder):  # noqa: PTH110  as such notebooks have it
    download("https://example-my.sharepoint.com/:u:/g/a?e=b", filename="./arrays", unzip=True, unzip_path=folder)

# %%
train_data = np.load(os.path.join(folder, "train_data.npy"))  # noqa: PTH118
train_label = np.load(os.path.join(folder, "train_labels.npy"))  # noqa: PTH118
test_data = np.load(os.path.join(folder, "test_data.npy"))  # noqa: PTH118
test_label = np.load(os.path.join(folder, "test_labels.npy"))  # noqa: PTH118
print(train_data.dtype, train_data.shape[1:], train_label.dtype, sorted(set(test_label.tolist())))

# %%
model = LogisticRegression(max_iter=50).fit(train_data.reshape(len(train_data), -1) / 255, train_label)
accuracy = model.score(test_data.reshape(len(test_data), -1) / 255, test_label)
print("better than a guess:", accuracy > 0.3)
jovian.log_metrics(accuracy=accuracy)
jovian.commit(project="clothes")

# %%
np.load("data/digits/train_data.npy")
