"""What a training loop of the notebook's own may take under the profile: how it is seen, counted and ended early.

`rewriting` hands every loop of the notebook's code to `loops`, which asks `clock` whether weights were changed.
"""
