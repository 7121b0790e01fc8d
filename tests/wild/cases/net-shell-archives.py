# %% [markdown]
# Archives by the shell: fetched, unpacked, listed, read; a folder in the root of the file system as on Colab.

# %%
# !mkdir -p /reviews
# !wget -q -P /reviews -c http://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz
# !tar -xzf /reviews/aclImdb_v1.tar.gz -C /reviews
# !ls /reviews/aclImdb/train

# %%
from pathlib import Path

texts = [file.read_text(encoding="utf-8") for file in Path("/reviews/aclImdb/test").glob("*/*.txt")]
print("test reviews:", len(texts) > 100)

# %%
# !curl -L -o sms.zip https://archive.ics.uci.edu/static/public/228/sms+spam+collection.zip && unzip -o -q sms.zip

# %%
lines = Path("SMSSpamCollection").read_text(encoding="utf-8").splitlines()
print("labels:", sorted({line.split("\t")[0] for line in lines}))

# %%
# !wget https://example.org/data/malicious-urls.txt || echo "nothing came"
