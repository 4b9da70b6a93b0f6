"""A lumbar spine with two worn discs, for MRI and for bending X-rays; and a neck with a long cord lesion."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from secunda.interfaces.operations.demo.phantoms.shapes import Blob, Point, Shape, tube

T2 = {
    "skin": (330.0, 0.0), "fat": (700.0, 0.06), "muscle": (170.0, 0.16), "bone": (70.0, 0.0),
    "marrow": (370.0, 0.14),
    "disc": (210.0, 0.06), "nucleus": (640.0, 0.07), "worn": (115.0, 0.08), "fluid": (950.0, 0.03),
    "cord": (430.0, 0.03), "nerve": (420.0, 0.0), "ligament": (45.0, 0.0), "lesion": (800.0, 0.08),
    "vessel": (35.0, 0.1),
    "air": (4.0, 0.0), "gut": (260.0, 0.35), "brain": (430.0, 0.04), "folds": (520.0, 0.10),
    "lens": (300.0, 0.0),
}  # fmt: skip
T1 = {
    "skin": (420.0, 0.0), "fat": (850.0, 0.04), "muscle": (260.0, 0.12), "bone": (60.0, 0.0),
    "marrow": (430.0, 0.12),
    "disc": (260.0, 0.04), "nucleus": (280.0, 0.04), "worn": (235.0, 0.05), "fluid": (90.0, 0.03),
    "cord": (330.0, 0.03), "nerve": (260.0, 0.0), "ligament": (45.0, 0.0), "lesion": (310.0, 0.06),
    "vessel": (40.0, 0.1),
    "air": (4.0, 0.0), "gut": (250.0, 0.3), "brain": (370.0, 0.03), "folds": (310.0, 0.05),
    "glow": (560.0, 0.25),
}  # fmt: skip
# Share of X-rays held back per pass: only differences matter.
SHADOW = {
    "skin": (0.16, 0.0), "fat": (0.15, 0.0), "muscle": (0.19, 0.05), "bone": (0.72, 0.10),
    "marrow": (0.46, 0.12),
    "air": (0.02, 0.0), "gut": (0.13, 0.5),
}  # fmt: skip


@dataclass(frozen=True)
class Level:
    """One vertebra: its body's centre, tilt in degrees and half height, depth and width in millimetres."""

    name: str
    centre: Point
    tilt: float
    height: float
    depth: float
    width: float


def lumbar_levels(*, bend: float = 0.0, shift: float = 0.0) -> list[Level]:
    """T11 to S2 along the curve of the back. `bend` adds degrees per level; `shift` moves L4 forward (mm)."""
    names = ["T11", "T12", "L1", "L2", "L3", "L4", "L5", "S1", "S2"]
    tilts = [10.0, 8.0, 5.0, 1.0, -4.0, -9.0, -19.0, -38.0, -55.0]
    gaps = [6.5, 7.5, 8.5, 9.5, 10.0, 6.0, 5.5, 2.0, 1.0]
    levels: list[Level] = []
    middle = names.index("L4")
    y, z = -8.0, 112.0
    for i, name in enumerate(names):
        tilt = tilts[i] + bend * (i - middle)
        half = 12.8 + 0.25 * min(i, 6) - (2.5 if i > 6 else 0)
        angle = np.deg2rad(tilt)
        y, z = y + float(np.sin(-angle)) * -half, z - float(np.cos(angle)) * half
        moved = y - (shift if i <= middle else 0.0)
        depth = 16.5 if i < 7 else 13.5 - 3 * (i - 7)
        levels.append(Level(name, (0.0, moved, z), tilt, half, depth, 21 + 0.6 * i))
        step = half + gaps[i]
        y, z = y + float(np.sin(angle)) * step, z - float(np.cos(angle)) * step
    return levels


def _between(upper: Level, lower: Level, share: float = 0.5) -> Point:
    x, y, z = (a + (b - a) * share for a, b in zip(upper.centre, lower.centre, strict=True))
    return (x, y, z)


def _behind(level: Level, distance: float) -> Point:
    angle = np.deg2rad(level.tilt)
    return (
        0.0,
        level.centre[1] + float(np.cos(angle)) * distance,
        level.centre[2] + float(np.sin(angle)) * distance,
    )


