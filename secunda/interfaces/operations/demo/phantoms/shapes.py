"""Solid shapes in patient space, and how a slice through them looks.

Coordinates are millimetres in the DICOM patient system: x to the left, y to the back, z to the head.
A later shape covers an earlier one. Nothing here is anatomy; it only has to look like it in a viewer.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

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

    def extent(self, way: Point) -> float:
        """How far the shape can reach from its centre in a direction of length 1, in millimetres."""
        x, y, z = self.radii
        if self.turn:
            y = z = max(y, z) if self.power == 2 else y + z
        if self.power == 2:
            along = math.sqrt((way[0] * x) ** 2 + (way[1] * y) ** 2 + (way[2] * z) ** 2)
        else:
            along = abs(way[0]) * x + abs(way[1]) * y + abs(way[2]) * z
        return along * (1 + 1.6 * self.wobble)

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
        share: Image = np.clip(0.5 - distance / np.float32(pixel * 1.3), 0, 1).astype(np.float32)
        return share


@dataclass(frozen=True)
class Rod:
    """A straight piece of tube between two points around `centre`, with a radius at each end."""

    tissue: str
    centre: Point
    start: Point
    end: Point
    radius: float
    end_radius: float

    def extent(self, way: Point) -> float:
        """How far the piece reaches from its centre in a direction of length 1."""
        along = sum(w * (q - p) for w, p, q in zip(way, self.start, self.end, strict=True))
        return abs(along) / 2 + max(self.radius, self.end_radius)

    def cover(self, x: Image, y: Image, z: Image, pixel: float) -> Image:
        """How much of each point the piece covers."""
        way = np.subtract(self.end, self.start).astype(np.float32)
        dx, dy, dz = (d - np.float32(s) for d, s in zip((x, y, z), self.start, strict=True))
        share = np.clip((dx * way[0] + dy * way[1] + dz * way[2]) / max(float(way @ way), 1e-6), 0, 1)
        away = np.sqrt((dx - share * way[0]) ** 2 + (dy - share * way[1]) ** 2 + (dz - share * way[2]) ** 2)
        distance = away - (self.radius + share * (self.end_radius - self.radius))
        covered: Image = np.clip(0.5 - distance / np.float32(pixel * 1.2), 0, 1).astype(np.float32)
        return covered


type Shape = Blob | Rod


def tube(tissue: str, points: list[Point], radius: float, end_radius: float | None = None) -> list[Shape]:
    """A bent tube through `points`, narrowing evenly from `radius` to `end_radius`."""
    last = radius if end_radius is None else end_radius
    radii = [float(r) for r in np.linspace(radius, last, len(points))]
    return [
        Rod(tissue, _middle(start, end), start, end, radii[i], radii[i + 1])
        for i, (start, end) in enumerate(pairwise(points))
    ]


def _middle(start: Point, end: Point) -> Point:
    return ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, (start[2] + end[2]) / 2)


@cache
def grain() -> Image:
    """A block of smooth random texture with mean 0 and spread 1, which repeats without seams."""
    chance = np.random.default_rng(20)
    noise = chance.standard_normal((_GRAIN_SIZE,) * 3, dtype=np.float32)
    wave = np.fft.fftfreq(_GRAIN_SIZE).astype(np.float32)
    distance = wave[:, None, None] ** 2 + wave[None, :, None] ** 2 + np.abs(wave[None, None, :49]) ** 2
    shaped = np.fft.irfftn(
        np.fft.rfftn(noise) * np.exp(-distance * 160) / (distance + 2e-3) ** 0.4,
        s=noise.shape,
        axes=(0, 1, 2),
    )
    return ((shaped - shaped.mean()) / shaped.std()).astype(np.float32)


def _points(stack: Stack, index: int) -> tuple[Image, Image, Image]:
    """The x, y and z of the pixels of a slice, kept as small as the plane allows (they broadcast)."""
    corner = stack.corner(index)
    u = (np.arange(stack.columns, dtype=np.float32) * np.float32(stack.pixel))[None, :]
    v = (np.arange(stack.rows, dtype=np.float32) * np.float32(stack.pixel))[:, None]

    def along(axis: int) -> Image:
        place: Image = np.full((1, 1), corner[axis], dtype=np.float32)
        for steps, direction in ((u, stack.plane[0][axis]), (v, stack.plane[1][axis])):
            if direction:
                place = place + steps * np.float32(direction)
        return place

    return along(0), along(1), along(2)


def _grain_on(points: tuple[Image, Image, Image]) -> Image:
    """The grain at every pixel of a slice."""
    i, j, k = (np.rint(d / _GRAIN_STEP).astype(np.int32) % _GRAIN_SIZE for d in points)
    found: Image = grain()[i, j, k]
    return found


def _part(points: Image, rows: slice, columns: slice) -> Image:
    """The window of an array that may be one pixel high or wide."""
    return points[
        rows if points.shape[0] > 1 else slice(None), columns if points.shape[1] > 1 else slice(None)
    ]


def cut(
    stack: Stack,
    index: int,
    shapes: Sequence[Shape],
    signal: dict[str, tuple[float, float]],
    *,
    empty: float = 0.0,
) -> Image:
    """One slice: each tissue drawn with its (value, grain) from `signal`; a tissue not named is left out."""
    first = _tuple(stack.corner(index))
    normal = _tuple(stack.normal)
    points = _points(stack, index)
    texture = _grain_on(points)
    picture = np.full((stack.rows, stack.columns), empty, dtype=np.float32)
    for shape in shapes:
        look = signal.get(shape.tissue)
        if look is None:
            continue
        away: Point = (shape.centre[0] - first[0], shape.centre[1] - first[1], shape.centre[2] - first[2])
        if abs(_dot(away, normal)) > shape.extent(normal) + stack.pixel:
            continue
        window = _window(stack, shape, away)
        if window is None:
            continue
        rows, columns = window
        x, y, z = (_part(d, rows, columns) for d in points)
        cover = shape.cover(x, y, z, stack.pixel)
        value, spread = look
        part = picture[rows, columns]
        if spread:
            part += (value * (1 + spread * texture[rows, columns]) - part) * cover
        else:
            part += (np.float32(value) - part) * cover
    return picture


def _tuple(vector: NDArray[np.float64]) -> Point:
    return (float(vector[0]), float(vector[1]), float(vector[2]))


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _window(stack: Stack, shape: Shape, away: Point) -> tuple[slice, slice] | None:
    """The rows and columns a shape can touch, or None when it lies outside the picture."""
    spans: list[slice] = []
    for axis, size in ((stack.plane[1], stack.rows), (stack.plane[0], stack.columns)):
        middle, reach = _dot(away, axis), shape.extent(axis) + 2 * stack.pixel
        start = max(math.floor((middle - reach) / stack.pixel), 0)
        stop = min(math.ceil((middle + reach) / stack.pixel) + 1, size)
        if start >= stop:
            return None
        spans.append(slice(start, stop))
    return spans[0], spans[1]


def soften(picture: Image, times: int = 1) -> Image:
    """Blur by the kernel 1-2-1 in both directions."""
    for _ in range(times):
        for axis in (0, 1):
            before = np.roll(picture, 1, axis)
            after = np.roll(picture, -1, axis)
            picture = (before + np.float32(2) * picture + after) / np.float32(4)
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
