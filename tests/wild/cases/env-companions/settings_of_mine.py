width = 7