def _column(levels: list[Level], worn: set[str], canal: float, nucleus: float = 0.55) -> list[Shape]:
    """Bodies, discs, the canal's fluid and the arches behind it."""
    shapes: list[Shape] = []
    for upper, lower in pairwise(levels):
        gap = float(np.linalg.norm(np.subtract(lower.centre, upper.centre))) - upper.height - lower.height
        half, tilt = max(gap / 2, 1.2) + 1.0, (upper.tilt + lower.tilt) / 2
        centre = _between(upper, lower)
        old = upper.name in worn
        bulge = 1.7 if old else 0.4
        depth = min(upper.depth, lower.depth) + bulge
        shapes.append(
            Blob("worn" if old else "disc", centre, (upper.width, depth, half), power=3, turn=-tilt)
        )
        if not old:
            inside = (upper.width * 0.7, depth * nucleus, half * 0.62)
            shapes.append(Blob("nucleus", centre, inside, power=3, turn=-tilt))
    for level in levels:
        outer = (level.width, level.depth, level.height)
        inner = (level.width - 1.2, level.depth - 1.2, level.height - 1.2)
        shapes.append(Blob("bone", level.centre, outer, power=5, turn=-level.tilt))
        shapes.append(Blob("marrow", level.centre, inner, power=5, turn=-level.tilt))
        spine = _behind(level, level.depth + canal * 2 + 17)
        low = (0.0, spine[1] + 2, spine[2] - 8)
        shapes += [
            Blob("bone", low, (3.6, 14, 8.5), power=3, turn=-level.tilt + 12),
            Blob("marrow", low, (2.4, 12.8, 7.3), power=3, turn=-level.tilt + 12),
        ]
        for side in (-1, 1):
            joint = _behind(level, level.depth + canal + 4)
            shapes += [
                Blob("bone", (side * 15.0, joint[1], joint[2] - 4), (6, 9, 12), wobble=0.08),
                Blob("marrow", (side * 15.0, joint[1], joint[2] - 4), (4.6, 7.6, 10.4), wobble=0.08),
                Blob("bone", (side * 28.0, joint[1] + 2, joint[2]), (15, 4, 5)),
            ]
    return shapes


