import optuna

study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
study.optimize(lambda trial: (trial.suggest_float("lr", 0, 1) - 0.3) ** 2, n_trials=4)
print("Best value: %.4f" % study.best_value)
