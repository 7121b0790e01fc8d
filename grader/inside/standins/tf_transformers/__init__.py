"""The TensorFlow classes that transformers had before 5: BERT, DistilBERT and RoBERTa on the Keras of the attempt.

`encoder` builds the network from a configuration, `outputs` is what a call returns, `models` has the classes under
their names and `loading` their `from_pretrained`. Imported when a notebook asks for one of them, after transformers.
"""
