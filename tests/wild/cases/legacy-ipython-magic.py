# %% [markdown]
# A notebook that was a script for a while.

# %%
get_ipython().magic(u"matplotlib inline")
get_ipython().magic("%time print('timed')")
