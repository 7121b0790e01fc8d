# %% [markdown]
# On its author's machine one could write above the notebook's folder, and go back by its name.

# %%
%mkdir datasets
%cd ..

# %%
with open("written.txt", "w") as file:
    file.write("here")
print(open("written.txt").read())

# %%
%cd content

# %%
import os

print("made:", os.path.isdir("datasets"), os.path.exists("written.txt"))
