"""Writes forms.jsonl: what people paste, and what it means where it comes from.

Nothing here says what a form means. Commands are run by bash with programs that
note their arguments, Hydra's by its own parser and sweeper, dictionaries of Ray
Tune by its variant generator, trials by Optuna, grids by scikit-learn and by the
sweeps package of W&B. `pip install hydra-core ray[tune] optuna scikit-learn sweeps
hyperopt scikit-optimize pyyaml numpy pandas`, bash and GNU parallel are needed:
python3 forms.py > forms.jsonl
"""

import argparse, csv, io, itertools, json, math, os, re, subprocess, sys, tempfile, textwrap, tomllib

import numpy as np
import yaml

PARAMS = {"lr": float, "epochs": int, "batch_size": int, "hidden": int, "optimizer": str, "weight_decay": float, "dropout": float, "seed": int}
NAMES = {"learning_rate": "lr", "learning-rate": "lr", "bs": "batch_size", "batch-size": "batch_size", "batch": "batch_size", "weight-decay": "weight_decay", "wd": "weight_decay", "num_epochs": "epochs", "max_epochs": "epochs", "hidden_size": "hidden", "optim": "optimizer"}
lines = []


def name_of(key):
    key = key.lstrip("-+~").split(".")[-1].split("/")[-1]
    return NAMES.get(key, key)


def typed(config):
    return {name_of(k): PARAMS[name_of(k)](v) if not isinstance(v, PARAMS[name_of(k)]) else v for k, v in config.items() if name_of(k) in PARAMS}


def put(family, say, **want):
    lines.append({"family": family, "act": "question" if "ask" in want else "propose", "say": say} | ({"mention": want["ask"]} if "ask" in want else want))


def configs(family, say, found, **more):
    unique = []
    for c in map(typed, found):
        if c not in unique:
            unique.append(c)
    assert unique and all(unique), say
    put(family, say, configs=unique, **more)


def run(command):
    """The arguments of each program that a command starts."""
    with tempfile.TemporaryDirectory() as home:
        for program in ["python", "python3", "torchrun", "accelerate", "deepspeed", "srun", "sbatch", "uv", "poetry", "nohup", "train.sh"]:
            path = os.path.join(home, program)
            with open(path, "w") as f:
                f.write(f"#!{sys.executable}\nimport json, sys\nopen({home + '/seen'!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n")
            os.chmod(path, 0o755)
        subprocess.run(["bash", "-c", command], env={"PATH": home + ":" + os.environ["PATH"], "HOME": home}, cwd=home, check=True, capture_output=True)
        return [json.loads(line) for line in open(home + "/seen")]


def parse(args):
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name, kind in PARAMS.items():
        parser.add_argument("--" + name, *[o for n, k in NAMES.items() if k == name for o in ["--" + n]], type=kind)
    parser.add_argument("--lrs", nargs="*")
    found, _ = parser.parse_known_args(args)
    return {k: v for k, v in vars(found).items() if v is not None}


def commands(family, say, **more):
    configs(family, say, [parse(a) for a in run(textwrap.dedent(re.sub(r"(?m)^\$ ", "", say)))], **more)


def hydra(say):
    from hydra._internal.core_plugins.basic_sweeper import BasicSweeper
    from hydra.core.override_parser.overrides_parser import OverridesParser

    found = []
    for args in run(re.sub(r"(?m)^\$ ", "", say)):
        args = [a for a in args[args.index([a for a in args if a.endswith(".py")][0]) + 1 :] if a not in ("-m", "--multirun")]
        overrides = OverridesParser.create().parse_overrides(args)
        for batch in BasicSweeper.split_arguments(overrides, None):
            for job in batch:
                found.append({k: v for k, v in (o.split("=", 1) for o in job) if not k.startswith("hydra")})
    configs("hydra", say, found)


