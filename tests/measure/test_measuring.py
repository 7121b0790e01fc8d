"""Images, codes and texts become numbers beside the answers."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from grader.datasets.dataset import Labels
from grader.evidence.evidence import Evidence
from grader.evidence.wire.records import Codes, Continuation, Images, NextCharacters, Rows
from grader.measure.from_scores import roc_auc
from grader.measure.measurements import Measurements, Provenance
from grader.measure.measuring import measure
from grader.measure.per_class import macro_f1, metrics_by_class
from tests.evidence import builders as b

TRAIN, TEST = 30, 20
PICTURES = np.random.default_rng(3).integers(0, 256, (TRAIN + TEST, 4, 4, 3), dtype=np.uint8)
POSITIONS = np.arange(TRAIN, TRAIN + TEST)


def pictures() -> Labels:
    return Labels(
        dataset="cifar10", classes=("cat", "dog"), positive="dog", codes=np.arange(TRAIN + TEST) % 2,
        train_rows=TRAIN, test_rows=TEST, images=PICTURES,
    )  # fmt: skip


def texts() -> Labels:
    return Labels(
        dataset="sms-spam", classes=("ham", "spam"), positive="spam", codes=np.zeros(4, dtype=np.int64),
        train_rows=3, test_rows=1, texts=("aab", "win a prize now", "see you soon", "abba"),
    )  # fmt: skip


def shown(**changes: Any) -> Evidence:
    return Evidence(
        key=b.KEY, ending=b.FINISHED, usage=b.USAGE, isolation=b.ISOLATION, served=(b.SERVED,),
        submitted=b.SUBMITTED, **changes,
    )  # fmt: skip


def rows(positions: npt.NDArray[np.int64] = POSITIONS) -> Rows:
    return Rows(
        split="own", count=len(positions), from_train=0, from_test=len(positions), how="content", indices="r",
        dataset="cifar10",
    )  # fmt: skip


def reconstructed(values: npt.NDArray[np.uint8], positions: npt.NDArray[np.int64] = POSITIONS) -> Measurements:
    made = Images(
        id="i1", models=("m1", "m2"), cell=4, what="reconstruction", values="v", low=0.0, high=1.0, rows=rows(positions)
    )
    return measure(shown(images_made=(made,), arrays={"v": values, "r": positions}), {"cifar10": pictures()})


def test_a_reconstruction_is_a_number_of_all_who_made_it() -> None:
    off = (PICTURES[POSITIONS] // 2).astype(np.uint8)
    seen = reconstructed(off)
    wanted = (((off - PICTURES[POSITIONS].astype(float)) / 255) ** 2).mean()
    for model in ("m1", "m2"):
        mse = seen.values[model]["mse"]
        assert (mse.value, mse.n) == (pytest.approx(wanted), TEST)
        assert mse.low < mse.value < mse.high
    assert seen.baseline("m1", "mean_image", "mse") == pytest.approx(
        (((PICTURES[:TRAIN].mean(axis=0) - PICTURES[POSITIONS]) / 255) ** 2).mean()
    )


def test_equal_pictures_are_a_hundred_decibels() -> None:
    assert reconstructed(PICTURES[POSITIONS]).values["m1"]["psnr"].value == pytest.approx(100)


def test_pictures_smaller_than_its_window_have_no_structural_similarity() -> None:
    assert "smaller than a window" in reconstructed(PICTURES[POSITIONS]).reasons["m1", "ssim"]


def test_training_images_prove_nothing() -> None:
    seen = reconstructed(PICTURES[:TEST], np.arange(TEST))
    assert seen.values == {}
    assert seen.reasons["m1", "mse"] == "none of the images it reconstructed is a test image"


@pytest.mark.parametrize(
    ("positions", "why"),
    [
        pytest.param(
            np.r_[POSITIONS, POSITIONS[:1]], "its reconstructions name 1 test images more than once", id="twice"
        ),
        pytest.param(POSITIONS[:1], f"it reconstructed 1 of {TEST} test images only, and at least", id="one alone"),
    ],
)
def test_images_picked_out_prove_nothing(positions: npt.NDArray[np.int64], why: str) -> None:
    seen = reconstructed(PICTURES[positions], positions)
    assert seen.values == {}
    assert seen.reasons["m1", "mse"].startswith(why)


def test_another_size_is_said() -> None:
    why = reconstructed(PICTURES[POSITIONS][:, :2]).reasons["m1", "psnr"]
    assert why == "its reconstructions and the images that went in differ in size: 2 × 4 × 3 and 4 × 4 × 3"


class Even:
    """Calls every image a cat."""

    def classes_of(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
        return np.zeros(len(images), dtype=np.int64)

    def features(self, images: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        return images.reshape(len(images), -1)[:, :2].astype(np.float32)


def test_generated_images_are_held_against_real_ones_and_the_judge() -> None:
    made = Images(id="i1", models=("g",), cell=4, what="generated", values="v", low=-1.0, high=1.0, asked="a")
    arrays = {"v": PICTURES[POSITIONS], "a": np.arange(TEST) % 4 // 3}
    seen = measure(shown(images_made=(made,), arrays=arrays), {"cifar10": pictures()}, judges={"cifar10": Even()})
    assert seen.values["g"]["diversity"].value == pytest.approx(1)
    assert seen.values["g"]["recognised"].value == 0.75
    assert seen.values["g"]["nearness"].value == 0
    assert seen.values["g"]["frechet"].value == pytest.approx(0, abs=1e-6)
    assert seen.baseline("g", "chance", "recognised") == 0.5
    same = {**arrays, "v": np.repeat(PICTURES[:1], TEST, axis=0)}
    assert measure(shown(images_made=(made,), arrays=same), {"cifar10": pictures()}).values["g"][
        "diversity"
    ].value == pytest.approx(0, abs=1e-6)


def test_codes_that_say_nothing_have_no_active_unit() -> None:
    codes = Codes(id="c1", model="e", cell=4, rows=rows(), mean="m", log_variance="s")
    mean = np.zeros((TEST, 3), dtype=np.float32)
    mean[:, 1] = np.linspace(-1, 1, TEST)
    arrays = {"m": mean, "s": np.zeros_like(mean), "r": POSITIONS}
    values = measure(shown(codes=(codes,), arrays=arrays), {}).values["e"]
    assert values["active_units"].value == 1
    assert values["kl"].value == pytest.approx(0.5 * (mean[:, 1] ** 2).mean())
    endless = {**arrays, "s": np.full_like(mean, np.inf)}
    assert "kl" not in measure(shown(codes=(codes,), arrays=endless), {}).values["e"]


@pytest.mark.parametrize(
    ("answered", "measured"),
    [
        pytest.param(None, True, id="never asked about rows"),
        pytest.param((TEST, 2), False, id="a classifier: two values for two classes"),
        pytest.param((TEST,), False, id="a classifier: one value for two classes"),
        pytest.param((TEST, 3), True, id="an encoder: its codes are no answers"),
    ],
)
def test_what_a_classifier_hands_its_last_layer_is_no_latent_space(
    answered: tuple[int, ...] | None, measured: bool
) -> None:
    codes = Codes(id="b1", model="c", cell=0, rows=rows(), mean="m")
    arrays = {"m": np.random.default_rng(1).normal(size=(TEST, 3)).astype(np.float32), "r": POSITIONS}
    predictions = ()
    if answered is not None:
        predictions = (replace(b.prediction("p1", "c", 4, "p"), rows=rows()),)
        arrays["p"] = np.zeros(answered, dtype=np.float32)
    evidence = shown(codes=(codes,), predictions=predictions, arrays=arrays)
    assert ("active_units" in measure(evidence, {"cifar10": pictures()}).values.get("c", {})) == measured


def expected(values: npt.NDArray[np.float32]) -> Measurements:
    record = NextCharacters(
        id="n1", model="w", cell=4, dataset="sms-spam", alphabet=("a", "b", "\n"), joiner="\n", window=1, starts="s",
        values="v",
    )  # fmt: skip
    arrays = {"s": np.arange(4), "v": values}
    return measure(shown(next_characters=(record,), arrays=arrays), {"sms-spam": texts()})


def test_bits_per_character_of_the_held_out_text() -> None:
    # The held-out text is "abba\n"; after each of its first four characters come b, b, a and the end.
    sure = np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=np.float32)
    assert expected(sure).values["w"]["bits_per_character"].value == pytest.approx(0)
    even = expected(np.full((4, 3), 1 / 3, dtype=np.float32))
    assert even.values["w"]["bits_per_character"].value == pytest.approx(math.log2(3), rel=1e-6)
    # Of the training text 3 a, 1 b and 3 ends of line are in the alphabet; one more of each is counted.
    bits = [-math.log2(share / 10) for share in (2, 2, 4, 4)]
    assert even.baseline("w", "unigram", "bits_per_character") == pytest.approx(sum(bits) / 4)


def test_what_a_model_writes() -> None:
    wrote = Continuation(id="t1", model="w", cell=4, start="s", text="x win win prizzze now now y", temperature=0.5)
    values = measure(shown(continuations=(wrote,)), {"sms-spam": texts()}).values["w"]
    assert (values["real_words"].value, values["real_words"].n) == (0.8, 5)
    assert 0 < values["repetition"].value < 0.2


@pytest.mark.parametrize("seed", range(4))
def test_macro_f1_and_the_area_agree_with_scikit_learn(seed: int) -> None:
    dice = np.random.default_rng(seed)
    true, called = dice.integers(0, 3, 60), dice.integers(0, 3, 60)
    confusion = np.zeros((3, 3), dtype=np.int64)
    np.add.at(confusion, (true, called), 1)
    seen = macro_f1(confusion, Provenance.OBSERVED)
    assert seen.value == pytest.approx(f1_score(true, called, average="macro"))
    assert seen.low < seen.value < seen.high
    each = [metrics_by_class(confusion, ("a", "b", "c"), Provenance.OBSERVED)[name]["f1"].value for name in "abc"]
    assert each == pytest.approx(f1_score(true, called, average=None))
    scores = np.round(dice.random(60), 1)
    area = roc_auc(scores, true == 1, Provenance.OBSERVED)
    assert area is not None
    assert area.value == pytest.approx(roc_auc_score(true == 1, scores))


def test_the_interval_of_macro_f1_is_the_bootstraps() -> None:
    dice = np.random.default_rng(5)
    confusion = np.array([[70, 10, 0], [12, 40, 8], [3, 9, 48]])
    draws = dice.multinomial(confusion.sum(), confusion.ravel() / confusion.sum(), 2000).reshape(-1, 3, 3)
    spread = np.std([macro_f1(draw, Provenance.OBSERVED).value for draw in draws])
    seen = macro_f1(confusion, Provenance.OBSERVED)
    assert (seen.high - seen.low) / (2 * 1.96) == pytest.approx(spread, rel=0.1)


def test_answers_are_mirrored() -> None:
    area = replace(b.labels(), decoys=None)
    positions = np.arange(b.TRAIN, b.TRAIN + b.TEST)
    asked = b.prediction(
        "p1", "m1", 4, "v", output="probability",
        rows=replace(rows(positions), dataset="sms-spam", from_test=len(positions)),
    )  # fmt: skip
    arrays = {"v": area.codes[positions] * 0.5 + 0.2, "r": positions}
    seen = measure(shown(models=(b.rnn_model(),), predictions=(asked,), arrays=arrays), {"sms-spam": area})
    assert seen.values["m1"]["accuracy"] == seen.by_model["m1"].metrics["accuracy"]
    assert seen.of("m1", "roc_auc") is not None
    assert seen.values["m1"]["roc_auc"].value == 1
    assert set(seen.by_model["m1"].by_class) == {"ham", "spam"}


def test_none_of_three_classes_is_the_positive_one() -> None:
    known = replace(b.labels(), classes=("ham", "spam", "news"), decoys=None)
    positions = np.arange(b.TRAIN, b.TRAIN + b.TEST)
    asked = b.prediction(
        "p1", "m1", 4, "v", output="probability", classes=None,
        rows=replace(rows(positions), dataset="sms-spam", from_test=len(positions)),
    )  # fmt: skip
    arrays = {"v": np.eye(3)[known.codes[positions]], "r": positions}
    seen = measure(shown(models=(b.rnn_model(),), predictions=(asked,), arrays=arrays), {"sms-spam": known})
    assert set(seen.by_model["m1"].metrics) == {"accuracy", "majority", "macro_f1"}
    assert set(seen.by_model["m1"].by_class) == {"ham", "spam", "news"}
