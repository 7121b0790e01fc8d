"""The only part of the grader that both sides of the sandbox share; standard library alone."""
