"""Exports tiny models, prepares them with ./glasswatch, and compares what they give with PyTorch's autograd.

  check.py --to FOLDER [--only NAME ...] [--variants ts14-eager,dyn18-sdpa,...]

A variant is EXPORTER+OPSET-ATTENTION[-MORE]: ts (TorchScript) or dyn (dynamo); eager or sdpa; MORE is half, bfloat, sim (onnxsim),
basic or extended (saved by ONNX Runtime at that level), fused (onnxruntime.transformers' optimizer). Needs torch, transformers, onnx,
onnxruntime, onnxscript, onnxsim. Prints one line a model and variant; RESULT is `pass`, `export` where the exporter itself failed,
`disagree` where the exported model already differs from PyTorch, `refused` with the message, or what is wrong.
"""

import argparse
import contextlib
import json
import os
import shlex
import subprocess
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
import zoo
from transformers.utils import logging

logging.set_verbosity_error()
TOLERANCE = 2e-3
ALPHAS, WEIGHTS = np.float32([0.25, 0.75]), np.float32([0.5, 0.5])


class Plain(torch.nn.Module):
    """A model of ids and mask that returns its first output alone."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, input_ids, attention_mask):
        more = {} if self.inner.config.model_type in ("t5", "mt5", "umt5") else {"use_cache": False}
        if not getattr(self.inner.config, "use_cache", None) in (True, False):
            more = {}
        out = self.inner(input_ids=input_ids, attention_mask=attention_mask, return_dict=True, **more)
        return out["logits"] if "logits" in out else out[0]


def target(result, ids, mask, task):
    """The number that is differentiated, a row: as --target class, tokens or seed define it."""
    if task == "classifier":
        return result[torch.arange(len(ids)), torch.arange(len(ids)) % zoo.CLASSES]
    if task == "language-model":
        scores = result[:, :-1].log_softmax(-1).gather(2, ids[:, 1:, None])[..., 0]
        return (scores * span(mask)[:, 1:]).sum(1)
    return (result * seed(result)).sum((1, 2))


def span(mask):
    chosen = torch.zeros(mask.shape, dtype=torch.float64)
    for row, kept in enumerate(mask.sum(1).tolist()):
        chosen[row, kept // 2:kept] = 1
    return chosen


def seed(result):
    return torch.sin(torch.arange(result.numel())).reshape(result.shape).to(result.dtype)


def golden(name, ids, mask):
    """Returns what PyTorch finds, in double precision where the model allows it."""
    try:
        return found(name, zoo.model(name).double(), ids, mask)
    except RuntimeError:
        return found(name, zoo.model(name), ids, mask)


def found(name, inner, ids, mask):
    task = zoo.ZOO[name][0]
    table = inner.get_input_embeddings()
    readers = [m for m in inner.modules() if getattr(m, "weight", None) is table.weight and isinstance(m, torch.nn.Embedding)]
    looked = F.embedding(ids, table.weight).detach()
    scale = getattr(table, "embed_scale", None)
    scale = 1.0 if scale is None else float(scale)

    def at(x):
        leaf = x.clone().requires_grad_()
        for reader in readers:
            reader.forward = lambda i: scale * (leaf if i.shape == ids.shape else leaf.transpose(0, 1))
        out = inner(input_ids=ids, attention_mask=mask, output_attentions=True, return_dict=True)
        result = out["logits"] if "logits" in out else out[0]
        attention = [a for a in out.get("attentions") or out.get("encoder_attentions") or () if a is not None]
        value = target(result, ids, mask, task)
        wanted = [leaf] + attention
        found = torch.autograd.grad(value.sum(), wanted, allow_unused=True)
        return result.detach(), value.detach(), found, attention

    result, value, gradients, attention = at(looked)
    if inner.config.model_type == "squeezebert":  # it returns scores in the place of probabilities
        attention, gradients = [a.softmax(-1) for a in attention], gradients[:1] + (None,) * len(attention)
    integral = sum(
        float(w) * (looked * at(looked * float(a))[2][0]).sum(-1) for a, w in zip(ALPHAS, WEIGHTS))
    return dict(
        logits=result, target=value, gradient=gradients[0], integral=integral,
        attention=[a.detach() for a in attention], attention_gradient=gradients[1:])


def export(name, variant, path, ids, mask):
    exporter, attention, *more = variant.split("-")
    opset = int(exporter.lstrip("tsdyn"))
    inner = zoo.model(name, attention)
    inner = inner.half() if "half" in more else inner.bfloat16() if "bfloat" in more else inner
    plain = Plain(inner).eval()
    names = dict(input_names=["input_ids", "attention_mask"], output_names=["logits"])
    axes = {0: "batch", 1: "sequence"}
    with torch.no_grad():
        if exporter.startswith("ts"):
            rank3 = zoo.ZOO[name][0] != "classifier"
            torch.onnx.export(
                plain, (ids, mask), path, opset_version=opset, dynamo=False, **names,
                dynamic_axes=dict(input_ids=axes, attention_mask=axes, logits=axes if rank3 else {0: "batch"}))
        else:
            batch, sequence = torch.export.Dim("batch", min=1, max=512), torch.export.Dim("sequence", min=2, max=60)
            torch.onnx.export(
                plain, (ids, mask), path, opset_version=opset, dynamo=True, external_data=False, verbose=False, **names,
                dynamic_shapes=({0: batch, 1: sequence},) * 2)
    rewrite(path, more)


def rewrite(path, more):
    if "sim" in more:
        import onnxsim
        onnx.save(onnxsim.simplify(onnx.load(path))[0], path)
    for level, what in (("basic", "ORT_ENABLE_BASIC"), ("extended", "ORT_ENABLE_EXTENDED")):
        if level in more:
            options = onnxruntime.SessionOptions()
            options.graph_optimization_level = getattr(onnxruntime.GraphOptimizationLevel, what)
            options.optimized_model_filepath = path + ".tmp"
            onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            os.replace(path + ".tmp", path)
    if "fused" in more:
        from onnxruntime.transformers import optimizer
        kind = "gpt2" if "gpt2" in path else "bert"
        fused = optimizer.optimize_model(path, model_type=kind, num_heads=zoo.HEADS, hidden_size=zoo.HIDDEN, opt_level=0)
        fused.save_model_to_file(path)


@contextlib.contextmanager
def quiet():
    """Keeps what exporters print away from the table."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def fed(session, values):
    return {i.name: values[i.name] for i in session.get_inputs() if i.name in values}


