"""An upper abdomen with a pancreas cyst: even 4 mm main duct, side branch, grape-like cluster.

The side branch meets the main duct at an acute angle, so that a line drawn across both is 7 mm long.
"""

import numpy as np

from secunda.interfaces.operations.demo.phantoms.shapes import Blob, Point, Shape, tube

JUNCTION = (-27.0, 8.0, -6.0)  # where the side branch meets the main duct, in millimetres
_DUCT = [
    (-40.0, 9.0, -15.0),
    JUNCTION,
    (-16.0, 0.0, 2.0),
    (0.0, -6.0, 8.0),
    (24.0, 0.0, 14.0),
    (48.0, 12.0, 20.0),
    (70.0, 26.0, 27.0),
]
_BILE = [
    (-38.0, 9.0, -14.0),
    (-36.0, 12.0, 0.0),
    (-34.0, 6.0, 18.0),
    (-38.0, -2.0, 36.0),
    (-44.0, -6.0, 50.0),
]
_GLAND: list[Point] = [(-24, 4, -4), (-8, -3, 4), (8, -5, 9), (28, 1, 15), (52, 14, 21), (76, 29, 29)]
_LOOP: list[Point] = [
    (-30, -20, 24),
    (-46, -8, 14),
    (-54, 8, -8),
    (-48, 16, -36),
    (-16, 22, -46),
    (20, 22, -44),
]
_CLUSTER = (-30.0, 17.0, -27.0)

# Hounsfield units on a portal venous CT.
HOUNSFIELD = {
    "skin": (-5.0, 0.0), "fat": (-102.0, 0.07), "muscle": (62.0, 0.10), "liver": (112.0, 0.04),
    "vessel": (168.0, 0.02),
    "spleen": (122.0, 0.03), "cortex": (190.0, 0.05), "medulla": (150.0, 0.05), "urine": (8.0, 0.0),
    "pancreas": (98.0, 0.10), "duct": (22.0, 0.0), "cyst": (10.0, 0.0), "septum": (70.0, 0.0),
    "bile": (8.0, 0.0),
    "bone": (420.0, 0.15), "marrow": (190.0, 0.25), "cord": (40.0, 0.0), "gut": (62.0, 0.15),
    "gas": (-850.0, 0.0),
    "water": (12.0, 0.02), "gallwall": (55.0, 0.0), "lung": (-830.0, 0.03),
}  # fmt: skip
T2 = {
    "skin": (260.0, 0.0), "fat": (520.0, 0.06), "muscle": (90.0, 0.12), "liver": (150.0, 0.07),
    "vessel": (35.0, 0.1),
    "spleen": (330.0, 0.05), "cortex": (360.0, 0.05), "medulla": (460.0, 0.06), "urine": (980.0, 0.0),
    "pancreas": (240.0, 0.13), "duct": (920.0, 0.0), "cyst": (990.0, 0.0), "septum": (280.0, 0.0),
    "bile": (950.0, 0.0), "bone": (40.0, 0.0), "marrow": (230.0, 0.15), "cord": (850.0, 0.0),
    "gut": (210.0, 0.2),
    "gas": (8.0, 0.0), "water": (900.0, 0.08), "gallwall": (150.0, 0.0), "lung": (12.0, 0.3),
}  # fmt: skip
# Heavily T2-weighted: only standing fluid is left.
FLUID = {
    "fat": (34.0, 0.2), "muscle": (14.0, 0.1), "liver": (22.0, 0.15), "spleen": (46.0, 0.1),
    "cortex": (60.0, 0.1),
    "medulla": (80.0, 0.1), "urine": (840.0, 0.0), "pancreas": (38.0, 0.15), "duct": (860.0, 0.0),
    "cyst": (1000.0, 0.0),
    "septum": (200.0, 0.0), "bile": (930.0, 0.0), "cord": (640.0, 0.0), "gut": (40.0, 0.2),
    "water": (560.0, 0.1),
    "vessel": (8.0, 0.0), "bone": (6.0, 0.0), "marrow": (25.0, 0.1), "gas": (4.0, 0.0), "lung": (4.0, 0.0),
}  # fmt: skip
DIFFUSION = {
    "fat": (14.0, 0.2), "muscle": (40.0, 0.1), "liver": (74.0, 0.1), "spleen": (230.0, 0.05),
    "cortex": (190.0, 0.05),
    "medulla": (165.0, 0.05), "pancreas": (105.0, 0.15), "duct": (110.0, 0.0), "cyst": (130.0, 0.05),
    "bile": (90.0, 0.0),
    "septum": (120.0, 0.0), "cord": (150.0, 0.0), "gut": (85.0, 0.3), "water": (95.0, 0.1),
    "vessel": (12.0, 0.0),
    "marrow": (40.0, 0.1), "urine": (70.0, 0.0),
}  # fmt: skip
APPARENT = {
    "fat": (100.0, 0.6), "muscle": (1350.0, 0.1), "liver": (1180.0, 0.08), "spleen": (840.0, 0.06),
    "cortex": (1900.0, 0.05),
    "medulla": (2050.0, 0.05), "pancreas": (1450.0, 0.1), "duct": (2700.0, 0.0), "cyst": (2950.0, 0.02),
    "bile": (2900.0, 0.0),
    "septum": (2100.0, 0.0), "cord": (2600.0, 0.0), "gut": (1400.0, 0.2), "water": (2500.0, 0.1),
    "vessel": (600.0, 0.4),
    "marrow": (500.0, 0.4), "urine": (2900.0, 0.0),
}  # fmt: skip
T1 = {
    "skin": (300.0, 0.0), "fat": (760.0, 0.05), "muscle": (300.0, 0.08), "liver": (460.0, 0.05),
    "vessel": (170.0, 0.1),
    "spleen": (290.0, 0.05), "cortex": (330.0, 0.06), "medulla": (250.0, 0.06), "urine": (90.0, 0.0),
    "pancreas": (510.0, 0.10), "duct": (120.0, 0.0), "cyst": (95.0, 0.0), "septum": (220.0, 0.0),
    "bile": (140.0, 0.0),
    "bone": (60.0, 0.0), "marrow": (420.0, 0.12), "cord": (130.0, 0.0), "gut": (300.0, 0.2),
    "gas": (6.0, 0.0),
    "water": (140.0, 0.1), "gallwall": (250.0, 0.0), "lung": (10.0, 0.3),
}  # fmt: skip
PRE_CONTRAST = {
    **T1,
    "fat": (110.0, 0.1),
    "skin": (120.0, 0.0),
    "marrow": (150.0, 0.1),
    "pancreas": (620.0, 0.1),
}
PORTAL = {
    **PRE_CONTRAST, "liver": (640.0, 0.05), "vessel": (950.0, 0.03), "spleen": (700.0, 0.04),
    "cortex": (900.0, 0.03),
    "medulla": (820.0, 0.04), "pancreas": (690.0, 0.1), "septum": (330.0, 0.0), "gut": (480.0, 0.2),
    "muscle": (330.0, 0.08), "gallwall": (420.0, 0.0),
}  # fmt: skip


