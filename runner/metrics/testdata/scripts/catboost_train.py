import catboost
import numpy

random = numpy.random.RandomState(0)
x = random.rand(300, 5)
y = x.sum(1) + random.rand(300) * 0.1
catboost.CatBoostRegressor(iterations=5, thread_count=1, allow_writing_files=False).fit(x[:200], y[:200], eval_set=(x[200:], y[200:]))
