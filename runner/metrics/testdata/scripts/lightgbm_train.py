import lightgbm
import numpy

random = numpy.random.RandomState(0)
x = random.rand(500, 5)
y = x.sum(1) + random.rand(500) * 0.1
train = lightgbm.Dataset(x[:400], y[:400])
lightgbm.train({"objective": "regression", "metric": ["l2", "l1"], "num_threads": 1}, train, 10,
               valid_sets=[train.create_valid(x[400:], y[400:])],
               callbacks=[lightgbm.log_evaluation(2), lightgbm.early_stopping(5)])
