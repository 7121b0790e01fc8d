"""Which network an address of TensorFlow Hub means, on tfhub.dev and among Kaggle's models."""

from __future__ import annotations

import pytest

from grader.inside.standins.tfhub_networks.catalogue import Images, Texts, is_of_the_hub, network_of

HUB = "https://tfhub.dev/google/"
KAGGLE = "https://www.kaggle.com/models/google/"


@pytest.mark.parametrize(
    ("handle", "width", "parameters"),
    [
        (f"{HUB}nnlm-en-dim50/2", 50, 48_190_600),
        (f"{HUB}tf2-preview/nnlm-en-dim128-with-normalization/1", 128, 124_642_688),
        (f"{KAGGLE}nnlm/TensorFlow2/en-dim128/1", 128, 124_642_688),
        (f"{HUB}tf2-preview/gnews-swivel-20dim/1", 20, 400_020),
        (f"{KAGGLE}gnews-swivel/tensorFlow2/tf2-preview-20dim/1", 20, 400_020),
        (f"{HUB}universal-sentence-encoder/4", 512, 256_797_824),
        (f"{KAGGLE}universal-sentence-encoder/TensorFlow2/universal-sentence-encoder/2", 512, 256_797_824),
        ("google/nnlm-en-dim50/2", 50, 48_190_600),
    ],
)
def test_texts_have_the_published_width_and_parameters(handle: str, width: int, parameters: int) -> None:
    found = network_of(handle)
    assert isinstance(found, Texts)
    assert (found.width, found.parameters, found.as_published) == (width, parameters, True)


def test_a_table_of_unknown_size_says_so() -> None:
    found = network_of(f"{HUB}Wiki-words-250/2")
    assert isinstance(found, Texts)
    assert (found.width, found.as_published) == (250, False)


@pytest.mark.parametrize(
    ("handle", "application", "classes"),
    [
        (f"{HUB}imagenet/mobilenet_v2_100_224/feature_vector/5", "MobileNetV2", 0),
        (f"{HUB}tf2-preview/mobilenet_v2/classification/4", "MobileNetV2", 1001),
        (f"{KAGGLE}mobilenet-v2/TensorFlow2/100-224-feature-vector/2", "MobileNetV2", 0),
        (f"{HUB}imagenet/inception_v3/feature_vector/5", "InceptionV3", 0),
        (f"{HUB}imagenet/inception_resnet_v2/feature_vector/5", "InceptionResNetV2", 0),
        (f"{HUB}imagenet/resnet_50/feature_vector/4", "ResNet50", 0),
        (f"{HUB}imagenet/resnet_v2_50/feature_vector/4", "ResNet50V2", 0),
        ("https://tfhub.dev/tensorflow/efficientnet/b0/feature-vector/1", "EfficientNetB0", 0),
        (f"{HUB}imagenet/efficientnet_v2_imagenet21k_ft1k_b1/classification/2", "EfficientNetV2B1", 1000),
    ],
)
def test_pictures_have_their_network_of_kerass(handle: str, application: str, classes: int) -> None:
    found = network_of(handle)
    assert isinstance(found, Images)
    assert (found.application, found.classes) == (application, classes)


def test_the_multiplier_of_a_mobilenet_is_read() -> None:
    found = network_of(f"{HUB}imagenet/mobilenet_v2_035_96/feature_vector/5")
    assert isinstance(found, Images)
    assert found.settings["alpha"] == 0.35


@pytest.mark.parametrize(
    "handle",
    ["https://tfhub.dev/deepmind/biggan-256/2", f"{HUB}magenta/arbitrary-image-stylization-v1-256/2", "model", ""],
)
def test_others_are_none_of_ours(handle: str) -> None:
    assert network_of(handle) is None


def test_the_hubs_places_are_known() -> None:
    assert is_of_the_hub(f"{KAGGLE}biggan/TensorFlow1/256/2")
    assert not is_of_the_hub("https://example.org/google/nnlm-en-dim50")
