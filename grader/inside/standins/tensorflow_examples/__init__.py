"""`tensorflow.examples`, which came with TensorFlow 1: of its tutorials, the reader of handwritten digits."""
