# %%
# %matplotlib notebook
import matplotlib.pyplot as plt
from IPython.core.display import HTML, display
from ipywidgets import interact
from tqdm import tqdm_notebook
from tqdm.notebook import tqdm, trange

plt.style.use("seaborn-darkgrid")

# %%
total = 0
for number in tqdm(range(4), desc="adding"):
    total += number
for _ in trange(2):
    total += sum(tqdm_notebook([1, 1], leave=False))
print("total", total)

# %%
display(HTML("<b>a slider</b>"))


def draw(power=2):
    plt.plot([x**power for x in range(5)])
    plt.show()
    print("drawn", power)


interact(draw, power=(1, 3))
