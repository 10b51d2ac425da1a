from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV

x, y = load_digits(return_X_y=True)
search = GridSearchCV(LogisticRegression(max_iter=200), {"C": [0.01, 0.1]}, cv=3, verbose=3)
search.fit(x[:300] / 16, y[:300])
print("Best parameters:", search.best_params_)
print("Best score: %.4f" % search.best_score_)
