# %%
import json
import stanza, eli5
from pyspark.sql import SparkSession
print(json.dumps({"all": "the rest of the cell"}))

# %%
nlp = stanza.load("en_core_web_sm")

# %%
from my_own_helpers import clean

# %%
Here the author wrote a sentence in a cell of code.

# %%
print("and went on")