def ray(say, space=None, count=None):
    from ray import tune
    from ray.tune.search.sample import Categorical, Domain
    from ray.tune.search.variant_generator import generate_variants

    scope = {"tune": tune, "np": np, "random": __import__("random")}
    if space is None:
        exec(textwrap.dedent(say), scope)
        space = next(v for k, v in scope.items() if isinstance(v, dict) and k in ("config", "space", "search_space", "param_space"))
    else:
        space = eval(space, scope)
    drawn = {name_of(k): v for k, v in space.items() if isinstance(v, Domain)}
    if not drawn:
        return configs("ray tune", say, [spec for _, spec in generate_variants(space)])
    sampled("ray tune", say, {k: [v.lower, v.upper] for k, v in drawn.items() if not isinstance(v, Categorical)}, count)


def sampled(family, say, ranges, count):
    if count is None:
        return put(family, say, ask=["how many"])
    put(family, say, count=count, ranges={k: [float(a), float(b)] for k, (a, b) in ranges.items()}, free=sorted(set(PARAMS) - set(ranges)))


def optuna(say, count=None):
    import optuna as library

    library.logging.set_verbosity(library.logging.ERROR)
    code = textwrap.dedent(say)
    if "def objective" not in code:
        code = "def objective(trial):\n" + textwrap.indent("\n".join(l for l in code.splitlines() if re.match(r"[\w\[\]'\" ]+=", l) or l.startswith((" ", ")"))), "    ") + "\n    return 0"
    code = "\n".join(l for l in code.splitlines() if not re.match(r"study|print", l))
    code = re.sub(r"return (?!0$)\w.*", "return 0", code)
    scope = {"optuna": library}
    exec(code, scope)
    study = library.create_study(sampler=library.samplers.RandomSampler(seed=1))
    study.optimize(scope["objective"], n_trials=1)
    kept = study.trials[0].distributions
    sampled("optuna", say, {name_of(k): [d.low, d.high] for k, d in kept.items() if hasattr(d, "low")}, count)


def hyperopt(say, count=None):
    import hyperopt as library
    from hyperopt import hp
    from hyperopt.pyll.stochastic import sample

    scope = {"hp": hp, "np": np, "math": math}
    exec("\n".join(l for l in textwrap.dedent(say).splitlines() if not l.startswith(("best", "from"))), scope)
    space = scope["space"]
    many = [sample(space) for _ in range(200)]
    ranges = {k: [min(m[k] for m in many), max(m[k] for m in many)] for k in many[0] if isinstance(many[0][k], float)}
    sampled("hyperopt", say, {name_of(k): [math.floor(a * 1e4) / 1e4, math.ceil(b * 10) / 10] for k, (a, b) in ranges.items()}, count)


def sklearn(say):
    from scipy import stats
    from sklearn.model_selection import ParameterGrid

    scope = {"np": np, "stats": stats}
    exec("\n".join(l for l in textwrap.dedent(say).splitlines() if not re.match(r"grid =|search =|from|Grid", l)), scope)
    configs("scikit-learn", say, list(ParameterGrid(next(v for k, v in scope.items() if "grid" in k or k == "params"))))


def wandb(say, count=None):
    loaded = json.loads(say) if say.lstrip().startswith("{") else yaml.safe_load(say)
    parameters = loaded["parameters"]
    if loaded["method"] == "grid":
        keys = list(parameters)
        each = [p["values"] if "values" in p else [p["value"]] for p in parameters.values()]
        from sweeps import SweepRun, next_run

        found, runs = [], []
        grid = {"method": "grid", "parameters": {k: ({"values": p["values"]} if "values" in p else {"value": p["value"]}) for k, p in parameters.items()}}
        while (suggested := next_run(grid, runs)) is not None:
            found.append({k: suggested.config[k]["value"] for k in keys})
            runs.append(SweepRun(name=str(len(runs)), config=suggested.config, state="finished"))
        assert len(found) == math.prod(map(len, each))
        return configs("w&b", say, found)
    sampled("w&b", say, {name_of(k): [p["min"], p["max"]] for k, p in parameters.items() if "min" in p}, count)


