"""A head for the brain MRI: three small frontal spots and a bright area at the back of the medulla."""

import numpy as np

from secunda.interfaces.operations.demo.phantoms.shapes import Blob, Shape, tube

# Fluid is dark and lesions are bright.
FLAIR = {
    "skin": (430.0, 0.05), "bone": (45.0, 0.1), "marrow": (210.0, 0.1), "fluid": (60.0, 0.2),
    "grey": (450.0, 0.05),
    "white": (350.0, 0.04), "deep": (420.0, 0.04), "spot": (820.0, 0.0), "eye": (90.0, 0.0),
    "air": (10.0, 0.0),
    "muscle": (250.0, 0.1), "choroid": (420.0, 0.0),
}  # fmt: skip
T2 = {
    "skin": (480.0, 0.05), "bone": (40.0, 0.1), "marrow": (260.0, 0.1), "fluid": (980.0, 0.02),
    "grey": (520.0, 0.05),
    "white": (380.0, 0.04), "deep": (430.0, 0.05), "spot": (760.0, 0.0), "eye": (960.0, 0.0),
    "air": (10.0, 0.0),
    "muscle": (190.0, 0.1), "choroid": (760.0, 0.0),
}  # fmt: skip


def _shell() -> list[Shape]:
    return [
        Blob("skin", (0, 0, 0), (80, 100, 96)),
        Blob("skin", (0, -26, -70), (64, 68, 60), wobble=0.03),
        Blob("muscle", (0, 20, -90), (56, 58, 60), wobble=0.05),
        Blob("bone", (0, 0, 2), (74.5, 94, 91)),
        Blob("marrow", (0, 0, 2), (72.5, 92, 89)),
        Blob("bone", (0, 0, 2), (70.5, 90, 87)),
        Blob("fluid", (0, 0, 2), (68.5, 88, 85)),
    ]


def _folds() -> list[Shape]:
    """Furrows from the surface inward, each lined with grey matter."""
    chance = np.random.default_rng(3)
    ways = chance.standard_normal((210, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    lining: list[Shape] = []
    furrows: list[Shape] = []
    for way in ways[ways[:, 2] > -0.45]:
        outer = way * np.array([66.5, 86.0, 82.0]) + np.array([0, 0, 2])
        inner = way * np.array([57.5, 77.0, 73.0]) + np.array([0, 0, 2]) + chance.normal(0, 1.5, 3)
        start, end = ((float(point[0]), float(point[1]), float(point[2])) for point in (outer, inner))
        lining += tube("grey", [start, end], 4.4, 2.6)
        furrows += tube("fluid", [start, end], 1.5, 0.6)
    return lining + furrows


def _halves() -> list[Shape]:
    shapes: list[Shape] = [
        Blob("grey", (0, 0, 4), (66.5, 86, 80), wobble=0.012, ripple=6),
        Blob("white", (0, 0, 5), (61.0, 80, 74), wobble=0.03, ripple=7),
        *_folds(),
        Blob("grey", (0, -52, 12), (5.0, 30, 64), wobble=0.08, ripple=5),
        Blob("grey", (0, 56, 18), (5.0, 26, 50), wobble=0.08, ripple=5),
        Blob("grey", (0, 0, 66), (5.0, 60, 18), wobble=0.08, ripple=5),
        Blob("fluid", (0, -58, 12), (1.5, 32, 72)),
        Blob("fluid", (0, 62, 16), (1.5, 30, 60)),
        Blob("fluid", (0, 0, 70), (1.5, 64, 18)),
        Blob("bone", (0, 10, -66), (66, 90, 22), wobble=0.05, ripple=14),
        Blob("fluid", (0, 46, -48), (50, 36, 27)),
    ]
    for side in (-1, 1):
        shapes += tube(
            "grey", [(side * 66.0, -22.0, -4.0), (side * 46.0, -12.0, 0.0), (side * 44.0, 10.0, 10.0)], 5.0
        )
        shapes += tube(
            "fluid", [(side * 66.0, -22.0, -4.0), (side * 46.0, -12.0, 0.0), (side * 44.0, 10.0, 10.0)], 1.8
        )
        shapes += [
            Blob("grey", (side * 40, -6, 6), (2.6, 20, 15)),
            Blob("deep", (side * 25, -8, 8), (8.5, 17, 11)),
            Blob("deep", (side * 11, 10, 8), (8, 13, 9.5)),
            Blob("deep", (side * 14, -26, 18), (6, 10, 9)),
        ]
        shapes += tube(
            "fluid",
            [
                (side * 8.0, -34.0, 16.0),
                (side * 9.0, -10.0, 26.0),
                (side * 16.0, 24.0, 22.0),
                (side * 28.0, 38.0, 10.0),
            ],
            4.0,
            5.0,
        )
        shapes += tube("choroid", [(side * 16.0, 22.0, 20.0), (side * 24.0, 32.0, 13.0)], 1.6)
        shapes += [
            Blob("eye", (side * 32, -74, -36), (12, 12, 12)),
            Blob("grey", (side * 24, 48, -48), (25, 27, 20), wobble=0.05, ripple=2.2),
            Blob("white", (side * 22, 46, -48), (17, 17, 11), wobble=0.14, ripple=3),
        ]
    return shapes


def _middle() -> list[Shape]:
    return [
        Blob("white", (0, -4, 30), (22, 34, 5), wobble=0.02),
        Blob("fluid", (0, 6, 6), (2.2, 13, 9)),
        Blob("fluid", (0, 12, -18), (20, 13, 8), wobble=0.1, ripple=5),
        Blob("deep", (0, 8, -16), (15, 10, 8)),
        Blob("white", (0, 6, -36), (16, 13, 15)),
        Blob("fluid", (0, 23, -40), (8, 4, 10)),
        *tube("white", [(0, 10, -48), (0, 16, -66), (0, 20, -92)], 9.0, 6.5),
        Blob("spot", (0, 24.5, -64), (5.0, 2.8, 5.5)),
        Blob("air", (0, -64, -46), (14, 26, 16), wobble=0.1, ripple=7),
        *tube("bone", [(0, -88, 30), (0, -60, 72), (0, 0, 87), (0, 60, 66), (0, 86, 10)], 0.7),
    ]


def head() -> list[Shape]:
    """Everything, from the skin inward."""
    spots: list[Shape] = [
        Blob("spot", (24, -42, 36), (2.4, 2.8, 2.4)),
        Blob("spot", (-29, -36, 42), (2.2, 2.2, 2.6)),
        Blob("spot", (-22, -50, 24), (1.9, 2.4, 2.4)),
    ]
    return _shell() + _halves() + _middle() + spots
