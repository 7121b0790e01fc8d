"""Everything of ours that runs beside the student's code: the runner, the data gateway and the probe.

Runs in the student side's own interpreter: needs the standard library, numpy and IPython, and looks at any
other library only once the notebook has imported it. Writes frames to one pipe and nothing else; what it
writes is a claim until the reader outside has checked it.
"""
