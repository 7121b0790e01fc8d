"""The warm parent: an interpreter with the libraries loaded, of which each attempt is a fork in a box of its own.

Two processes serve an attempt. The parent's fork is born as the first process of new namespaces, builds the attempt's
file system (`box`), waits and reports (`first`); its child gives up everything and runs the notebook (`drop`). The
parent itself handles nothing but descriptors and the attempt's number: what it read would be in the memory of every
later fork.
"""
