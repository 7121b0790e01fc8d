"""The warm parent: an interpreter with the libraries loaded, of which each attempt is a fork in a box of its own.

Three processes serve an attempt. The parent forks one that leaves all namespaces behind (`box`); its child is the
first process of the new ones, builds the attempt's file system, waits and reports (`first`); the child of that one
gives up everything and runs the notebook (`drop`). The parent itself handles nothing but descriptors and the
attempt's number: what it read would be in the memory of every later fork.
"""
