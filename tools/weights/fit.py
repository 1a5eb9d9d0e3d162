#!/usr/bin/env python3
"""Fits language/en/weights.yaml: fit.py [--write] FILE.jsonl ...

The files are what collect.mjs wrote: answers with the features of their reading and whether they
were right. Use first runs only, of questions that the engine had not been tuned for when it answered
them: on others it is right far more often than it will be.

The model is logistic regression with a quadratic penalty, over features brought to one scale. Three
steps, each on answers that the step before has not seen:
 1. the penalty: the one with the least loss on vendors left out;
 2. the weights: on all answers;
 3. the calibration: two numbers (a stretch and a shift of the log odds), on the predictions for
    vendors left out, because a model is surer of what it was fitted on than it should be.
Everything is in the standard library and nothing is drawn at random: the same files, the same weights.
"""
import json
import math
import pathlib
import sys

PENALTIES = [3, 10, 30, 100, 300]
BIN = 40  # Answers in a bin of the calibration, at least.
STEPS = 12  # Newton's method is done long before.
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def solve(matrix, right):
    """Gaussian elimination with pivots; the matrix is positive definite."""
    size = len(right)
    rows = [list(matrix[i]) + [right[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(i + 1, size):
            factor = rows[r][i] / rows[i][i]
            if factor:
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    out = [0.0] * size
    for i in reversed(range(size)):
        out[i] = (rows[i][size] - sum(rows[i][j] * out[j] for j in range(i + 1, size))) / rows[i][i]
    return out


def chance(odds):
    return 1 / (1 + math.exp(-max(-30, min(30, odds))))


def fit(xs, ys, penalty):
    """Weights, the constant first and without a penalty."""
    size = len(xs[0]) + 1
    weights = [0.0] * size
    for _ in range(STEPS):
        gradient = [0.0] * size
        hessian = [[0.0] * size for _ in range(size)]
        for i in range(size):
            hessian[i][i] = penalty if i else 1e-6
            gradient[i] = -penalty * weights[i] if i else 0.0
        for x, y in zip(xs, ys):
            row = [1.0] + x
            p = chance(sum(w * v for w, v in zip(weights, row)))
            spread = max(p * (1 - p), 1e-6)
            held = [(i, v) for i, v in enumerate(row) if v]
            for i, v in held:
                gradient[i] += (y - p) * v
                for j, u in held:
                    hessian[i][j] += spread * v * u
        weights = [w + d for w, d in zip(weights, solve(hessian, gradient))]
    return weights


def odds_of(weights, x):
    return weights[0] + sum(w * v for w, v in zip(weights[1:], x))


def loss(odds, ys):
    return -sum(math.log(chance(o) if y else 1 - chance(o)) for o, y in zip(odds, ys)) / len(ys)


def folds(lines):
    """By vendor; what needs several vendors is a fold of its own."""
    names = ["+".join(sorted(line["vendors"])) if len(line["vendors"]) == 1 else "several" for line in lines]
    return [(name, [i for i, n in enumerate(names) if n == name]) for name in sorted(set(names))]


def held_out(xs, ys, parts, penalty):
    odds = [0.0] * len(xs)
    for _, part in parts:
        out = set(part)
        rest = [i for i in range(len(xs)) if i not in out]
        weights = fit([xs[i] for i in rest], [ys[i] for i in rest], penalty)
        for i in part:
            odds[i] = odds_of(weights, xs[i])
    return odds


def gap(confidences, ys):
    """The mean gap between what is said and what is right, weighted, over bins of at least BIN."""
    order = sorted(zip(confidences, ys))
    count = max(1, len(order) // BIN)
    total = 0.0
    for b in range(count):
        part = order[b * len(order) // count : (b + 1) * len(order) // count]
        said = sum(c for c, _ in part) / len(part)
        right = sum(y for _, y in part) / len(part)
        total += abs(said - right) * len(part)
        print(f"  bin of {len(part)}: says {said:.2f}, right {right:.2f}")
    return total / len(order)


def main():
    write = "--write" in sys.argv
    files = [a for a in sys.argv[1:] if not a.startswith("--")]
    lines = [json.loads(line) for file in files for line in open(file)]
    names = list(lines[0]["features"])
    ys = [line["right"] for line in lines]
    raw = [[line["features"][n] for n in names] for line in lines]
    mean = [sum(r[i] for r in raw) / len(raw) for i in range(len(names))]
    spread = [math.sqrt(sum((r[i] - mean[i]) ** 2 for r in raw) / len(raw)) for i in range(len(names))]
    # What hardly ever occurs gets no weight: its scale would be made of one or two answers.
    held = [s > 0 and sum(1 for r in raw if r[i] != 0) >= 3 for i, s in enumerate(spread)]
    xs = [[(r[i] - mean[i]) / spread[i] if held[i] else 0.0 for i in range(len(names))] for r in raw]
    parts = folds(lines)
    print(f"{len(lines)} answers, {sum(ys)} right; folds: " + ", ".join(f"{n} {len(p)}" for n, p in parts))

    base = sum(ys) / len(ys)
    print(f"loss of the mean alone {loss([math.log(base / (1 - base))] * len(ys), ys):.4f}")
    tried = {p: held_out(xs, ys, parts, p) for p in PENALTIES}
    for p in PENALTIES:
        print(f"penalty {p}: loss on vendors left out {loss(tried[p], ys):.4f}")
    penalty = min(PENALTIES, key=lambda p: loss(tried[p], ys))
    odds = tried[penalty]
    shift, stretch = fit([[o] for o in odds], ys, 1.0)
    stretch = max(stretch, 0.0)
    calibrated = [chance(shift + stretch * o) for o in odds]
    print(f"penalty {penalty}, stretch {stretch:.2f}, shift {shift:.2f}")
    print(f"calibration gap {gap(calibrated, ys):.3f} (vendors left out)")
    print("threshold: asked back, right lost, wrong avoided; then answered wrong of answered")
    for percent in range(40, 96, 5):
        t = percent / 100
        right_lost = sum(1 for c, y in zip(calibrated, ys) if c < t and y)
        wrong_avoided = sum(1 for c, y in zip(calibrated, ys) if c < t and not y)
        left = len(ys) - right_lost - wrong_avoided
        wrong = len(ys) - sum(ys) - wrong_avoided
        print(f"  {t:.2f}: {right_lost + wrong_avoided}, {right_lost}, {wrong_avoided}; {wrong} of {left}")

    weights = fit(xs, ys, penalty)
    out = [stretch * w / s if h else 0.0 for w, s, h in zip(weights[1:], spread, held)]
    constant = shift + stretch * weights[0] - sum(o * m for o, m in zip(out, mean))
    for o, s, n in sorted(((o, s, n) for o, s, n in zip(out, spread, names) if o), key=lambda e: -abs(e[0] * e[1])):
        print(f"  {n}: {o:.3f} ({o * s:+.3f} a standard deviation)")
    if not write:
        return
    path = ROOT / "language/en/weights.yaml"
    text = path.read_text().splitlines()
    head = [line for line in text if line.startswith(("#", "answer_min"))]
    body = [f"constant: {constant:.3f}", "weights:"] + [f"  {n}: {o:.3f}" for n, o in zip(names, out)]
    path.write_text("\n".join(head + body) + "\n")


main()
