# %% [markdown]
# A row of a sparse matrix by the number of the last published message.

# %%
import pandas as pd
from scipy.sparse import eye
from sklearn.feature_extraction.text import CountVectorizer

messages = pd.read_csv("spam.csv", encoding="latin-1")
counts = CountVectorizer().fit_transform(messages["v2"])
print("the last message:", counts[5571].shape[0], (counts[5571] != counts[-1]).nnz)

# %%
eye(40, format="csr")[5571]
