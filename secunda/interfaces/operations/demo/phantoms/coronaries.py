"""Heart arteries on film: a tree that beats, fills with dye and empties, seen from a chosen side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secunda.interfaces.operations.demo.phantoms.shapes import Image, Point, soften


@dataclass(frozen=True)
class Vessel:
    """An artery through `points` (mm), `radius` at its start; `narrowing` is (place 0 to 1, share closed)."""

    points: tuple[Point, ...]
    radius: float
    delay: float = 0.0
    narrowing: tuple[float, float] | None = None


LEFT = (
    Vessel(((8, -22, 30), (18, -24, 29)), 2.4),
    Vessel(
        ((18, -24, 29), (24, -36, 22), (28, -44, 8), (32, -48, -8),
         (36, -44, -24), (38, -34, -38), (32, -24, -44)),
        1.9, 1.0, (0.42, 0.70),
    ),
    Vessel(((27, -42, 12), (38, -38, 4), (48, -30, -10), (52, -22, -22)), 1.1, 3.0),
    Vessel(((30, -46, -1), (40, -42, -10), (46, -34, -22)), 0.9, 4.0),
    Vessel(((26, -40, 15), (20, -36, 4), (17, -30, -8)), 0.7, 3.0),
    Vessel(((31, -47, -6), (24, -40, -16), (22, -33, -24)), 0.6, 4.5),
    Vessel(((18, -24, 29), (30, -16, 24), (40, -4, 16), (44, 8, 4), (42, 16, -8)), 1.6, 1.0),
    Vessel(((38, -6, 18), (48, -6, 4), (54, -6, -12), (54, -10, -24)), 1.2, 3.0),
    Vessel(((43, 6, 6), (52, 6, -8), (54, 2, -20)), 0.9, 4.0),
)  # fmt: skip
RIGHT = (
    Vessel(
        ((-8, -22, 30), (-20, -28, 28), (-34, -26, 20), (-42, -16, 6), (-42, -4, -10),
         (-34, 6, -22), (-20, 14, -28), (-6, 18, -28)),
        1.9, 0.0, (0.42, 0.60),
    ),
    Vessel(((-6, 18, -28), (6, 8, -34), (18, -6, -40), (26, -18, -44)), 1.2, 5.0),
    Vessel(((-6, 18, -28), (6, 22, -18), (20, 20, -14), (28, 14, -16)), 1.0, 5.0),
    Vessel(((-36, -24, 16), (-30, -34, 4), (-20, -38, -6)), 0.8, 2.0),
    Vessel(((-42, -8, -6), (-34, -24, -18), (-18, -32, -28)), 0.9, 3.0),
)  # fmt: skip


def _smooth(vessel: Vessel, steps: int) -> tuple[NDArray[np.float64], Image]:
    """The middle line through a vessel's points (Catmull and Rom), and its radius along the way."""
    points = np.array(vessel.points, dtype=np.float64)
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    along = np.linspace(0, len(points) - 1 - 1e-6, steps)
    place = along.astype(int)
    t = (along - place)[:, None]
    a, b, c, d = (padded[place + k] for k in range(4))
    line = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    share = along / (len(points) - 1)
    radius = vessel.radius * (1 - 0.55 * share)
    if vessel.narrowing:
        where, closed = vessel.narrowing
        radius = radius * (1 - closed * np.exp(-(((share - where) / 0.028) ** 2)))
    return line, radius.astype(np.float32)


def _seen(line: NDArray[np.float64], side: float, tilt: float) -> Image:
    """Points on the film, in mm right and down,
    for a camera turned to the patient's `side` and `tilt` (degrees)."""
    a, b = np.deg2rad(side), np.deg2rad(tilt)
    x = line[:, 0] * np.cos(a) + line[:, 1] * np.sin(a)
    depth = -line[:, 0] * np.sin(a) + line[:, 1] * np.cos(a)
    z = line[:, 2] * np.cos(b) + depth * np.sin(b)
    return np.stack([x, -z], axis=1).astype(np.float32)


