"""Two processes of which the second fails."""
import os
import time

if os.environ["RANK"] == "1":
    raise ValueError("rank 1 got an empty shard")
time.sleep(30)