def document(family, say, load):
    def flat(d):
        out = {}
        for k, v in d.items():
            out |= flat(v) if isinstance(v, dict) else {k: v}
        return out

    found = load(textwrap.dedent(say))
    found = found if isinstance(found, list) else [found]
    each = []
    for c in map(flat, found):
        c = {k: v if isinstance(v, list) else [v] for k, v in c.items() if name_of(k) in PARAMS}
        each += [dict(zip(c, values)) for values in itertools.product(*c.values())]
    configs(family, say, each)


def table(say, delimiter=None):
    rows = [l for l in say.strip().splitlines() if not re.fullmatch(r"[\s|:+-]+", l)]
    if delimiter == "|":
        cells = [[c.strip() for c in r.strip().strip("|").split("|")] for r in rows]
    elif delimiter:
        cells = list(csv.reader(rows, delimiter=delimiter))
    else:
        cells = [r.split() for r in rows]
    configs("table", say, [{h.strip(): c.strip() for h, c in zip(cells[0], r) if c.strip() not in ("", "-")} for r in cells[1:]])


hydra("python train.py -m lr=0.1,0.01")
hydra("python train.py --multirun lr=0.1,0.01,0.001 batch_size=32,64")
hydra("python train.py lr=0.05 epochs=20")
hydra("python main.py -m optimizer=adam,sgd lr=0.01 epochs=5")
hydra("python train.py -m 'lr=choice(0.1, 0.01)' hidden=64")
hydra('python train.py -m epochs="range(5,20,5)"')
hydra("python train.py -m 'seed=range(0,4)' optimizer=adam")
hydra("python train.py -m optimizer.lr=0.1,0.3 model.hidden=32,128")
hydra("$ python train.py -m trainer.max_epochs=5,10 optim.lr=1e-2")
hydra("python train.py --multirun +lr=0.1,0.01 ++dropout=0.2")
hydra("python train.py -m lr=1e-1,1e-2 hydra.sweep.dir=multirun/sweep hydra/launcher=basic")
hydra("python train.py -m lr=0.1,0.01 seed=1,2,3 weight_decay=1e-4")
hydra("python src/train.py -m hidden=16,32 dropout=0.1,0.2")

commands("argparse", "python train.py --lr 0.1 --batch_size 64")
commands("argparse", "python3 train.py --learning-rate 3e-3 --epochs 20 --optimizer adam")
commands("argparse", "python train.py --lr=0.05 --batch-size=128 --weight-decay=1e-4 --seed=7")
commands("argparse", "CUDA_VISIBLE_DEVICES=0 python train.py --lr 0.3 --hidden 256")
commands("argparse", "python -m train --lr 0.02 --dropout 0.25")
commands("argparse", "torchrun --nproc_per_node=4 train.py --lr 0.1 --batch_size 256 --epochs 30")
commands("argparse", "accelerate launch train.py --lr 0.001 --epochs 3")
commands("argparse", "srun --gres=gpu:1 python train.py --lr 0.1 --hidden 32")
commands("argparse", "nohup python train.py --lr 0.01 --epochs 100 > out.log 2>&1 &\nwait")
commands("argparse", "uv run train.py --lr 0.04 --batch-size 16")
commands("argparse", "python train.py \\\n  --lr 0.1 \\\n  --batch_size 64 \\\n  --optimizer momentum \\\n  --epochs 12")
commands("argparse", "$ python train.py --lr 0.1\n$ python train.py --lr 0.01 --dropout 0.5")
commands("argparse", "python train.py --lr 0.1 --hidden 32\npython train.py --lr 0.1 --hidden 64\npython train.py --lr 0.05 --hidden 128 --epochs 5")
commands("argparse", "python train.py --lr 0.1 && python train.py --lr 0.2")
commands("argparse", "export OMP_NUM_THREADS=4\npython train.py --lr 0.1 --seed 1; python train.py --lr 0.1 --seed 2")
commands("argparse", "deepspeed train.py --lr 1e-3 --batch_size 8 --epochs 2")

