from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor

x, y = load_diabetes(return_X_y=True)
GradientBoostingRegressor(n_estimators=12, verbose=1, random_state=0).fit(x, y)
GradientBoostingRegressor(n_estimators=4, subsample=0.5, verbose=2, random_state=0).fit(x, y)
