# %% [markdown]
# Work is handed to other processes.

# %%
from joblib import Parallel, delayed

import counting


def total(limit):
    result = 0
    for number in range(limit):
        result += int(number)
    return result


print(Parallel(n_jobs=2)(delayed(total)(limit) for limit in (5, 10, 15)))

# %%
print("module:", counting.total(4))

# %%
!python script.py
