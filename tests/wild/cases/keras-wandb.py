# %% [markdown]
# A network whose training is reported to Weights & Biases, and a sweep of twenty runs that is ordered there.

# %%
import wandb
from tensorflow import keras
from wandb.integration.keras import WandbMetricsLogger

(train_pictures, train_labels), (test_pictures, test_labels) = keras.datasets.fashion_mnist.load_data()
train_pictures, test_pictures = train_pictures / 255.0, test_pictures / 255.0
trained = []


# %%
def train():
    with wandb.init(project="clothes", config={"units": 16, "epochs": 20}) as run:
        config = run.config
        network = keras.Sequential(
            [
                keras.Input((28, 28)),
                keras.layers.Flatten(),
                keras.layers.Dense(config.units, activation="relu"),
                keras.layers.Dense(10, activation="softmax"),
            ]
        )
        network.compile(config["optimizer"], "sparse_categorical_crossentropy", metrics=["accuracy"])
        network.fit(train_pictures, train_labels, epochs=config.epochs, callbacks=[WandbMetricsLogger()], verbose=0)
        loss, accuracy = network.evaluate(test_pictures, test_labels, verbose=0)
        table = wandb.Table(columns=["loss", "accuracy"])
        table.add_data(loss, accuracy)
        wandb.log({"accuracy": accuracy, "table": table, "picture": wandb.Image(test_pictures[0], caption="first")})
        trained.append(network)


# %%
sweep = wandb.sweep(
    {
        "method": "bayes",
        "metric": {"name": "accuracy", "goal": "maximize"},
        "parameters": {"units": {"values": [8, 64]}, "optimizer": {"value": "adam"}},
    },
    project="clothes",
)
wandb.agent(sweep, function=train, count=20)
model = trained[0]
print("runs:", len(trained), "units:", wandb.config.units, "accuracy kept:", "accuracy" in wandb.summary)