def _trunk(levels: list[Level]) -> list[Shape]:
    middle = levels[len(levels) // 2].centre
    shapes: list[Shape] = [
        Blob("skin", (0, middle[1] - 40, 0), (170, 152, 600)),
        Blob("fat", (0, middle[1] - 40, 0), (167, 149, 600)),
        Blob("muscle", (0, middle[1] - 38, 0), (140, 126, 500), wobble=0.02, ripple=30),
        Blob("fat", (0, middle[1] - 64, 0), (120, 88, 400), wobble=0.03, ripple=22),
    ]
    for side in (-1, 1):
        shapes += [
            Blob("muscle", (side * 34, middle[1] + 52, 0), (29, 21, 260), wobble=0.04),
            Blob("muscle", (side * 40, middle[1] + 4, -20), (16, 19, 120), wobble=0.05),
        ]
    chance = np.random.default_rng(14)
    for x, y, z in chance.uniform((-90, middle[1] - 130, -150), (90, middle[1] - 60, 120), size=(46, 3)):
        size = float(chance.uniform(10, 17))
        shapes.append(
            Blob("gut", (float(x), float(y), float(z)), (size * 1.3, size, size), wobble=0.12, ripple=6)
        )
    shapes += tube(
        "vessel",
        [
            (9, levels[0].centre[1] - 24, 140),
            (9, levels[3].centre[1] - 26, 30),
            (6, levels[6].centre[1] - 26, -40),
        ],
        9,
    )
    return shapes


def lumbar(*, bend: float = 0.0, shift: float = 0.0) -> list[Shape]:
    """A lower back with worn L4/5 and L5/S1 discs, no nerve pressed upon."""
    levels = lumbar_levels(bend=bend, shift=shift)
    canal = 8.5
    line = [_behind(level, level.depth + canal + 1) for level in levels]
    first = (0.0, line[0][1] - 6, line[0][2] + 40)
    shapes = _trunk(levels)
    shapes += tube("fat", [first, *line], canal + 4.5, canal + 1)
    shapes += _column(levels, {"L4", "L5"}, canal)
    shapes += tube("fluid", [first, *line[:-1]], canal, canal - 2)
    shapes += tube("cord", [first, line[0], line[1], (0.0, line[2][1], line[2][2] + 6)], 5.0, 2.6)
    for x, y in ((-4, 3), (-2, 4.5), (0, 4), (2, 4.8), (4, 3), (-5, 0.5), (5, 0.5)):
        root = [(float(x), point[1] + y - 0.3 * i, point[2]) for i, point in enumerate(line[2:8])]
        shapes += tube("nerve", root, 0.7)
    return shapes


def cervical_levels() -> list[Level]:
    """C2 to T3 with the usual forward curve."""
    names = ["C2", "C3", "C4", "C5", "C6", "C7", "T1", "T2", "T3"]
    levels: list[Level] = []
    for i, name in enumerate(names):
        y = 6 - 7 * float(np.cos((i - 3) / 3.4)) + 0.9 * max(i - 5, 0) ** 1.5
        tilt = 10.0 - 5.0 * i + 6.0 * max(i - 4, 0)
        levels.append(Level(name, (0.0, y, 58.0 - 18.5 * i), tilt, 6.9, 8.4, 10.5))
    return levels


def neck(*, enhanced: bool = False) -> list[Shape]:
    """A neck and the back of the head; one central lesion from C3 to C7 in a swollen cord."""
    levels = cervical_levels()
    canal = 7.0
    line = [_behind(level, level.depth + canal + 0.5) for level in levels]
    shapes: list[Shape] = [
        Blob("skin", (0, 2, -60), (66, 66, 150), wobble=0.03, ripple=30),
        Blob("skin", (0, -2, 150), (78, 98, 96)),
        Blob("skin", (0, 0, -190), (190, 100, 90)),
        Blob("fat", (0, 2, -60), (63, 63, 150), wobble=0.03, ripple=30),
        Blob("fat", (0, -2, 150), (75, 95, 93)),
        Blob("fat", (0, 0, -190), (186, 96, 88)),
        Blob("muscle", (0, 10, -50), (55, 50, 140), wobble=0.05, ripple=15),
        Blob("bone", (0, -2, 154), (73, 91, 89)),
        Blob("fluid", (0, -2, 156), (68, 85, 84)),
        Blob("folds", (0, -2, 158), (65, 81, 80), wobble=0.05, ripple=4.5),
        Blob("brain", (0, -2, 156), (56, 70, 68), wobble=0.06, ripple=7),
        Blob("fluid", (0, 6, 150), (9, 34, 12), turn=15),
        Blob("fluid", (0, 46, 103), (40, 31, 26)),
        Blob("folds", (0, 47, 104), (37, 28, 23), wobble=0.04, ripple=3),
        Blob("air", (0, -30, 10), (9, 7, 34)),
        *tube("air", [(0, -34, 50), (0, -27, 0), (0, -26, -120)], 8),
        Blob("muscle", (0, -62, 54), (30, 34, 20), wobble=0.06),
        Blob("air", (0, -62, 84), (16, 34, 9)),
    ]
    for side in (-1, 1):
        shapes += [
            Blob("muscle", (side * 24, 42, -20), (19, 17, 110), wobble=0.05),
            *tube("vessel", [(side * 28, -6, 60), (side * 24, -8, -110)], 4.0),
        ]
    shapes += tube("fat", [(0.0, line[0][1] + 1, 74.0), *line], canal + 3)
    shapes += _column(levels, set(), canal, nucleus=0.4)
    cord = [(0.0, 22.0, 118.0), (0.0, 21.5, 100.0), (0.0, 20.0, 84.0), *line]
    shapes += tube(
        "fluid", [(0.0, 25.0, 112.0), (0.0, 23.0, 90.0), *line, (0.0, line[-1][1] + 4, -140.0)], canal
    )
    shapes += tube("brain", cord[:3], 10.5, 6.5)
    shapes += tube("cord", [*cord[2:], (0.0, line[-1][1] + 4, -140.0)], 4.3, 3.8)
    # The back of the medulla, beside the fourth ventricle.
    shapes.append(Blob("lesion", (0, 26.5, 93), (3.2, 2.6, 5.5)))
    swollen = line[1:6]
    shapes += tube("cord", swollen, 5.6)
    top, end = line[1], line[5]
    centre = (0.0, line[3][1] - 0.4, (top[2] + end[2]) / 2)
    shapes += tube("lesion", [*swollen], 3.1, 2.5)
    if enhanced:
        shapes.append(Blob("glow", centre, (2.2, 2.2, 24.0), wobble=0.4, ripple=3))
    return shapes
