# %% [markdown]
# Rare messages made as many as the others, with imbalanced-learn of 2018.

# %%
import numpy as np
from imblearn.over_sampling import SMOTE
from imblearn.under_sampling import RandomUnderSampler
from sklearn.linear_model import LogisticRegression

rng = np.random.default_rng(3)
rows = np.vstack([rng.normal(0, 1, (80, 2)), rng.normal(3, 1, (20, 2))])
labels = np.repeat([0, 1], [80, 20])

# %%
sm = SMOTE(random_state=42, ratio=1.0, kind="regular", n_jobs=-1)
more, more_labels = sm.fit_sample(rows, labels)
print("Resampled: %s" % np.bincount(more_labels))

# %%
fewer, _, kept = RandomUnderSampler(ratio="majority", return_indices=True, random_state=0).fit_sample(rows, labels)
print("kept", (rows[kept] == fewer).all(), len(kept))

# %%
classifier = LogisticRegression(solver="liblinear").fit(more, more_labels)
print("accuracy above chance:", classifier.score(rows, labels) > 0.8)
