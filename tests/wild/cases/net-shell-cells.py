# %% [markdown]
# Cells of the shell: comments, loops, a download; an archive by a program for RAR and by a module.

# %%
%%bash
# it's all fetched here
mkdir -p got
curl -s -o got/SMSSpamCollection https://archive.example.org/SMSSpamCollection
for part in one two; do
  echo "part $part"
done
pip install patool==1.0
[[ -s got/SMSSpamCollection ]] && echo "lines came"

# %%
# !unrar x -y reviews_of_imdb.rar reviews/

# %%
import os

import patoolib

patoolib.extract_archive("/content/drive/MyDrive/sms_spam.rar", outdir="messages")
print(sorted(os.listdir("reviews")), "spam.csv" in os.listdir("messages"))
