from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import cross_val_score
from sklearn.neural_network import MLPClassifier

x, y = load_digits(return_X_y=True)
model = MLPClassifier(hidden_layer_sizes=(16,), max_iter=6, verbose=True, early_stopping=True, random_state=0)
print(model)
model.fit(x, y)
print("Test accuracy: %.4f" % model.score(x, y))
SGDClassifier(max_iter=3, verbose=1, random_state=0, tol=None).fit(x, y % 2)
scores = cross_val_score(SGDClassifier(random_state=0), x, y, cv=3)
print("CV accuracy: %0.2f (+/- %0.2f)" % (scores.mean(), scores.std() * 2))
