"""Prepares a model, checks its gradient on a device against the CPU, and times it, all within a bounded time.

  gradient.py MODEL.onnx [--provider CUDAExecutionProvider] [--seconds 300]

One call does everything: ./glasswatch prepare writes the graph with the gradient; the device's numbers are compared with those of the
CPU, by norm; then forward and gradient are timed by turns, a batch at a time, until the time is spent. Prints a Markdown table; ends with 1
if the numbers disagree or the device is not there. Needs Java, Maven and onnxruntime-gpu (onnxruntime for --provider CPUExecutionProvider).

Its check and its timing have been run on a CPU, for one shape, on a graph that was prepared
before; the whole of it never, and never on a GPU.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnxruntime

SHAPES = [(1, 128), (8, 128), (32, 128), (64, 128), (8, 512)]
TOLERANCE = 1e-2
WARM_UP, FEWEST, MOST = 3, 5, 50


def prepared(model, folder):
    """Returns the graph with the gradient, and the names of what was added."""
    root = pathlib.Path(__file__).resolve().parents[2]
    out, names = folder / "prepared.onnx", folder / "names.json"
    subprocess.run([root / "glasswatch", "prepare", model, out, "--target", "class", "--describe", names], check=True)
    return out, json.loads(names.read_text())


def session(file, provider):
    made = onnxruntime.InferenceSession(str(file), providers=[provider])
    if made.get_providers()[0] != provider:
        sys.exit(f"there is no {provider} here; ONNX Runtime has {onnxruntime.get_available_providers()}")
    return made


def feeds(made, rows, tokens, random):
    given = {
        "attention_mask": np.ones((rows, tokens), np.int64),
        "token_type_ids": np.zeros((rows, tokens), np.int64),
        "target_class": np.zeros(rows, np.int64),
    }
    ids = random.integers(200, 1000, (rows, tokens), np.int64)
    return {i.name: given.get(i.name, ids) for i in made.get_inputs()}


def seconds(made, outputs, inputs):
    """Inputs and outputs stay where the session left them but for their copies, which are part of the price."""
    start = time.perf_counter()
    made.run(outputs, inputs)
    return time.perf_counter() - start


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("model", type=pathlib.Path)
    options.add_argument("--provider", default="CUDAExecutionProvider")
    options.add_argument("--seconds", type=float, default=300)
    given = options.parse_args()
    random = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        graph, names = prepared(given.model.resolve(), pathlib.Path(folder))
        gradient, target = names["gradient_output"], names["target_output"]
        end = time.monotonic() + given.seconds
        plain, made, reference = session(given.model, given.provider), session(graph, given.provider), session(
            graph, "CPUExecutionProvider")
        forward = [plain.get_outputs()[0].name]
        inputs = feeds(made, 2, 32, random)
        got, expected = made.run([gradient], inputs)[0], reference.run([gradient], inputs)[0]
        error = np.linalg.norm(got - expected) / np.linalg.norm(expected)
        print(f"{given.provider}, ONNX Runtime {onnxruntime.__version__}; gradient against the CPU's: {error:.1e}")
        if not error < TOLERANCE:
            sys.exit("the gradients disagree")
        print("\n| batch x tokens | forward, ms | with gradient | ratio | texts a second | runs |\n|---|--:|--:|--:|--:|--:|")
        for shape in SHAPES:
            if time.monotonic() > end:
                sys.exit("the time is spent")
            inputs, mine = feeds(plain, *shape, random), feeds(made, *shape, random)
            for _ in range(WARM_UP):
                seconds(plain, forward, inputs), seconds(made, [gradient, target], mine)
            times = []
            while len(times) < MOST and (len(times) < FEWEST or time.monotonic() < end):
                times.append((seconds(plain, forward, inputs), seconds(made, [gradient, target], mine)))
            a, b = (statistics.median(column) for column in zip(*times))
            print(f"| {shape[0]} x {shape[1]} | {1e3 * a:.1f} | {1e3 * b:.1f} | {b / a:.2f} | {shape[0] / b:.1f} | {len(times)} |", flush=True)


if __name__ == "__main__":
    main()
