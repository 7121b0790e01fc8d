"""Answers what notebooks ask for with the course's own data, and says what it put in place of what.

A notebook reaches for a file on somebody's laptop, a mount, a URL; the course has the rows. Each path is matched
by name, then by kind, and the columns are named as the code goes on to use them.
"""
