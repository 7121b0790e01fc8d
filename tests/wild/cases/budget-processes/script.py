"""Run by the shell."""

import counting

print("script:", counting.total(4))
