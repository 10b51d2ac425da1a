import numpy
import xgboost

random = numpy.random.RandomState(0)
x = random.rand(500, 5)
y = x.sum(1) + random.rand(500) * 0.1
train, valid = xgboost.DMatrix(x[:400], y[:400]), xgboost.DMatrix(x[400:], y[400:])
xgboost.train({"max_depth": 3, "eval_metric": ["rmse", "mae"]}, train, 6, evals=[(train, "train"), (valid, "valid")])
