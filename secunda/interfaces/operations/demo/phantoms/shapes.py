"""Solid shapes in patient space, and how a slice through them looks.

Coordinates are millimetres in the DICOM patient system: x to the left, y to the back, z to the head.
A later shape covers an earlier one. Nothing here is anatomy; it only has to look like it in a viewer.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

type Image = NDArray[np.float32]
type Point = tuple[float, float, float]

_GRAIN_STEP = 0.9  # mm between the samples of the grain
_GRAIN_SIZE = 96

AXIAL = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
CORONAL = ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0))
SAGITTAL = ((0.0, 1.0, 0.0), (0.0, 0.0, -1.0))


@dataclass(frozen=True)
class Stack:
    """Parallel slices: `pixel` and `step` in millimetres, centred on `centre`."""

    plane: tuple[Point, Point]
    centre: Point
    rows: int
    columns: int
    pixel: float
    count: int
    step: float

    @property
    def normal(self) -> NDArray[np.float64]:
        """The direction in which slices follow each other (DICOM PS3.3 §C.7.6.2.1.1)."""
        return np.cross(np.array(self.plane[0]), np.array(self.plane[1]))

    def corner(self, index: int) -> NDArray[np.float64]:
        """Where the centre of the first pixel of a slice lies: its ImagePositionPatient."""
        across, down = (np.array(axis) for axis in self.plane)
        along = (index - (self.count - 1) / 2) * self.step
        half_across = (self.columns - 1) / 2 * self.pixel
        half_down = (self.rows - 1) / 2 * self.pixel
        return np.asarray(
            np.array(self.centre) + self.normal * along - across * half_across - down * half_down
        )


@dataclass(frozen=True)
class Blob:
    """An ellipsoid, squarer for a higher `power`, with an uneven outline for a `wobble`.

    `turn` is in degrees about the left-right axis; `grain` is the share of signal that varies inside.
    """

    tissue: str
    centre: Point
    radii: Point
    power: float = 2.0
    wobble: float = 0.0
    ripple: float = 9.0
    turn: float = 0.0

    def reach(self) -> float:
        """No part of the shape is further from its centre than this, in millimetres."""
        return float(np.linalg.norm(self.radii) if self.power > 2 else max(self.radii)) * (1 + self.wobble)

    def cover(self, x: Image, y: Image, z: Image, pixel: float) -> Image:
        """How much of each point the shape covers, from 0 to 1, with a soft edge one pixel wide."""
        dx, dy, dz = x - self.centre[0], y - self.centre[1], z - self.centre[2]
        if self.turn:
            angle = np.deg2rad(self.turn)
            cos, sin = np.float32(np.cos(angle)), np.float32(np.sin(angle))
            dy, dz = dy * cos + dz * sin, dz * cos - dy * sin
        a, b, c = (np.abs(d / np.float32(r)) for d, r in zip((dx, dy, dz), self.radii, strict=True))
        if self.power == 2:
            reach = np.sqrt(a * a + b * b + c * c)
        else:
            reach = (a**self.power + b**self.power + c**self.power) ** (1 / self.power)
        if self.wobble:
            waves = np.sin(dx / self.ripple + 1.3) + np.sin(dy / self.ripple * 1.2) + np.sin(dz / self.ripple)
            waves = waves + np.sin((dx + dy) / self.ripple * 1.7 + dz / self.ripple * 0.6)
            reach = reach + np.float32(self.wobble / 2.5) * waves
        distance = (reach - 1) * np.float32(min(self.radii))
        return np.clip(0.5 - distance / np.float32(pixel * 1.3), 0, 1).astype(np.float32)


@dataclass(frozen=True)
class Rod:
    """A straight piece of tube between two points, with a radius at each end."""

    tissue: str
    start: Point
    end: Point
    radius: float
    end_radius: float

    @property
    def centre(self) -> Point:
        """The middle of the piece."""
        x, y, z = ((p + q) / 2 for p, q in zip(self.start, self.end, strict=True))
        return (x, y, z)

    def reach(self) -> float:
        """No part of the piece is further from its centre than this."""
        length = float(np.linalg.norm(np.subtract(self.end, self.start)))
        return length / 2 + max(self.radius, self.end_radius)

    def cover(self, x: Image, y: Image, z: Image, pixel: float) -> Image:
        """How much of each point the piece covers."""
        way = np.subtract(self.end, self.start).astype(np.float32)
        dx, dy, dz = (d - np.float32(s) for d, s in zip((x, y, z), self.start, strict=True))
        share = np.clip((dx * way[0] + dy * way[1] + dz * way[2]) / max(float(way @ way), 1e-6), 0, 1)
        away = np.sqrt((dx - share * way[0]) ** 2 + (dy - share * way[1]) ** 2 + (dz - share * way[2]) ** 2)
        distance = away - (self.radius + share * (self.end_radius - self.radius))
        return np.clip(0.5 - distance / np.float32(pixel * 1.2), 0, 1).astype(np.float32)


type Shape = Blob | Rod


def tube(tissue: str, points: list[Point], radius: float, end_radius: float | None = None) -> list[Shape]:
    """A bent tube through `points`, narrowing evenly from `radius` to `end_radius`."""
    last = radius if end_radius is None else end_radius
    radii = np.linspace(radius, last, len(points))
    return [
        Rod(tissue, points[i], points[i + 1], float(radii[i]), float(radii[i + 1]))
        for i in range(len(points) - 1)
    ]


@cache
def grain() -> Image:
    """A block of smooth random texture with mean 0 and spread 1, which repeats without seams."""
    chance = np.random.default_rng(20)
    noise = chance.standard_normal((_GRAIN_SIZE,) * 3, dtype=np.float32)
    wave = np.fft.fftfreq(_GRAIN_SIZE).astype(np.float32)
    distance = wave[:, None, None] ** 2 + wave[None, :, None] ** 2 + np.abs(wave[None, None, :49]) ** 2
    shaped = np.fft.irfftn(np.fft.rfftn(noise) * np.exp(-distance * 160) / (distance + 2e-3) ** 0.4, s=noise.shape)
    return ((shaped - shaped.mean()) / shaped.std()).astype(np.float32)


def _grain_on(stack: Stack, index: int) -> Image:
    """The grain at every pixel of a slice."""
    i, j, k = (np.rint(d / _GRAIN_STEP).astype(np.int32) % _GRAIN_SIZE for d in _points(stack, index))
    found: Image = grain()[i, j, k]
    return found


def _points(
    stack: Stack, index: int, window: tuple[int, int, int, int] | None = None
) -> tuple[Image, Image, Image]:
    """The x, y and z of the pixels of a slice, kept as small as the plane allows (they broadcast)."""
    top, bottom, left, right = window or (0, stack.rows, 0, stack.columns)
    corner = stack.corner(index)
    u = (np.arange(left, right, dtype=np.float32) * np.float32(stack.pixel))[None, :]
    v = (np.arange(top, bottom, dtype=np.float32) * np.float32(stack.pixel))[:, None]

    def along(axis: int) -> Image:
        place: Image = np.full((1, 1), corner[axis], dtype=np.float32)
        for steps, direction in ((u, stack.plane[0][axis]), (v, stack.plane[1][axis])):
            if direction:
                place = place + steps * np.float32(direction)
        return place

    return along(0), along(1), along(2)


def cut(
    stack: Stack,
    index: int,
    shapes: list[Shape],
    signal: dict[str, tuple[float, float]],
    *,
    empty: float = 0.0,
) -> Image:
    """One slice: each tissue drawn with its (value, grain) from `signal`; a tissue not named is left out."""
    across, down = (np.array(axis) for axis in stack.plane)
    corner, normal = stack.corner(index), stack.normal
    picture = np.full((stack.rows, stack.columns), empty, dtype=np.float32)
    texture = _grain_on(stack, index)
    for shape in shapes:
        if shape.tissue not in signal:
            continue
        away = np.array(shape.centre) - corner
        reach = shape.reach()
        if abs(float(away @ normal)) > reach:
            continue
        window = _window(stack, float(away @ across), float(away @ down), reach + stack.pixel)
        if window is None:
            continue
        top, bottom, left, right = window
        cover = shape.cover(*_points(stack, index, window), stack.pixel)
        value, spread = signal[shape.tissue]
        paint = value * (1 + spread * texture[top:bottom, left:right])
        part = picture[top:bottom, left:right]
        part += (paint - part) * cover
    return picture


def _window(stack: Stack, across: float, down: float, reach: float) -> tuple[int, int, int, int] | None:
    """The rows and columns a shape can touch, or None when it lies outside the picture."""
    left = max(int((across - reach) / stack.pixel), 0)
    right = min(int((across + reach) / stack.pixel) + 2, stack.columns)
    top = max(int((down - reach) / stack.pixel), 0)
    bottom = min(int((down + reach) / stack.pixel) + 2, stack.rows)
    if left >= right or top >= bottom:
        return None
    return top, bottom, left, right


def soften(picture: Image, times: int = 1) -> Image:
    """Blur by the kernel 1-2-1 in both directions."""
    for _ in range(times):
        for axis in (0, 1):
            before = np.roll(picture, 1, axis)
            after = np.roll(picture, -1, axis)
            picture = (before + 2 * picture + after) / 4
    return picture


def magnetic(picture: Image, chance: np.random.Generator, *, noise: float, shade: float = 0.25) -> Image:
    """What a receive coil adds: uneven brightness and noise that is never below zero (Rician)."""
    rows, columns = picture.shape
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    lit = soften(picture) * (1 - shade / 2 + shade * (x * x + y * y) / 2 + 0.06 * x)
    real = lit + noise * chance.standard_normal(picture.shape, dtype=np.float32)
    other = noise * chance.standard_normal(picture.shape, dtype=np.float32)
    strength: Image = np.sqrt(real * real + other * other)
    return strength