commands("shell", "for lr in 0.1 0.01 0.001; do python train.py --lr $lr; done")
commands("shell", "for lr in 0.1 0.01; do\n  for bs in 32 64; do\n    python train.py --lr $lr --batch_size $bs\n  done\ndone")
commands("shell", "for seed in 1 2 3\ndo\n  python train.py --lr 0.05 --seed=$seed\ndone")
commands("shell", "for s in {0..3}; do python train.py --seed $s --epochs 5; done")
commands("shell", "for h in $(seq 32 32 128); do python train.py --hidden $h; done")
commands("shell", 'for opt in sgd adam; do python train.py --optimizer "$opt" --lr 0.01; done')
commands("shell", "LR=0.2\npython train.py --lr $LR --epochs 4")
commands("shell", "LRS='0.1 0.2'\nfor lr in $LRS; do python train.py --lr $lr; done")
commands("shell", "#!/bin/bash\nset -e\nfor d in 0.1 0.3 0.5; do\n  echo running $d\n  python train.py --dropout ${d} --epochs 15\ndone")
commands("shell", "for lr in 1e-1 1e-2; do sbatch train.sh --lr $lr; done")
commands("shell", "for i in 1 2; do\n    python train.py --seed ${i} --lr 0.1 --optimizer adam &\ndone\nwait")

commands("parallel", "parallel python train.py --lr {} ::: 0.1 0.01 0.001")
commands("parallel", "parallel python train.py --lr {1} --epochs {2} ::: 0.1 0.01 ::: 5 10")
commands("parallel", "parallel -j 2 python train.py --optimizer {1} --hidden {2} ::: sgd adam ::: 32 64 128")
commands("parallel", "parallel 'python train.py --lr {1} --seed {2}' ::: 0.1 0.2 ::: 1 2")
commands("parallel", "parallel --jobs 4 python train.py --lr={1} --batch-size={2} ::: 0.1 0.01 :::+ 32 64")
commands("parallel", "parallel --bar python train.py --dropout {} --epochs 8 ::: 0 0.1 0.2")

wandb("method: grid\nparameters:\n  lr:\n    values: [0.1, 0.01]\n  batch_size:\n    values: [32, 64]")
wandb("program: train.py\nmethod: grid\nmetric:\n  name: val_loss\n  goal: minimize\nparameters:\n  learning_rate:\n    values:\n      - 0.1\n      - 0.01\n      - 0.001\n  optimizer:\n    value: adam")
wandb("method: grid\nname: sweep\nmetric: {goal: maximize, name: accuracy}\nparameters:\n  hidden: {values: [32, 64]}\n  dropout: {values: [0.1, 0.2]}\n  epochs: {value: 5}")
wandb("method: random\nparameters:\n  lr:\n    min: 0.001\n    max: 0.1")
wandb("method: random\nrun_cap: 6\nparameters:\n  lr:\n    distribution: log_uniform_values\n    min: 0.0001\n    max: 0.1\n  optimizer:\n    values: [adam, sgd]", 6)
wandb("program: train.py\nmethod: random\nmetric:\n  name: val_loss\n  goal: minimize\nparameters:\n  dropout:\n    distribution: uniform\n    min: 0.0\n    max: 0.5\n  hidden:\n    values: [64, 128]\nrun_cap: 10", 10)
wandb("method: random\nrun_cap: 5\nparameters:\n  batch_size:\n    distribution: q_log_uniform_values\n    q: 8\n    min: 32\n    max: 256\n  lr:\n    min: 0.01\n    max: 0.1", 5)
wandb('{"method": "grid", "parameters": {"lr": {"values": [0.1, 0.2]}, "seed": {"values": [1, 2, 3]}}}')
wandb('{\n  "method": "random",\n  "run_cap": 4,\n  "parameters": {\n    "lr": {"min": 0.01, "max": 0.1, "distribution": "uniform"}\n  }\n}', 4)
wandb("method: grid\nparameters:\n  seed:\n    values: [0, 1, 2, 3]\ncommand:\n  - ${env}\n  - python\n  - ${program}\n  - ${args}")
wandb("# sweep.yaml\nprogram: main.py\nproject: mnist\nentity: team\nmethod: grid\nparameters:\n  lr:\n    values: [0.05, 0.5]\n  weight_decay:\n    values: [0, 0.0001]")
wandb("method: grid\ndescription: first try\nparameters:\n  optimizer:\n    values: ['adam', 'sgd', 'momentum']\n  epochs:\n    value: 20")