def _trunk() -> list[Shape]:
    shapes: list[Shape] = [
        Blob("skin", (0, 0, 0), (172, 118, 420)),
        Blob("fat", (0, 0, 0), (169, 115, 420)),
        Blob("muscle", (0, 4, 0), (148, 96, 400), wobble=0.03, ripple=24),
        Blob("fat", (0, 0, 0), (138, 84, 390), wobble=0.03, ripple=20),
    ]
    for side in (-1, 1):
        shapes += [
            Blob("muscle", (side * 34, 84, 0), (30, 20, 300), wobble=0.04),
            Blob("muscle", (side * 36, 54, -40), (16, 17, 60), wobble=0.06),
        ]
        for rib in range(5):
            height = 70.0 - rib * 26
            path = [
                (side * 140 * np.sin(a), 4 - 90 * np.cos(a + np.pi), height - 18 * np.cos(a))
                for a in np.linspace(0.5, 2.2, 9)
            ]
            shapes += tube("bone", [(float(x), float(y), float(z)) for x, y, z in path], 4.5)
            shapes += tube("marrow", [(float(x), float(y), float(z)) for x, y, z in path], 2.8)
    for level in range(-4, 5):
        height = level * 34.0
        shapes += [
            Blob("bone", (0, 60, height), (23, 18, 14), power=4),
            Blob("marrow", (0, 60, height), (21.5, 16.5, 12.5), power=4),
            Blob("bone", (0, 96, height - 4), (4, 16, 10)),
            Blob("bone", (0, 82, height), (30, 5, 5)),
        ]
    return [*shapes, *tube("cord", [(0, 81, -200), (0, 81, 200)], 7.5)]


