"""Drives a Trex server on a machine with GPUs and checks each promise; see check."""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 235  # seconds for everything
begun = time.monotonic()
bad = 0


def say(ok, what, evidence=""):
    global bad
    bad += not ok
    print(f"{'ok  ' if ok else 'FAIL'} {time.monotonic() - begun:5.1f}s  {what}", flush=True)
    for line in str(evidence).splitlines():
        print("               " + line[:300], flush=True)


def left():
    return max(0, PATIENCE - (time.monotonic() - begun))


def until(ask, wait):
    """Asks repeatedly until the answer is true, and returns the last answer."""
    end = time.monotonic() + min(wait, left())
    while not (answer := ask()) and time.monotonic() < end:
        time.sleep(0.2)
    return answer


def smi(fields, of="gpu"):
    out = subprocess.run(["nvidia-smi", f"--query-{of}={fields}", "--format=csv,noheader,nounits"], capture_output=True, text=True, check=True)
    return [[field.strip() for field in line.split(",")] for line in out.stdout.splitlines() if line.strip()]


class Server:
    def __init__(self, trex, config, data, log):
        self.argv = [trex, "serve", "--config", str(config), "--data", str(data), "--addr", "127.0.0.1:0"]
        self.data, self.log = data, log

    def start(self):
        self.process = subprocess.Popen(self.argv, stdout=subprocess.DEVNULL, stderr=open(self.log, "a"))
        seen = self.log.stat().st_size
        found = until(lambda: re.search(r"open (http://\S+)", self.log.read_text()[seen:]), 20)
        if not found:
            sys.exit("the server does not start:\n" + self.log.read_text())
        self.url = found[1].rstrip("/")

    def kill(self, sig):
        self.process.send_signal(sig)
        self.process.wait()

    def call(self, path, body=None, form=None):
        """Returns status and answer."""
        data, kind = None, "application/json"
        if body is not None:
            data = json.dumps(body).encode()
        if form is not None:
            data, kind = urllib.parse.urlencode(form).encode(), "application/x-www-form-urlencoded"
        request = urllib.request.Request(self.url + path, data, {"Content-Type": kind, "X-Requested-With": "fetch"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        try:
            return status, json.loads(text)
        except ValueError:
            return status, text

    def launch(self, project, configs=({},)):
        status, runs = self.call("/api/run-job", {"project": project, "configs": list(configs)})
        if status != 201:
            say(False, f"launch {project}", runs)
            return []
        return [run["id"] for run in runs]

    def run(self, run):
        return self.call(f"/api/run/{run}")[1]

    def over(self, run):
        return self.run(run)["status"] in ("completed", "failed", "cancelled")

    def ended(self, run, wait):
        until(lambda: self.over(run), wait)
        return self.run(run)

    def file(self, run, name):
        return self.data / "runs" / run / name

    def printed(self, run):
        path = self.file(run, "log")
        return path.read_text(errors="replace") if path.exists() else ""

    def gpus(self, run):
        return json.loads(self.file(run, "job.json").read_text()).get("gpus")

    def points(self, run, metric):
        _, answer = self.call(f"/api/run/{run}/metrics?metric={urllib.parse.quote(metric)}")
        return [v for v in answer.get(metric, {}).get("value", []) if v is not None]


def configuration(gpus, slots):
    python, train, fail = (json.dumps(str(p)) for p in (shutil.which(os.environ.get("PYTHON", sys.executable)), HERE / "train.py", HERE / "fail.py"))
    batch = "params: {batch_size: {type: int, default: 32768, min: 1}}\n    objective: {metric: loss, goal: minimize}"
    one = "resources: {gpus: 1}"
    text = f"""
projects:
  train:
    command: [{python}, {train}, --lr, "{{lr}}", --epochs, "{{epochs}}"]
    params: {{lr: {{type: float, default: 0.001, min: 0}}, epochs: {{type: int, default: 15, min: 1}}}}
    objective: {{metric: loss, goal: minimize}}
    {one}
  hold:
    command: [{python}, {train}, --until, finish]
    objective: {{metric: loss, goal: minimize}}
    {one}
  more:
    command: [{python}, {train}]
    resources: {{gpus: {gpus + 1}}}
  idle:
    command: [{python}, {fail}, idle]
    watch: {{idle_gpu: stop, idle_after: 15s}}
    {one}
"""
    for way in ("memory", "label", "token", "number", "hidden", "devices", "fork"):
        text += f"""
  {way}:
    command: [{python}, {fail}, {way}, --batch-size, "{{batch_size}}"]
    {batch}
    {'' if way == 'hidden' else one}
"""
    return text + f"runner: {{slots: {slots}, grace: 3s, system_metrics: 2s}}\n"


def check_doctor(trex, work, cards):
    whole, fair = work / "trex.yaml", work / "fair.yaml"
    fair.write_text(re.sub(r"  more:\n.*\n.*\n", "", whole.read_text()))
    for config, want in ((fair, 0), (whole, 1)):
        done = subprocess.run([trex, "doctor", "--config", config, "--data", work / "doctor"], capture_output=True, text=True)
        text = done.stdout + done.stderr
        shown = [line for line in text.splitlines() if "GPU" in line]
        if want == 0:
            say(done.returncode == 0 and cards[0][1] in text, "trex doctor finds the GPUs", "\n".join(shown) or text)
        else:
            say(done.returncode == 1 and f"this machine has {len(cards)}" in text, "trex doctor names a project that asks for more than there is", "\n".join(shown) or text)


def check_refusal(server, gpus):
    status, answer = server.call("/api/run-job", {"project": "more", "configs": [{}]})
    sentence = answer.get("error", {}).get("message", "") if isinstance(answer, dict) else ""
    say(400 <= status < 500 and "GPU" in sentence, f"a run that asks for {gpus + 1} GPUs is refused with a sentence", f"{status}: {sentence or answer}")


def waits(run):
    return run["status"] == "pending" and "GPU" in run.get("reason", "")


def check_assignment(server, gpus):
    """Launches one run more than there are GPUs, and kills the server with -9 meanwhile."""
    runs = server.launch("hold", [{}] * (gpus + 1))
    if not runs:
        return
    holding, waiting = runs[:gpus], runs[gpus]
    until(lambda: all("epoch 2 " in server.printed(r) for r in holding) or server.over(holding[0]), 90)
    if server.over(holding[0]):
        say(False, "a training on the GPU goes on until it is told to end", f"{server.run(holding[0])}\n{server.printed(holding[0])[-800:]}")
        return
    last = until(lambda: waits(r := server.run(waiting)) and r, 10) or server.run(waiting)
    given = [server.gpus(r) for r in holding]
    say(sorted(sum(given, [])) == sorted(int(card[0]) for card in smi("index")), "every GPU is assigned to one run", f"{dict(zip(holding, given))}")
    seen = [re.search(r"^training on .*", server.printed(r), re.M) for r in holding]
    say(all(m and repr(str(g[0])) in m[0] for m, g in zip(seen, given)), "a run sees its own GPU only", "\n".join(m[0] for m in seen if m) or server.printed(holding[0])[-600:])
    say(waits(last), "the next run waits for a GPU and says so", f"{waiting}: {last['status']}, {last.get('reason')}")

    server.kill(signal.SIGKILL)
    before = server.printed(holding[0])
    grew = until(lambda: len(server.printed(holding[0])) > len(before), 20)
    say(grew, "training goes on while the server is dead (kill -9)", server.printed(holding[0]).splitlines()[-1])
    server.start()
    until(lambda: server.run(holding[0])["status"] == "running", 10)
    end, wrong = time.monotonic() + 4, []
    while time.monotonic() < end:
        states = [server.run(r)["status"] for r in runs]
        if states != ["running"] * gpus + ["pending"]:
            wrong.append(states)
        time.sleep(0.2)
    say(not wrong and [server.gpus(r) for r in holding] == given, "after the restart the assignments stand, and nobody gets a GPU twice", wrong[:3] or f"{given}, {waiting} still waits")

    for r in holding:
        server.file(r, "finish").touch()
    done = [server.ended(r, 30) for r in holding]
    say(all(r["status"] == "completed" for r in done), "the runs end by themselves", [f"{r['id']} {r['status']} {r.get('reason', '')}" for r in done])
    steps = server.call(f"/api/run/{holding[0]}/metrics?metric=loss")[1].get("loss", {}).get("step", [])
    epochs = len(re.findall(r"^epoch ", server.printed(holding[0]), re.M))
    say(len(steps) == epochs and len(set(steps)) == epochs, "no point is lost or doubled over the kill", f"{epochs} epochs printed, {len(steps)} points of loss")
    until(lambda: "epoch 1 " in server.printed(waiting) or server.over(waiting), 40)
    say("epoch 1 " in server.printed(waiting), "the run that waited gets a freed GPU", f"{waiting} has {server.gpus(waiting)}")
    used = max(int(card[0]) for card in smi("memory.used"))
    server.call(f"/api/run/{waiting}/stop", {})
    last = server.ended(waiting, 20)
    freed = until(lambda: max(int(card[0]) for card in smi("memory.used")) < used, 10)
    say(last["status"] == "cancelled" and freed, "a stopped run leaves the GPU", f"{last['status']}: {last.get('reason')}; {used} MiB used before, {max(int(card[0]) for card in smi('memory.used'))} MiB after")


def check_training(server, run, out):
    last = server.ended(run, 90)
    loss = server.points(run, "loss")
    say(last["status"] == "completed" and len(loss) == 15 and loss[-1] < loss[0], "a real training has its curve", f"{last['status']} {last.get('reason', '')}, {len(loss)} points of loss: {loss[:1]} … {loss[-1:]}, best {last.get('objective')}")
    use, memory = server.points(run, "sys/gpu_util"), server.points(run, "sys/gpu_memory")
    say(bool(use) and 5 < max(use) <= 100, "sys/gpu_util: what its GPU did, in percent", use)
    say(bool(memory) and max(memory) > 200 << 20, "sys/gpu_memory: what its GPU held, in bytes", memory)
    say(bool(server.points(run, "sys/cpu")) and bool(server.points(run, "sys/memory")), "sys/cpu and sys/memory beside them", f"{server.points(run, 'sys/cpu')[-3:]}, {server.points(run, 'sys/memory')[-3:]}")
    known = {"loss", "lr", "sys/gpu_util", "sys/gpu_memory", "sys/cpu", "sys/memory"}
    got = set(server.call(f"/api/run/{run}/metrics")[1])
    say(got == known, "and no metric that nobody printed", sorted(got))
    if out:
        (out / f"{run}.png").write_bytes(server.call(f"/run/{run}/chart.png")[1])


# For each kind of failure: the expected cause, and the log line that must prove
# it.
WHY = {
    "memory": (r"out of GPU memory", r"OutOfMemoryError: CUDA out of memory"),
    "label": (r"label or index is larger", r"Assertion .t >= 0 && t < n_classes. failed"),
    "token": (r"label or index is larger", r"Assertion .* failed"),
    "number": (r"GPU that it was not given", r"CUDA error: invalid device ordinal"),
    "hidden": (r"wants a GPU", r"No CUDA GPUs are available"),
    "devices": (r"different devices", r"to be on the same device"),
    "fork": (r"forked", r"Cannot re-initialize CUDA in forked subprocess"),
}


def check_failures(server, runs):
    for way, run in runs.items():
        last = server.ended(run, 90)
        said = until(lambda: [m["content"] for m in server.call("/api/messages")[1] if f"{run} failed" in m["content"].split("\n")[0]], 15)
        cause, proof = WHY[way]
        ok = last["status"] == "failed" and re.search(cause, last.get("reason", "")) and said and re.search(proof, said[0])
        say(ok, f"explained: {way}", said[0] if said else f"{run} {last['status']}: {last.get('reason')}, no word in the chat")
    check_fix(server, runs["memory"])


def check_fix(server, run):
    _, page = server.call(f"/run/{run}")
    offered = b"Retry with batch_size 16384" in page
    status, answer = server.call("/action", form={"action": f"retry-fix:0:{run}"})
    found = until(lambda: [m for m in server.call("/api/messages")[1] if any(c.get("batch_size") == 16384 for c in m.get("runConfigs") or [])], 10)
    say(offered and bool(found), "out of memory offers a retry with half the batch, as a proposal", f"button: {offered}; {status}; {found[-1]['proposal'] if found else answer}")


def check_idle(server, run):
    last = server.ended(run, 90)
    say(last["status"] == "failed" and "watchdog" in last.get("reason", "") and "GPU" in last.get("reason", ""), "a run whose GPU idles is stopped where its project says so", f"{run} {last['status']}: {last.get('reason')}\nsys/gpu_util {server.points(run, 'sys/gpu_util')}")


def processes_of(data):
    mine = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"TREX_RUN_DIR={data}".encode() in (entry / "environ").read_bytes():
                mine.append(entry.name)
        except OSError:
            pass
    return mine


def keep(server, work, out):
    for path in (work / "data" / "runs").glob("*/"):
        for name in ("log", "job.json", "exit.json", "supervisor.log"):
            if (path / name).exists():
                shutil.copy(path / name, out / f"{path.name}.{name}")
    for name in ("runs", "messages"):
        (out / f"{name}.json").write_text(json.dumps(server.call(f"/api/{name}")[1], indent=1))
    shutil.copy(server.log, out / "server.log")


def main():
    trex, work, out = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), sys.argv[3] and pathlib.Path(sys.argv[3])
    cards = smi("index,name,memory.total")
    print("GPUs:", "; ".join(" ".join(card) for card in cards))
    (work / "trex.yaml").write_text(configuration(len(cards), len(cards) + 3))
    if out:
        out.mkdir(parents=True, exist_ok=True)
    check_doctor(trex, work, cards)
    server = Server(trex, work / "trex.yaml", work / "data", work / "server.log")
    server.start()
    try:
        until(lambda: server.call("/readyz")[0] == 200, 10)
        check_refusal(server, len(cards))
        check_assignment(server, len(cards))
        training, idle = server.launch("train"), server.launch("idle")
        failing = {way: runs[0] for way in WHY if (runs := server.launch(way))}
        if training:
            check_training(server, training[0], out)
        if len(failing) == len(WHY):
            check_failures(server, failing)
        if idle:
            check_idle(server, idle[0])
        if out:
            keep(server, work, out)
    finally:
        for run in server.call("/api/runs?limit=1000")[1]:
            if run["status"] in ("pending", "running"):
                server.call(f"/api/run/{run['id']}/stop", {})
        remains = until(lambda: not processes_of(work / "data"), 15)
        server.kill(signal.SIGTERM)
    say(remains, "no process of a run is left", processes_of(work / "data"))
    print("\nall is well" if not bad else f"\n{bad} checks failed", f"({time.monotonic() - begun:.0f} s)")
    return 1 if bad else 0


sys.exit(main())