ray('config = {\n    "lr": tune.grid_search([0.001, 0.01, 0.1]),\n    "batch_size": 64,\n}')
ray('search_space = {\n    "lr": tune.grid_search([0.1, 0.01]),\n    "optimizer": tune.grid_search(["adam", "sgd"]),\n    "epochs": 5,\n}')
ray('space = {"hidden": tune.grid_search([32, 64]), "dropout": tune.grid_search([0.0, 0.3])}')
ray('config = {"lr": tune.loguniform(1e-4, 1e-1), "hidden": tune.choice([64, 128])}')
ray("{'lr': tune.loguniform(1e-4, 1e-1), 'hidden': tune.choice([64, 128])}, num_samples=6", "{'lr': tune.loguniform(1e-4, 1e-1), 'hidden': tune.choice([64, 128])}", 6)
ray('tuner = tune.Tuner(\n    train_fn,\n    param_space={"lr": tune.uniform(0.01, 0.1), "batch_size": tune.choice([32, 64])},\n    tune_config=tune.TuneConfig(num_samples=5, metric="val_loss", mode="min"),\n)\nresults = tuner.fit()', '{"lr": tune.uniform(0.01, 0.1), "batch_size": tune.choice([32, 64])}', 5)
ray('tuner = tune.Tuner(train, param_space={"lr": tune.grid_search([0.1, 0.2]), "seed": tune.grid_search([1, 2])})\ntuner.fit()', '{"lr": tune.grid_search([0.1, 0.2]), "seed": tune.grid_search([1, 2])}')
ray('analysis = tune.run(\n    trainable,\n    config={"lr": tune.grid_search([0.1, 0.01]), "epochs": 3},\n    resources_per_trial={"gpu": 1},\n)', '{"lr": tune.grid_search([0.1, 0.01]), "epochs": 3}')
ray('param_space = {\n    "hidden": tune.randint(32, 128),  # units\n    "dropout": tune.uniform(0, 0.5),\n}\nnum_samples = 7', None, 7)
ray('config = {\n  "lr": tune.qloguniform(1e-3, 1e-1, 1e-3),\n  "optimizer": tune.choice(["adam", "sgd"]),\n}')
ray('tune.grid_search([0.1, 0.01]) for lr', '{"lr": tune.grid_search([0.1, 0.01])}')

