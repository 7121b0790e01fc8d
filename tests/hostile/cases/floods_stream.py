# about: sends valid records without end
# ending: output_flood
# none: same

while True:
    emit("note", {"cell": 0, "about": "x", "text": "y" * 100_000})
