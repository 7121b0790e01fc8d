# about: fills memory and disk, each to just below its limit: neither is taken for the other
# ending: finished
# prints: both
# limits: memory_bytes=134217728 disk_bytes=134217728
# none: same

kept = bytearray(b"x") * 80_000_000
with open("large", "wb") as out:
    for _ in range(100):
        out.write(bytes(1_000_000))
print("both")
