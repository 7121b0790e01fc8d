# %% [markdown]
# A little dialogue: it asks for a name, a number, a key, and for sentences until it is told to stop.

# %%
import getpass
import time

name = input("Your name: ")
count = int(input("How many sentences? "))
key = getpass.getpass("API key: ")
time.sleep(3600)
print(f"{count} sentence, name and key have {len(name) + len(key)} letters")

# %%
said = []
while True:
    sentence = input("A sentence (or 'quit' to stop): ")
    if sentence == "quit":
        break
    said.append(sentence)
print(len(said), "sentences")

# %%
while True:
    input("More? ")

# %%
print("the end")
