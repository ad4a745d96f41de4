"""A fast stand-in for the simulator on B city's path: small neural networks.

It only proposes: which part of the space to rule out, and where to simulate next. What is kept
was simulated by the kernel and is weighed by the kernel's own result.
"""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor
from threadpoolctl import ThreadpoolController

HIDDEN = (64, 64)
NETS = 3
HELD_OUT = 0.15
_LIBRARIES = ThreadpoolController()


class Emulator:
    """Mean of `NETS` networks from points of the unit cube to quantities on the working scale.

    Parameters
    ----------
    points : ndarray(float64, ndim=2), shape (n, parameters)
    scaled : ndarray(float64, ndim=2), shape (n, targets)
    seed : int
        Of the networks' start and of the points held out.

    Attributes
    ----------
    variance : ndarray(float64, ndim=1), shape (targets,)
        Mean squared error at points held out: of the networks, and of the simulation itself.
    explained : ndarray(float64, ndim=1), shape (targets,)
        One less that error over the variance of the quantity.
    """

    def __init__(self, points: np.ndarray, scaled: np.ndarray, *, seed: int) -> None:
        good = np.isfinite(scaled).all(axis=1)
        x, y = self._centred(points[good]), scaled[good]
        order = np.random.default_rng(seed).permutation(len(x))
        out, fit = np.split(order, [max(2, int(HELD_OUT * len(x)))])
        self.mean, self.scale = y[fit].mean(axis=0), y[fit].std(axis=0) + 1e-9
        self.nets = []
        for net in range(NETS):
            model = MLPRegressor(
                hidden_layer_sizes=HIDDEN,
                activation="tanh",
                alpha=0.3,
                learning_rate_init=3e-3,
                max_iter=400,
                early_stopping=len(fit) >= 200,
                n_iter_no_change=15,
                random_state=(seed + net) % 2**32,
            )
            with warnings.catch_warnings(), _LIBRARIES.limit(limits=1):
                warnings.simplefilter("ignore", ConvergenceWarning)
                self.nets.append(model.fit(x[fit], (y[fit] - self.mean) / self.scale))
        self.variance = np.mean((self.predict(points[good][out]) - y[out]) ** 2, axis=0)
        self.explained = 1.0 - self.variance / np.maximum(y[out].var(axis=0), 1e-12)

    @staticmethod
    def _centred(points: np.ndarray) -> np.ndarray:
        return 2.0 * points - 1.0

    def predict(self, points: np.ndarray) -> np.ndarray:
        """Quantities on the working scale, shape (n, targets)."""
        x = self._centred(points)
        total = np.zeros((len(x), len(self.mean)))
        with _LIBRARIES.limit(limits=1):  # small matrices: more threads only wait for each other
            for net in self.nets:
                total += _forward(net, x)
        return total / len(self.nets) * self.scale + self.mean


def _forward(net: MLPRegressor, x: np.ndarray) -> np.ndarray:
    """What ``net.predict`` gives, without its checks, which take longer than the sums."""
    for weights, shift in zip(net.coefs_[:-1], net.intercepts_[:-1], strict=True):
        x = np.tanh(x @ weights + shift)
    return x @ net.coefs_[-1] + net.intercepts_[-1]
