# %% [markdown]
# Reviews through fields, as torchtext had them until 0.8.

# %%
import torch
from torchtext import data, datasets

TEXT = data.Field(tokenize="spacy", tokenizer_language="en_core_web_sm", include_lengths=True)
LABEL = data.LabelField(dtype=torch.float)
train_data, test_data = datasets.IMDB.splits(TEXT, LABEL)
train_data, valid_data = train_data.split(split_ratio=0.9)
TEXT.build_vocab(train_data, max_size=500, vectors="glove.6B.100d", unk_init=torch.Tensor.normal_)
LABEL.build_vocab(train_data)
print(TEXT.vocab.vectors.shape[1], "numbers a word")

# %%
train_iterator, valid_iterator, test_iterator = data.BucketIterator.splits(
    (train_data, valid_data, test_data), batch_size=64, sort_within_batch=True, device="cpu"
)


class Reader(torch.nn.Module):
    def __init__(self, words, size):
        super().__init__()
        self.embedding = torch.nn.Embedding(words, size, padding_idx=TEXT.vocab.stoi[TEXT.pad_token])
        self.gru = torch.nn.GRU(size, 8)
        self.out = torch.nn.Linear(8, 1)

    def forward(self, text, lengths):
        packed = torch.nn.utils.rnn.pack_padded_sequence(self.embedding(text), lengths.cpu())
        return self.out(self.gru(packed)[1][-1]).squeeze(1)


# %%
reader = Reader(502, 100)
reader.embedding.weight.data.copy_(TEXT.vocab.vectors)
optimizer = torch.optim.Adam(reader.parameters())
criterion = torch.nn.BCEWithLogitsLoss()
for epoch in range(1):
    for batch in train_iterator:
        optimizer.zero_grad()
        loss = criterion(reader(*batch.text), batch.label)
        loss.backward()
        optimizer.step()

# %%
reader.eval()
hits = 0
with torch.no_grad():
    for batch in test_iterator:
        hits += int((torch.round(torch.sigmoid(reader(*batch.text))) == batch.label).sum())
print("share:", 0 <= hits / len(test_data) <= 1)
