python3 -c 'import os, signal; print("step 1 loss 0.3", flush=True); os.kill(os.getpid(), signal.SIGKILL)'
