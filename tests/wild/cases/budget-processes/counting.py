"""Sums by hand."""


def total(limit):
    result = 0
    for number in range(limit):
        result += int(number)
    return result
