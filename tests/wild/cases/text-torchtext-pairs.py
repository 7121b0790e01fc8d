# %%
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchtext.data.functional import to_map_style_dataset
from torchtext.data.utils import get_tokenizer
from torchtext.datasets import IMDB
from torchtext.vocab import build_vocab_from_iterator

tokenizer = get_tokenizer("basic_english")
vocab = build_vocab_from_iterator(map(tokenizer, (text for _, text in IMDB(split="train"))), specials=["<unk>"])
vocab.set_default_index(vocab["<unk>"])


# %%
def collate(batch):
    labels, numbers, offsets = [], [], [0]
    for label, text in batch:
        labels.append(label - 1)
        tokens = vocab(tokenizer(text))
        numbers.extend(tokens)
        offsets.append(len(tokens))
    return torch.tensor(labels), torch.tensor(numbers), torch.tensor(offsets[:-1]).cumsum(dim=0)


train_iter, test_iter = IMDB()
train_loader = DataLoader(to_map_style_dataset(train_iter), batch_size=32, shuffle=True, collate_fn=collate)
test_loader = DataLoader(to_map_style_dataset(test_iter), batch_size=32, collate_fn=collate)


# %%
class Bag(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.EmbeddingBag(5000, 16)
        self.fc = nn.Linear(16, 2)

    def forward(self, text, offsets):
        return self.fc(self.embedding(text, offsets))


bag = Bag()
sgd = torch.optim.SGD(bag.parameters(), lr=1.0)
for labels, text, offsets in train_loader:
    sgd.zero_grad()
    nn.functional.cross_entropy(bag(text, offsets), labels).backward()
    sgd.step()

# %%
with torch.no_grad():
    right = sum(int((bag(text, offsets).argmax(1) == labels).sum()) for labels, text, offsets in test_loader)
print("right answers counted:", right > 0)
