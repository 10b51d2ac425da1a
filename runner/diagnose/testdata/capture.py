"""Makes every script fail and keeps its log and how it ended: python3 capture.py [NAME …]

The logs have standard output and errors in one file, as a run's has. Paths of
the machine are replaced by /env and /run, and hosts by example.org. What the
classifier must say of each is in logs/NAME.json, beside how it ended."""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
scripts = os.path.join(here, "scripts")
python = sys.executable
work = tempfile.mkdtemp()


def built(compiler, source, name):
    target = os.path.join(work, name)
    text = os.path.join(scripts, source)
    if source.endswith(".txt"):  # so that this folder's own build does not read it
        copy = os.path.join(work, name + os.path.splitext(source[:-len(".txt")])[1])
        with open(text) as f, open(copy, "w") as g:
            g.write(f.read())
        text = copy
    subprocess.run([*compiler, "-o", target, text], check=True, cwd=work)
    return [target]


def commands():
    with open(os.path.join(scripts, "fail.py")) as f:
        for name in re.findall(r"^def (\w+)\(\)", f.read(), re.M):
            yield name, lambda name=name: [python, "fail.py", name]
    yield "argument_unknown", lambda: [python, "arguments.py", "--data", "x", "--momentum", "0.9"]
    yield "argument_choice", lambda: [python, "arguments.py", "--data", "x", "--optimizer", "lion"]
    yield "argument_type", lambda: [python, "arguments.py", "--data", "x", "--lr", "fast"]
    yield "argument_missing", lambda: [python, "arguments.py", "--lr", "0.1"]
    yield "click_unknown", lambda: [python, "clicked.py", "--momentum", "1"]
    yield "click_value", lambda: [python, "clicked.py", "--epochs", "0"]
    yield "go_flag", lambda: built(["go", "build"], "flags.go.txt", "flags") + ["-momentum", "1"]
    yield "go_panic", lambda: built(["go", "build"], "nil_map.go.txt", "train")
    yield "go_deadlock", lambda: built(["go", "build"], "deadlock.go.txt", "train2")
    yield "bad_alloc", lambda: ["bash", "-c", "ulimit -v 1000000; " + built(["g++"], "bad_alloc.cc", "alloc")[0]]
    yield "rust_panic", lambda: built(["rustc"], "panic.rs.txt", "panic")
    yield "java_exception", lambda: ["java", "Train.java"]
    yield "node_module", lambda: ["node", "missing_module.js"]
    yield "syntax", lambda: [python, "syntax.py"]
    yield "indentation", lambda: [python, "indentation.py"]
    yield "script_missing", lambda: [python, "train_v2.py"]
    yield "torchrun", lambda: [python, "-m", "torch.distributed.run", "--nproc-per-node", "2", "distributed.py"]
    for name in ("missing_program", "missing_data", "not_executable", "killed_child", "full_disk"):
        yield name, lambda name=name: ["bash", name + ".sh"]
    yield "env_python", lambda: ["./env_python.sh"]
    yield "shell_false", lambda: ["sh", "-c", "false"]


def clean(text):
    for path, name in ((sys.prefix, "/env"), (os.path.realpath(python), "/env/bin/python"), (scripts, "/run"), (work, "/run"), (sys.base_prefix, "/usr"), (os.path.expanduser("~"), "/home"),
                       (socket.gethostname(), "machine")):
        text = text.replace(path, name)
    return re.sub(r"https://[a-z0-9.-]+", "https://example.org", text)


environment = dict(os.environ, PYTHONUNBUFFERED="1", CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="2", OMP_NUM_THREADS="1", COLUMNS="80")
environment.pop("CUDA_VISIBLE_DEVICES")
os.chmod(os.path.join(scripts, "env_python.sh"), 0o755)
for name, command in commands():
    if len(sys.argv) > 1 and name not in sys.argv[1:]:
        continue
    result = subprocess.run(command(), cwd=scripts, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    code = result.returncode
    end = {"code": code} if code >= 0 else {"code": -1, "signal": signal.Signals(-code).name}
    with open(os.path.join(here, "logs", name + ".log"), "w") as f:
        f.write(clean(result.stdout.decode("utf-8", "replace")))
    golden = os.path.join(here, "logs", name + ".json")
    known = json.load(open(golden)) if os.path.exists(golden) else {}
    known["exit"] = end
    with open(golden, "w") as f:
        json.dump(known, f, indent=2)
        f.write("\n")
    print(name, end, flush=True)