def _organs() -> list[Shape]:
    shapes: list[Shape] = [
        Blob("lung", (-66, 6, 140), (62, 66, 52)),
        Blob("lung", (72, 14, 140), (56, 66, 56)),
        Blob("liver", (-76, -4, 34), (66, 72, 88), wobble=0.07, ripple=26),
        Blob("liver", (-16, -46, 58), (58, 30, 40), wobble=0.07, ripple=20),
        Blob("spleen", (108, 30, 44), (26, 46, 52), wobble=0.06, ripple=16),
        Blob("gut", (48, -42, 40), (46, 30, 34), wobble=0.08, ripple=14),
        Blob("water", (48, -38, 38), (41, 23, 29), wobble=0.08, ripple=14),
        Blob("gas", (50, -56, 42), (30, 8, 22)),
        Blob("gallwall", (-62, -38, -10), (18, 16, 31), turn=20),
        Blob("bile", (-62, -38, -10), (16.2, 14.2, 29), turn=20),
    ]
    for path in (
        [(-34, 4, 44), (-60, -6, 52), (-92, -14, 56)],
        [(-60, -6, 52), (-82, 24, 66), (-96, 34, 78)],
        [(-20, 40, 96), (-56, 8, 98), (-90, -8, 94)],
        [(-20, 40, 96), (-44, -20, 90), (-30, -46, 72)],
    ):
        shapes += tube("vessel", [(float(x), float(y), float(z)) for x, y, z in path], 5.5, 2.0)
    for side in (-1, 1):
        low = -28.0 if side < 0 else -18.0
        shapes += [
            Blob("cortex", (side * 66, 52, low), (25, 27, 55), wobble=0.03),
            Blob("medulla", (side * 64, 51, low), (16, 17, 44), wobble=0.10, ripple=7),
            Blob("fat", (side * 56, 46, low), (11, 11, 26)),
            Blob("urine", (side * 58, 48, low), (5, 6, 13)),
            Blob("cyst", (side * 84, 62, low + 14 * side), (7.0, 7.0, 7.0)),
        ]
    return shapes


def _bowel() -> list[Shape]:
    """Loops of small bowel and colon below and in front of the pancreas."""
    chance = np.random.default_rng(8)
    low = chance.uniform((-80, -66, -130), (95, 20, -56), size=(34, 3))
    front = chance.uniform((14, -62, -60), (112, -22, 14), size=(16, 3))
    shapes: list[Shape] = []
    for x, y, z in np.concatenate([low, front]):
        size = float(chance.uniform(9, 14))
        inside = str(chance.choice(["gut", "water", "gas"], p=[0.55, 0.2, 0.25]))
        centre = (float(x), float(y), float(z))
        shapes += [
            Blob("gut", centre, (size * 1.4, size, size), wobble=0.1, ripple=6),
            Blob(inside, centre, (size * 1.15, size * 0.75, size * 0.75), wobble=0.1, ripple=6),
        ]
    return shapes


def _vessels() -> list[Shape]:
    return [
        *tube("vessel", [(14, 36, -160), (13, 35, 0), (6, 38, 140)], 10.5),
        *tube("vessel", [(-20, 38, -160), (-20, 36, 30), (-20, 40, 140)], 12),
        *tube("vessel", [(-12, 14, -80), (-11, 10, -10), (-14, 6, 16), (-34, 4, 44)], 6.5),
        *tube("vessel", [(8, 14, -80), (9, 16, 0), (12, 27, 12)], 4.0),
        *tube("vessel", [(-13, 8, 12), (20, 12, 18), (60, 28, 28), (92, 34, 38)], 4.4, 3.6),
    ]


def _pancreas(cyst_scale: float) -> list[Shape]:
    gland: list[Shape] = [
        Blob("pancreas", (-30, 6, -10), (16, 15, 24), wobble=0.07, ripple=5),
        Blob("pancreas", (-24, 16, -26), (14, 10, 13), wobble=0.08, ripple=5),
        *tube("pancreas", _GLAND, 12, 9),
        *tube("gut", _LOOP, 11.5),
        *tube("water", [(-46, -8, 14), (-54, 8, -8), (-48, 16, -36), (-20, 22, -46)], 6.5),
        *tube("duct", _DUCT, 2.0, 1.2),
        *tube("bile", _BILE, 2.5, 2.7),
        *tube("duct", [JUNCTION, (-27.5, 9.8, -13), (-29, 13, -20)], 1.7, 2.2),
    ]  # fmt: skip
    x, y, z = _CLUSTER
    grapes = [
        (0, 0, 0, 6.2),
        (5.6, 1, 3, 4.4),
        (-5.2, 2, 2.6, 4.8),
        (1.5, -4.4, 3.4, 4.0),
        (-2.5, 4.6, -3.0, 4.4),
        (4.4, 3.0, -4.4, 4.0),
        (-4.6, -3.2, -4.0, 3.8),
        (1.0, -2.0, 6.6, 3.6),
    ]
    for tissue, more in (("septum", 0.55), ("cyst", -0.15)):
        for dx, dy, dz, size in grapes:
            centre = (x + dx * cyst_scale, y + dy * cyst_scale, z + dz * cyst_scale)
            radius = size * cyst_scale + more
            gland.append(Blob(tissue, centre, (radius, radius, radius)))
    return gland


def abdomen(*, cyst_scale: float = 1.0) -> list[Shape]:
    """Everything, from the skin inward; `cyst_scale` 1 is a cluster 21 mm across."""
    return _trunk() + _bowel() + _organs() + _vessels() + _pancreas(cyst_scale)
