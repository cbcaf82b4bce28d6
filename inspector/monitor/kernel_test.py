"""Do two sets of vectors come from one source? The kernel two-sample test, with a permutation p-value.

Invariant: under "nothing changed" the p-value is at most alpha in at most a share alpha of all draws, whatever the
vectors look like, as long as the two sets are independent draws. Cost: one matrix of pooled vectors squared, in float64
(32 MB for 1,000 a side), and one product of it with the relabelings; a second on one core.

References:
    Gretton et al., "A Kernel Two-Sample Test", JMLR 13 (2012).
    Phipson and Smyth, "Permutation P-values Should Never Be Zero", SAGMB 9 (2010).
"""

from __future__ import annotations

import numpy as np

from inspector.progress import Progress, silent
from inspector.records.drift import ShiftTest
from inspector.vectors import FloatArray, Vectors, directions

PERMUTATIONS = 999
SEED = 0
_BLOCK = 512
_AT_ONCE = 111


def shift_test(
    then: Vectors,
    now: Vectors,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
    progress: Progress = silent,
) -> ShiftTest:
    """Test whether two sets of vectors differ in direction.

    Args:
        then: Shape (n, dim), n >= 2, finite; scaled to length 1 first, as a cosine sees them.
        now: Shape (m, dim), m >= 2, finite.
        permutations: How many relabelings, >= 1; the smallest p-value is 1 / (1 + permutations).
        seed: The same seed gives the same relabelings.
        progress: Told how many relabelings are done.

    Raises:
        CancelledError: progress asked to stop.
    """
    pooled = directions(np.concatenate([np.asarray(then), np.asarray(now)]))
    kernel, width = gaussian_kernel(pooled)
    observed = float(statistics(kernel, _first(len(pooled), len(then)))[0])
    rng = np.random.default_rng(seed)
    # Equal sums may come out a rounding apart; counting those as reached errs towards "nothing changed".
    bar = observed - 1e-12 * max(1.0, abs(observed))
    reached = 0
    for start in range(0, permutations, _AT_ONCE):
        progress(start, permutations, "Testing the difference")
        size = min(_AT_ONCE, permutations - start)
        labels = rng.permuted(np.repeat(_first(len(pooled), len(then)), size, axis=1), axis=0)
        reached += int(np.count_nonzero(statistics(kernel, labels) >= bar))
    progress(permutations, permutations, "Testing the difference")
    return ShiftTest(observed, (1 + reached) / (1 + permutations), permutations, width)


def gaussian_kernel(points: FloatArray) -> tuple[FloatArray, float]:
    """Give exp(-squared distance / median squared distance) of every pair, its diagonal zero, and that median.

    Args:
        points: Shape (n, dim), n >= 2.

    Returns:
        Shape (n, n), in [0, 1], and the median; where half of all pairs are equal, the mean takes its place, and where
        all are, 1.
    """
    squares = np.einsum("ij,ij->i", points, points)
    kernel = np.empty((len(points), len(points)))
    for start in range(0, len(points), _BLOCK):
        part = slice(start, start + _BLOCK)
        kernel[part] = squares[part, None] + squares[None, :] - 2.0 * (points[part] @ points.T)
    np.maximum(kernel, 0.0, out=kernel)
    pairs = kernel[np.triu_indices(len(points), 1)]
    width = float(np.median(pairs))
    if width <= 1e-12:
        width = float(pairs.mean())
    width = width if width > 1e-12 else 1.0
    np.exp(kernel / -width, out=kernel)
    np.fill_diagonal(kernel, 0.0)
    return kernel, width


def statistics(kernel: FloatArray, labels: FloatArray) -> FloatArray:
    """Give the unbiased squared discrepancy for several labelings at once.

    Args:
        kernel: Shape (n, n), symmetric, its diagonal zero.
        labels: Shape (n, labelings), 1 for one side and 0 for the other; every column has at least two of each.

    Returns:
        Shape (labelings,): mean within the one side + mean within the other - 2 * mean across.
    """
    ones = labels.sum(axis=0)
    zeros = len(labels) - ones
    sums = kernel.sum(axis=1)
    within_ones = np.einsum("ij,ij->j", labels, kernel @ labels)
    across = sums @ labels - within_ones
    within_zeros = sums.sum() - 2.0 * across - within_ones
    found: FloatArray = (
        within_ones / (ones * (ones - 1)) + within_zeros / (zeros * (zeros - 1)) - 2.0 * across / (ones * zeros)
    )
    return found


def _first(count: int, ones: int) -> FloatArray:
    """Give one labeling, shape (count, 1): the first `ones` are 1, the others 0."""
    labels = np.zeros((count, 1))
    labels[:ones] = 1.0
    return labels
