# %%
# !pip install -q wandb==0.12
import numpy as np
import wandb
from tensorflow import keras
from wandb.keras import WandbCallback

wandb.login()
wandb.init(project="demo", config={"units": 6, "epochs": 1})
settings = wandb.config

# %%
features, labels = np.eye(8, dtype="float32"), np.arange(8) % 2
network = keras.Sequential([keras.Input((8,)), keras.layers.Dense(settings.units), keras.layers.Dense(1, "sigmoid")])
network.compile("adam", "binary_crossentropy")
network.fit(features, labels, epochs=settings.epochs, callbacks=[WandbCallback()], verbose=0)
wandb.log({"units": settings["units"], "picture": wandb.Image(features)})
wandb.finish()

# %%
from google.colab import userdata
from kaggle_secrets import UserSecretsClient

print(repr(userdata.get("TOKEN")), repr(UserSecretsClient().get_secret("TOKEN")))

# %%
import gradio as gr

page = gr.Interface(fn=lambda text: text.upper(), inputs="text", outputs="label", title="Spam or not")
page.launch(share=True)
with gr.Blocks() as blocks:
    gr.Markdown("# Spam or not")
print("no page, and on")