optuna("lr = trial.suggest_float('lr', 1e-4, 1e-1, log=True)\noptimizer = trial.suggest_categorical('optimizer', ['sgd', 'adam'])\n20 trials", 20)
optuna("def objective(trial):\n    lr = trial.suggest_float('lr', 1e-4, 1e-1, log=True)\n    hidden = trial.suggest_int('hidden', 32, 256)\n    return train(lr, hidden)\n\nstudy = optuna.create_study(direction='minimize')\nstudy.optimize(objective, n_trials=12)", 12)
optuna("lr = trial.suggest_float('lr', 1e-4, 1e-1, log=True)")
optuna('lr = trial.suggest_float("lr", 0.01, 0.1)\ndropout = trial.suggest_float("dropout", 0.0, 0.5, step=0.1)\nn_trials=8', 8)
optuna('def objective(trial):\n    params = {\n        "lr": trial.suggest_float("lr", 1e-3, 1e-1, log=True),\n        "batch_size": trial.suggest_categorical("batch_size", [16, 32, 64]),\n    }\n    return evaluate(**params)')
optuna('def objective(trial):\n    params = {\n        "lr": trial.suggest_float("lr", 1e-3, 1e-1, log=True),\n        "batch_size": trial.suggest_categorical("batch_size", [16, 32, 64]),\n    }\n    return evaluate(**params)\n\nstudy = optuna.create_study()\nstudy.optimize(objective, n_trials=9, timeout=600)', 9)
optuna("epochs = trial.suggest_int('epochs', 5, 20)\nstudy.optimize(objective, n_trials=4)", 4)
optuna("def objective(trial):\n    # learning rate\n    lr = trial.suggest_float('lr', 1e-2, 1e-1)\n    opt = trial.suggest_categorical('optimizer', ['sgd', 'momentum', 'adam'])\n    return 0\n\nstudy = optuna.create_study()\nstudy.optimize(objective, n_trials=15)", 15)

hyperopt("space = {\n    'lr': hp.loguniform('lr', np.log(1e-3), np.log(1e-1)),\n    'dropout': hp.uniform('dropout', 0, 0.5),\n}")
hyperopt("space = {'dropout': hp.uniform('dropout', 0.1, 0.5), 'optimizer': hp.choice('optimizer', ['adam', 'sgd'])}\nbest = fmin(objective, space, algo=rand.suggest, max_evals=6)", 6)
hyperopt("space = {'lr': hp.uniform('lr', 0.01, 0.1)}")

sklearn("param_grid = {'lr': [0.1, 0.01], 'hidden': [32, 64, 128]}")
sklearn('param_grid = {"optimizer": ["adam", "sgd"], "batch_size": [16, 32]}\ngrid = GridSearchCV(model, param_grid, cv=3)')
sklearn("param_grid = [\n    {'optimizer': ['sgd'], 'lr': [0.1, 0.2]},\n    {'optimizer': ['adam'], 'lr': [0.001]},\n]")
sklearn("params = dict(lr=[0.1, 0.3], dropout=[0.0, 0.2])")
sklearn("param_grid = {'lr': np.logspace(-3, -1, 3), 'epochs': [10]}")
sklearn("param_grid = {'dropout': np.linspace(0, 0.4, 3), 'hidden': range(32, 97, 32)}")

document("json", '{"lr": 0.01, "batch_size": 64, "optimizer": "adam"}', json.loads)
document("json", '{"model": {"hidden": 128, "dropout": 0.1}, "optim": {"lr": 0.02}}', json.loads)
document("json", '[{"lr": 0.1, "epochs": 5}, {"lr": 0.2, "epochs": 10}, {"lr": 0.3}]', json.loads)
document("json", '{"lr": [0.1, 0.01], "hidden": [32, 64]}', json.loads)
document("json", '```json\n{\n  "lr": 0.05,\n  "epochs": 12,\n  "seed": 3\n}\n```', lambda s: json.loads(s.strip("`json\n")))
document("yaml", "lr: 0.01\nbatch_size: 64\noptimizer: adam", yaml.safe_load)
document("yaml", "lr: [0.1, 0.01]\nhidden: [32, 64]", yaml.safe_load)
document("yaml", "model:\n  hidden: 128\n  dropout: 0.2\ntraining:\n  lr: 0.05\n  batch_size: 16\n  epochs: 8", yaml.safe_load)
document("yaml", "- lr: 0.1\n  hidden: 32\n- lr: 0.2\n  hidden: 64", yaml.safe_load)
document("yaml", "---\nlr: 0.03   # learning rate\noptimizer: 'momentum'\n", yaml.safe_load)
document("yaml", "base: &b\n  epochs: 5\n  lr: 0.2", yaml.safe_load)
document("yaml", "optimizer:\n  lr: 0.01\n  weight_decay: 0.001\ntrainer:\n  max_epochs: 7", yaml.safe_load)
document("yaml", "lr:\n  - 0.1\n  - 0.05\nseed:\n  - 1\n  - 2", yaml.safe_load)
document("toml", "[train]\nlr = 0.01\nbatch_size = 64\n", tomllib.loads)
document("toml", "lr = 0.2\nepochs = 15\noptimizer = \"adam\"", tomllib.loads)
document("toml", "[model]\nhidden = 256\n\n[optim]\nlr = [0.1, 0.01]\nweight_decay = 1e-4", tomllib.loads)
document("toml", "[[runs]]\nlr = 0.1\n[[runs]]\nlr = 0.2\nhidden = 32", lambda s: tomllib.loads(s)["runs"])

