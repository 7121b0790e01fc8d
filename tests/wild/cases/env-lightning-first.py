# %% [markdown]
# A classifier in the first Lightning: settings kept by hand, hooks that get all outputs, a metric without a task.

# %%
from argparse import Namespace

import pytorch_lightning as pl
import torch
import torchmetrics
import torchvision
from pytorch_lightning.callbacks import EarlyStopping
from torch.utils.data import DataLoader, random_split
from torchvision import transforms

rows = torchvision.datasets.FashionMNIST("data", train=True, download=True, transform=transforms.ToTensor())
part = len(rows) // 5
train_rows, val_rows = random_split(rows, [len(rows) - part, part])


# %%
class Clothes(pl.LightningModule):
    def __init__(self, hparams):
        super().__init__()
        self.hparams = hparams
        self.net = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, self.hparams.classes))
        self.accuracy = torchmetrics.Accuracy()
        self.curve = []

    def training_step(self, batch, batch_nb):
        pictures, labels = batch
        loss = torch.nn.functional.cross_entropy(self.net(pictures), labels)
        return {"loss": loss, "log": {"train_loss": loss}}

    def training_epoch_end(self, outputs):
        self.curve.append(torch.stack([each["loss"] for each in outputs]).mean().item())

    def validation_step(self, batch, batch_nb):
        pictures, labels = batch
        logits = self.net(pictures)
        self.accuracy.update(logits, labels)
        return {"val_loss": torch.nn.functional.cross_entropy(logits, labels)}

    def validation_epoch_end(self, outputs):
        mean = torch.stack([each["val_loss"] for each in outputs]).mean()
        logged = {"val_loss": mean, "val_acc": self.accuracy.compute()}
        self.accuracy.reset()
        return {"val_loss": mean, "log": logged, "progress_bar": logged}

    def configure_optimizers(self):
        optimizer = torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
        return [optimizer], [torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer)]

    @pl.data_loader
    def train_dataloader(self):
        return DataLoader(train_rows, batch_size=64, shuffle=True)

    @pl.data_loader
    def val_dataloader(self):
        return DataLoader(val_rows, batch_size=64)


# %%
model = Clothes(Namespace(lr=1e-3, classes=10))
trainer = pl.Trainer(max_nb_epochs=40, gpus=1, early_stop_callback=EarlyStopping("val_loss"), show_progress_bar=False)
trainer.fit(model)
print("epochs:", 0 < len(model.curve) < 40, "logged:", {"val_loss", "val_acc"} <= set(trainer.callback_metrics))