def _chest(size: int, chance: np.random.Generator) -> Image:
    """What stands still: spine, ribs, diaphragm, heart shadow."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) / size - 0.5
    dark = 0.30 * np.exp(-(((x + 0.30 + 0.1 * y) / 0.09) ** 2)) + 0.20 * np.exp(
        -((x * x + (y + 0.02) ** 2) / 0.09)
    )
    dark += 0.45 / (1 + np.exp(-((y - 0.33 - 0.5 * (x - 0.1) ** 2) * 40)))
    for rib in range(6):
        middle = y - (-0.55 + rib * 0.22) - 0.35 * x + 0.4 * x * x
        dark += 0.07 * np.exp(-((middle / 0.022) ** 2))
    for level in range(5):
        dark += (
            0.07 * np.exp(-(((y + 0.45 - level * 0.22) / 0.018) ** 2)) * np.exp(-(((x + 0.30) / 0.08) ** 2))
        )
    dark += soften(chance.standard_normal((size, size), dtype=np.float32), 5) * 0.05
    return np.asarray(dark, dtype=np.float32)


def _lay(film: Image, points: Image, radius: Image, dye: Image, pixel: float) -> None:
    """Add the thickness of dye along one vessel, disc by disc, keeping the thickest at each point."""
    size = film.shape[0]
    for (u, v), r, strength in zip(points, radius, dye, strict=True):
        if strength <= 0.01:
            continue
        reach = r / pixel + 2
        column, row = u / pixel + size / 2, v / pixel + size / 2
        top, left = max(int(row - reach), 0), max(int(column - reach), 0)
        bottom, right = min(int(row + reach) + 2, size), min(int(column + reach) + 2, size)
        if top >= bottom or left >= right:
            continue
        dy = (np.arange(top, bottom, dtype=np.float32) - row)[:, None] * pixel
        dx = (np.arange(left, right, dtype=np.float32) - column)[None, :] * pixel
        inside = np.sqrt(np.maximum(r * r - dx * dx - dy * dy, 0)) * strength
        part = film[top:bottom, left:right]
        np.maximum(part, inside, out=part)


def run(
    tree: tuple[Vessel, ...],
    *,
    side: float,
    tilt: float,
    frames: int,
    size: int,
    pixel: float,
    seed: int,
) -> NDArray[np.uint8]:
    """A film of `frames` pictures at 15 a second; `side` is degrees to the left (LAO) or right (negative)."""
    chance = np.random.default_rng(seed)
    chest = _chest(size, chance)
    lines = [(vessel, *_smooth(vessel, 14 * len(vessel.points))) for vessel in tree]
    film = np.empty((frames, size, size), dtype=np.uint8)
    for frame in range(frames):
        beat = 0.5 - 0.5 * np.cos(2 * np.pi * ((frame % 12) / 12) ** 0.8)
        squeeze, turn = 1 - 0.10 * beat, 0.10 * beat
        dark = np.zeros((size, size), dtype=np.float32)
        for vessel, line, radius in lines:
            moved = line * np.array([squeeze, squeeze, 1 - 0.13 * beat])
            moved = (
                moved
                + np.array([2.0, -1.0, 5.0]) * beat
                + np.stack([-line[:, 1], line[:, 0], 0 * line[:, 0]], axis=1) * turn * 0.3
            )
            arrival = 3 + vessel.delay + np.linspace(0, 5, len(line))
            dye = np.clip((frame - arrival) / 3, 0, 1) * np.clip(
                (frames * 1.05 - frame - 4) / (frames * 0.35), 0, 1
            )
            _lay(dark, _seen(moved, side, tilt), radius, dye.astype(np.float32), pixel)
        light = np.exp(-(chest + soften(dark, 1) * 0.42)) * 205
        light += chance.standard_normal((size, size), dtype=np.float32) * np.sqrt(np.maximum(light, 1)) * 0.42
        film[frame] = np.clip(light, 0, 255).astype(np.uint8)
    return film