def error(got, expected):
    got, expected = np.asarray(got, np.float64), np.asarray(expected, np.float64)
    if got.shape != expected.shape:
        return f"shape {got.shape} for {expected.shape}"
    return float(np.abs(got - expected).max() / max(np.abs(expected).max(), 1e-9))


def prepared(path, task, *more):
    out, described = path.replace(".onnx", "".join(more) + ".prepared.onnx"), path + ".json"
    kind = {"classifier": "class", "language-model": "tokens", "encoder": "seed"}[task]
    command = shlex.split(os.environ.get("GLASSWATCH", "./glasswatch"))
    run = subprocess.run(
        command + ["prepare", path, out, "--target", kind, "--describe", described, *more], capture_output=True, text=True)
    if run.returncode:
        raise RuntimeError("refused: " + (run.stderr.strip() or run.stdout.strip()))
    return out, json.load(open(described))


def compare(path, task, truth, values, mask, half):
    """Returns the largest errors by name; the rows of padding are not compared in attention."""
    scale = 40 if half else 1
    try:
        plain = session(path)
        before = plain.run(["logits"], fed(plain, values))[0]
    except Exception as e:
        return {"export": " ".join(str(e).split())[:100]}
    errors = {"export": error(before, truth["logits"])}
    if not (isinstance(errors["export"], float) and errors["export"] < TOLERANCE * scale):
        return errors
    attention = ["--attention", "full", "--attention-gradients"] if truth["attention"] else []
    for more in (attention, attention + ["--path", "--gates"] if truth["attention"] else ["--path"]):
        out, names = prepared(path, task, *more)
        onnx.checker.check_model(out)
        run = session(out)
        wanted = [names["gradient_output"], names["target_output"], "logits", *names["attention_outputs"], *names["attention_gradient_outputs"]]
        wanted += [names["path_integral_output"]] if names["path_integral_output"] else []
        got = dict(zip(wanted, run.run(wanted, fed(run, values))))
        tag = "/all" if "--path" in more else ""
        errors["logits" + tag] = error(got["logits"], before)
        errors["target" + tag] = error(got[names["target_output"]], truth["target"])
        errors["gradient" + tag] = error(got[names["gradient_output"]], truth["gradient"])
        if names["path_integral_output"]:
            errors["integral"] = error(got[names["path_integral_output"]], truth["integral"])
        if attention and len(names["attention_outputs"]) != len(truth["attention"]):
            errors["sites"] = f"{len(names['attention_outputs'])} sites of {len(truth['attention'])}"
            continue
        kept = mask.numpy()[:, None, :, None]
        for i, name in enumerate(names["attention_outputs"]):
            if got[name].shape != tuple(truth["attention"][i].shape):
                errors["attention" + tag] = f"shape {got[name].shape}"
                continue
            errors["attention" + tag] = max(errors.get("attention" + tag, 0), error(got[name] * kept, truth["attention"][i].numpy() * kept))
            slope = truth["attention_gradient"][i]
            if slope is not None:
                e = error(got[names["attention_gradient_outputs"][i]] * kept, slope.numpy() * kept)
                errors["dattention" + tag] = max(errors.get("dattention" + tag, 0), e)
    return errors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", required=True)
    parser.add_argument("--only", nargs="*", default=list(zoo.ZOO))
    parser.add_argument("--variants", default="ts14-eager,ts17-sdpa,dyn18-eager,dyn20-sdpa")
    parser.add_argument("--keep", action="store_true", help="do not export again what is there")
    arguments = parser.parse_args()
    os.makedirs(arguments.to, exist_ok=True)
    torch.set_num_threads(1)
    for name in arguments.only:
        task = zoo.ZOO[name][0]
        ids, mask = zoo.feeds(3, 9)
        try:
            truth = golden(name, ids, mask)
        except Exception as e:
            print(f"{name:22} {'':18} golden {type(e).__name__}: {str(e)[:200]}", flush=True)
            continue
        values = dict(
            input_ids=ids.numpy(), attention_mask=mask.numpy(), target_class=(np.arange(3) % zoo.CLASSES).astype(np.int64),
            target_mask=span(mask).numpy().astype(np.float32), path_alphas=ALPHAS, path_weights=WEIGHTS,
            target_seed=seed(truth["logits"]).numpy().astype(np.float32), path_baseline=np.zeros(truth["gradient"].shape[-1], np.float32))
        for variant in arguments.variants.split(","):
            path = os.path.join(os.path.abspath(arguments.to), f"{name}__{variant}.onnx")
            half = "half" in variant
            try:
                if not (arguments.keep and os.path.exists(path)):
                    sample = zoo.feeds(2, 7, seed=1)
                    with quiet():
                        export(name, variant, path, *sample)
            except Exception as e:
                print(f"{name:22} {variant:18} export: {type(e).__name__}: {' '.join(str(e).split())[:160]}", flush=True)
                continue
            try:
                errors = compare(path, task, truth, values, mask, half)
                wrong = {k: v for k, v in errors.items() if isinstance(v, str) or not v < TOLERANCE * (40 if half else 1)}
                shown = " ".join(f"{k}={v if isinstance(v, str) else format(v, '.1e')}" for k, v in (wrong or errors).items())
                print(f"{name:22} {variant:18} {'disagree' if 'export' in wrong else 'WRONG' if wrong else 'pass'} {shown}", flush=True)
            except Exception as e:
                print(f"{name:22} {variant:18} {type(e).__name__}: {' '.join(str(e).split())[:400]}", flush=True)


if __name__ == "__main__":
    main()
