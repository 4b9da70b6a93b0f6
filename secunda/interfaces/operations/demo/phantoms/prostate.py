"""A male pelvis for the prostate MRI: 52 mL gland, 12 mm area in the left mid peripheral zone."""

import numpy as np

from secunda.interfaces.operations.demo.phantoms.shapes import Blob, Shape, tube

T2 = {
    "skin": (420.0, 0.05), "fat": (640.0, 0.06), "muscle": (150.0, 0.10), "bone": (90.0, 0.05),
    "marrow": (430.0, 0.12), "urine": (1000.0, 0.01), "wall": (210.0, 0.05), "rectum": (95.0, 0.5),
    "capsule": (120.0, 0.0), "peripheral": (720.0, 0.10), "transition": (330.0, 0.28),
    "nodule": (470.0, 0.30),
    "stroma": (190.0, 0.15), "lesion": (235.0, 0.08), "urethra": (560.0, 0.05), "vesicle": (820.0, 0.25),
}  # fmt: skip
DIFFUSION = {
    "skin": (25.0, 0.0), "fat": (22.0, 0.0), "muscle": (52.0, 0.1), "bone": (14.0, 0.0),
    "marrow": (30.0, 0.1),
    "urine": (30.0, 0.0), "wall": (95.0, 0.1), "rectum": (20.0, 0.8), "capsule": (90.0, 0.0),
    "peripheral": (120.0, 0.12), "transition": (125.0, 0.2), "nodule": (135.0, 0.2), "stroma": (110.0, 0.1),
    "lesion": (330.0, 0.06), "urethra": (90.0, 0.1), "vesicle": (75.0, 0.2),
}  # fmt: skip
APPARENT = {
    "skin": (150.0, 0.5), "fat": (120.0, 0.6), "muscle": (1250.0, 0.12), "bone": (300.0, 0.6),
    "marrow": (350.0, 0.5), "urine": (2900.0, 0.02), "wall": (1300.0, 0.1), "rectum": (600.0, 0.8),
    "capsule": (1200.0, 0.1), "peripheral": (1750.0, 0.10), "transition": (1250.0, 0.16),
    "nodule": (1380.0, 0.2),
    "stroma": (1000.0, 0.1), "lesion": (690.0, 0.07), "urethra": (1500.0, 0.1), "vesicle": (1900.0, 0.15),
}  # fmt: skip


def _walls_of_the_pelvis() -> list[Shape]:
    shapes: list[Shape] = [
        Blob("skin", (0, 8, 0), (178, 122, 420)),
        Blob("fat", (0, 8, 0), (174, 118, 420), wobble=0.01),
        Blob("muscle", (0, 14, 0), (132, 92, 300), wobble=0.05, ripple=22),
        Blob("fat", (0, 12, 0), (70, 64, 200), wobble=0.08, ripple=16),
    ]
    for side in (-1, 1):
        shapes += [
            Blob("fat", (side * 60, 78, 0), (52, 28, 120), wobble=0.05, ripple=14),
            Blob("muscle", (side * 92, 66, 0), (48, 30, 140), wobble=0.07, ripple=13),
            Blob("bone", (side * 82, -4, 6), (34, 34, 46), wobble=0.06),
            Blob("marrow", (side * 82, -4, 6), (30, 30, 42), wobble=0.06),
            Blob("bone", (side * 96, -6, 8), (25.5, 25.5, 25.5)),
            Blob("marrow", (side * 96, -6, 8), (23, 23, 23)),
            Blob("bone", (side * 24, -52, -16), (24, 10, 22), turn=20),
            Blob("marrow", (side * 24, -52, -16), (20, 7, 18), turn=20),
            Blob("muscle", (side * 50, 8, 2), (11, 34, 48), wobble=0.06),
            Blob("muscle", (side * 34, 24, -14), (4, 22, 30), wobble=0.10),
            Blob("muscle", (side * 62, -72, 4), (22, 12, 70), wobble=0.08),
        ]
        shapes += tube("stroma", [(side * 40, -22, -40), (side * 44, -20, 0), (side * 50, -14, 45)], 4.2)
    return shapes


def _gland() -> list[Shape]:
    shapes: list[Shape] = [
        Blob("capsule", (0, 0, 0), (26.3, 21.8, 23.8), wobble=0.02),
        Blob("peripheral", (0, 0, 0), (25.5, 21.0, 23.0), wobble=0.02),
        Blob("capsule", (0, -4.6, 2), (20.4, 15.6, 19.6), wobble=0.03),
        Blob("transition", (0, -5, 2), (19.6, 14.8, 19.0), wobble=0.03),
    ]
    chance = np.random.default_rng(5)
    for _ in range(11):
        x, y, z = chance.uniform((-13, -13, -11), (13, 4, 14))
        size = float(chance.uniform(3, 6.5))
        shapes += [
            Blob("capsule", (x, y, z), (size + 0.7, size * 0.9 + 0.7, size + 0.7)),
            Blob(str(chance.choice(["nodule", "stroma", "nodule"])), (x, y, z), (size, size * 0.9, size)),
        ]
    shapes += [
        Blob("stroma", (0, -18.5, 1), (10, 3.4, 16)),
        *tube("urethra", [(0, -4, 22), (0, -3, 8), (0, 2, 0), (0, 0, -22)], 1.8, 2.4),
        Blob("lesion", (15.4, 11.6, 0), (6.2, 4.6, 6.2), wobble=0.06, ripple=4),
    ]
    return shapes


def pelvis() -> list[Shape]:
    """Everything, from the skin inward."""
    shapes = _walls_of_the_pelvis()
    shapes += [
        Blob("wall", (0, -12, 48), (44, 32, 25), wobble=0.03),
        Blob("urine", (0, -12, 48.5), (40.5, 28.5, 22), wobble=0.03),
    ]
    for side in (-1, 1):
        path = [(side * (3 + 6.0 * i), 17 + 2.5 * (i % 2), 24 + 1.8 * i) for i in range(7)]
        shapes += tube("wall", path, 5.2, 4.2)
        shapes += tube("vesicle", path, 4.2, 3.2)
    shapes += tube("wall", [(0, 36, -60), (0, 37, 0), (4, 40, 40), (0, 48, 80)], 14.5, 17)
    shapes += tube("rectum", [(0, 36, -60), (0, 37, 0), (4, 40, 40), (0, 48, 80)], 10.5, 13)
    return shapes + _gland()