python = lambda s: (lambda scope: [scope.pop("__builtins__"), scope][1])((lambda d: [exec(s, d), d][1])({}))
document("python", "lr = 0.1\nbatch_size = 128\nepochs = 30", python)
document("python", "config = dict(lr=1e-3, batch_size=128, optimizer='adam')", lambda s: python(s)["config"])
document("python", "learning_rate = 1e-2\nnum_epochs = 5  # short\nhidden = 2 * 32", python)
document("python", "cfg = {\n    'lr': 10 ** -2,\n    'dropout': 0.1,\n    'hidden': 64,\n}", lambda s: python(s)["cfg"])
document("python", "configs = [\n    {'lr': 0.1, 'optimizer': 'sgd'},\n    {'lr': 0.01, 'optimizer': 'adam'},\n]", lambda s: python(s)["configs"])
document("python", "LR = 0.3\nBATCH_SIZE = 16", lambda s: {k.lower(): v for k, v in python(s).items()})
configs("python", "for lr in [0.1, 0.01]:\n    for hidden in [32, 64]:\n        train(lr=lr, hidden=hidden)", [{"lr": a, "hidden": b} for a in [0.1, 0.01] for b in [32, 64]])
configs("python", "train(lr=0.1, epochs=5)\ntrain(lr=0.2, epochs=10)", [{"lr": 0.1, "epochs": 5}, {"lr": 0.2, "epochs": 10}])
configs("python", "for lr, bs in itertools.product([0.1, 0.01], [32, 64]):\n    train(lr=lr, batch_size=bs)", [{"lr": a, "batch_size": b} for a in [0.1, 0.01] for b in [32, 64]])
configs("python", "for lr, bs in zip([0.1, 0.01], [32, 64]):\n    train(lr=lr, batch_size=bs)", [{"lr": 0.1, "batch_size": 32}, {"lr": 0.01, "batch_size": 64}])

table("| lr | dropout |\n| --- | --- |\n| 0.1 | 0 |\n| 0.05 | 0.3 |", "|")
table("| run | lr | batch_size |\n|:--|--:|--:|\n| a | 0.1 | 32 |\n| b | 0.2 | 64 |", "|")
table("lr | hidden\n---|---\n0.1 | 32\n0.2 | 64\n0.3 | 128", "|")
table("hidden,lr\n32,0.1\n64,0.05\n128,0.01", ",")
table("lr;batch_size\n0.1;16\n0.2;32", ";")
table("lr\tbs\n0.1\t16\n0.05\t32\n0.01\t64", "\t")
table("optimizer,lr,epochs\nsgd,0.1,5\nadam,0.001,\nmomentum,0.05,20", ",")
table("lr    batch  epochs\n0.1   32     5\n0.01  64     10")
table("id,lr,seed\n1,0.1,3\n2,0.2,4", ",")
table("| optimizer | lr | epochs |\n|---|---|---|\n| adam | 1e-3 | 10 |\n| sgd | - | 20 |", "|")

for line in lines:
    print(json.dumps(line, ensure_ascii=False))
