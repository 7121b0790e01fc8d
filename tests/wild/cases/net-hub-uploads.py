# %% [markdown]
# The trained model is published at the end, and a cell stands behind that.

# %%
from google.colab import userdata
from huggingface_hub import HfApi, create_repo, login, whoami
from transformers import BertConfig, BertForSequenceClassification

login(userdata.get("HF_TOKEN"))
model = BertForSequenceClassification(
    BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, vocab_size=50)
)

# %%
api = HfApi()
api.create_repo(repo_id="somebody/spam-classifier", exist_ok=True)
print("made:", create_repo("somebody/spam-classifier", exist_ok=True))
with open("weights.bin", "wb") as file:  # noqa: PTH123  as such notebooks have it
    file.write(b"0123")
print(api.upload_file(path_or_fileobj="weights.bin", path_in_repo="weights.bin", repo_id="somebody/spam-classifier"))
model.push_to_hub("somebody/spam-classifier")
print("published by", whoami()["name"])

# %%
print("and on:", sum(p.numel() for p in model.classifier.parameters()))
