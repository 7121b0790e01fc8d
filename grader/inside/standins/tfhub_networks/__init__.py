"""Networks of TensorFlow Hub with fresh weights: the published shapes, and parameters as many as published where known.

`catalogue` knows the addresses and nothing of TensorFlow; the other modules build, and are imported when they do.
"""
