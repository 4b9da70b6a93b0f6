"""Ultrasound fans: tissue as speckle inside a sector, for the beating heart and for the womb."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from secunda.interfaces.operations.demo.phantoms.shapes import Image, soften

type Film = NDArray[np.uint8]


@dataclass(frozen=True)
class Fan:
    """The sector: picture size, depth in millimetres, half angle in degrees."""

    rows: int = 360
    columns: int = 480
    depth: float = 160.0
    half_angle: float = 42.0

    @property
    def pixel(self) -> float:
        """Millimetres per pixel; twenty rows at the top are kept for words."""
        return self.depth / (self.rows - 24)

    def places(self) -> tuple[Image, Image]:
        """Millimetres to the right of the probe, and away from it, for every pixel."""
        y = (np.arange(self.rows, dtype=np.float32) - 20)[:, None] * np.float32(self.pixel)
        x = (np.arange(self.columns, dtype=np.float32) - self.columns / 2)[None, :] * np.float32(self.pixel)
        return x, y

    def coarse(self) -> tuple[Image, Image]:
        """The same places for every second pixel: tissue needs no more under speckle."""
        x, y = self.places()
        return x[:, ::2], y[::2]

    def inside(self, head: float = 0.0) -> Image:
        """1 within the fan, 0 outside; `head` is the radius of a curved probe in millimetres."""
        x, y = self.places()
        away = np.sqrt(x * x + (y + head) ** 2)
        angle = np.abs(np.arctan2(x, y + head))
        within = (angle < np.deg2rad(self.half_angle)) & (away > head + 1) & (away < head + self.depth - 2)
        return np.asarray(within, dtype=np.float32)


def oval(
    x: Image,
    y: Image,
    centre: tuple[float, float],
    radii: tuple[float, float],
    turn: float = 0.0,
    edge: float = 0.08,
) -> Image:
    """1 inside an ellipse, 0 outside, soft at the edge."""
    a = np.deg2rad(turn)
    dx, dy = x - centre[0], y - centre[1]
    u, v = dx * np.cos(a) + dy * np.sin(a), dy * np.cos(a) - dx * np.sin(a)
    reach = np.sqrt((u / radii[0]) ** 2 + (v / radii[1]) ** 2)
    return np.asarray(np.clip((1 + edge - reach) / (2 * edge), 0, 1), dtype=np.float32)


def speckled(bright: Image, grain: Image, fan: Fan, mask: Image) -> Image:
    """Echo strength as a screen shows it: speckle, loss with depth, logarithm. `bright` is coarse."""
    y = fan.places()[1]
    fine = np.repeat(np.repeat(bright, 2, axis=0), 2, axis=1)
    strength = fine * grain * np.exp(-y / np.float32(fan.depth * 1.6))
    shown = np.log1p(strength * np.float32(40)) * np.float32(235 / np.log(41))
    return np.asarray(np.clip(shown * mask, 0, 255), dtype=np.float32)


def speckle(fan: Fan, chance: np.random.Generator) -> Image:
    """Random interference, wider across the beam than along it."""
    wide = [soften(chance.standard_normal((fan.rows, fan.columns), dtype=np.float32)) for _ in range(2)]
    blurred = [(p + np.roll(p, 1, 1) + np.roll(p, -1, 1)) for p in wide]
    grain: Image = np.sqrt(blurred[0] ** 2 + blurred[1] ** 2)
    return (grain / grain.mean()).astype(np.float32)


def written(
    picture: Image, words: Sequence[tuple[int, int, str]], marks: Sequence[tuple[int, int]] = ()
) -> NDArray[np.uint8]:
    """Burn words and caliper crosses into a picture, as the machine does."""
    drawn = Pictures.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    face = ImageFont.load_default(size=12)
    for x, y, text in words:
        pen.text((x, y), text, fill=235, font=face)
    for x, y in marks:
        pen.line((x - 4, y, x + 4, y), fill=255)
        pen.line((x, y - 4, x, y + 4), fill=255)
    return np.asarray(drawn, dtype=np.uint8)


def _four_rooms(x: Image, y: Image, squeeze: float) -> Image:
    """The heart from its tip: walls bright, rooms dark,
    valves between. `squeeze` is 0 at rest and 1 at the peak."""
    small = 1 - 0.27 * squeeze
    bright = 0.10 + 0.10 * oval(x, y, (0, 90), (66, 72), edge=0.2)
    bright = np.maximum(bright, 0.55 * oval(x, y, (14, 70), (31, 50), -6))
    bright = np.maximum(bright, 0.45 * oval(x, y, (-26, 74), (25, 44), 12))
    bright = np.maximum(bright, 0.5 * oval(x, y, (18, 124), (26, 23)))
    bright = np.maximum(bright, 0.45 * oval(x, y, (-24, 124), (25, 23)))
    rooms = oval(x, y, (15, 73 + 3 * squeeze), (21 * small, 41 * (1 - 0.14 * squeeze)), -6, 0.06)
    rooms = np.maximum(rooms, oval(x, y, (-27, 78), (18 * (1 - 0.2 * squeeze), 36), 12, 0.06))
    rooms = np.maximum(rooms, oval(x, y, (18, 126), (21 + 3 * squeeze, 18 + 2 * squeeze), edge=0.06))
    rooms = np.maximum(rooms, oval(x, y, (-24, 126), (20 + 2 * squeeze, 18), edge=0.06))
    bright = bright * (1 - rooms) + 0.015 * rooms
    swing = 26 * (1 - squeeze)
    for hinge, way in (((3, 112), 1), ((33, 110), -1), ((-12, 112), -1), ((-40, 110), 1)):
        tip = (hinge[0] + way * 9, hinge[1] - 4)
        bright = np.maximum(bright, 0.7 * oval(x, y, tip, (9, 1.2), -way * swing))
    septum = oval(x, y, (-6, 70), (5.5, 48), 4)
    return np.asarray(np.maximum(bright, 0.6 * septum), dtype=np.float32)


def _long_axis(x: Image, y: Image, squeeze: float) -> Image:
    """The heart from beside the breastbone: right room, septum, left room, valve and aorta."""
    bright = 0.12 + 0.08 * oval(x, y, (0, 80), (90, 60), edge=0.2)
    bright = np.maximum(bright, 0.55 * oval(x, y, (-14, 84), (52, 34), 8))
    bright = np.maximum(bright, 0.5 * oval(x, y, (46, 68), (30, 17), -14))
    bright = np.maximum(bright, 0.5 * oval(x, y, (44, 104), (27, 21)))
    rooms = oval(x, y, (-16, 85), (42 * (1 - 0.12 * squeeze), 23 * (1 - 0.33 * squeeze)), 8, 0.06)
    rooms = np.maximum(rooms, oval(x, y, (48, 68), (27, 13.5), -14, 0.06))
    rooms = np.maximum(rooms, oval(x, y, (45, 105), (22, 16 + 2 * squeeze), edge=0.06))
    rooms = np.maximum(rooms, oval(x, y, (-10, 44), (46, 10 - 2 * squeeze), 6, 0.08))
    bright = bright * (1 - rooms) + 0.015 * rooms
    for centre, turn in (
        ((20, 92), 40 - 55 * squeeze),
        ((22, 98), -30 + 40 * squeeze),
        ((30, 70), 10 - 30 * squeeze),
    ):
        bright = np.maximum(bright, 0.7 * oval(x, y, centre, (10, 1.2), turn))
    return np.asarray(bright, dtype=np.float32)


def heart_clip(view: str, *, frames: int, seed: int) -> tuple[Film, Fan]:
    """One and a half beats as a grey film; `view` is "A4C" or "PLAX"."""
    fan = Fan()
    chance = np.random.default_rng(seed)
    x, y = fan.coarse()
    mask = fan.inside()
    first, second = speckle(fan, chance), speckle(fan, chance)
    film = np.empty((frames, fan.rows, fan.columns), dtype=np.uint8)
    for frame in range(frames):
        phase = (frame % 20) / 20
        squeeze = float(
            np.sin(np.pi * min(phase / 0.42, 1.0))
            if phase < 0.42
            else 0.12 * np.sin(np.pi * (phase - 0.42) / 0.58)
        )
        bright = _four_rooms(x, y, squeeze) if view == "A4C" else _long_axis(x, y, squeeze)
        share = 0.5 + 0.5 * np.cos(2 * np.pi * phase)
        shimmer = first * share + second * (1 - share) + 0.12 * np.roll(first, frame * 3, 0)
        shown = speckled(bright, shimmer, fan, mask)
        film[frame] = written(shown, [(6, 4, f"{view}   16 cm   72 bpm   frame {frame + 1}")])
    return film, fan


def womb(view: str, *, seed: int) -> tuple[NDArray[np.uint8], Fan]:
    """A still of the pelvis; `view` is "UTERUS LS", "UTERUS TS", "CAVITY TV", "RT OVARY" or "LT OVARY"."""
    deep = {"CAVITY TV": 110.0, "RT OVARY": 70.0, "LT OVARY": 70.0}.get(view, 170.0)
    fan = Fan(depth=deep, half_angle=38.0)
    x, y = fan.coarse()
    chance = np.random.default_rng(seed)
    bright, marks, note = _pelvic_scene(view, x, y)
    shown = speckled(bright, speckle(fan, chance), fan, fan.inside(40.0 if deep > 100 else 12.0))
    crosses = [(round(u / fan.pixel + fan.columns / 2), round(v / fan.pixel + 20)) for u, v in marks]
    return written(shown, [(6, 4, f"{view}    {deep / 10:.0f} cm"), (6, fan.rows - 18, note)], crosses), fan


def _pelvic_scene(view: str, x: Image, y: Image) -> tuple[Image, list[tuple[float, float]], str]:
    bright = 0.10 + 0.07 * np.sin(y / 9 + np.sin(x / 22)) ** 2
    if view.endswith("OVARY"):
        bright = np.maximum(bright * 0.9, 0.24 * oval(x, y, (0, 36), (15, 11), 10))
        for u, v, r in ((-7, 33, 3.4), (3, 30, 2.6), (8, 38, 4.2), (-2, 41, 3.0), (-9, 39, 2.2)):
            hole = oval(x, y, (u, v), (r, r), edge=0.1)
            bright = bright * (1 - hole) + 0.008 * hole
        wide = 3.0 if view.startswith("RT") else 2.8
        return bright.astype(np.float32), [(-15.0, 34.0), (15.0, 39.0)], f"1  {wide:.1f} cm"
    shift = -28.0 if view == "CAVITY TV" else 0.0
    scale = 0.95 if view == "CAVITY TV" else 1.0
    broad = 41.0 if view == "UTERUS TS" else 59.0
    if view != "CAVITY TV":
        urine = oval(x, y, (4, 26), (42, 15), -6, 0.06)
        bright = bright * (1 - urine) + 0.004 * urine
    centre = (0.0, 84.0 + shift)
    body = oval(x, y, centre, (broad * scale, 37 * scale), -8, 0.03)
    bright = bright * (1 - body) + 0.26 * body
    lining = oval(x, y, (4, 88 + shift), (broad * 0.62, 4.5), -8, 0.12)
    bright = np.maximum(bright, 0.8 * lining)
    front = (-14.0, 70.0 + shift)
    for spot, radius in ((front, 25.5), ((14.0, 93.0 + shift), 14.0)):
        lump = oval(x, y, spot, (radius, radius * 0.96), 0, 0.05)
        rim = oval(x, y, spot, (radius + 1.5, radius * 0.96 + 1.5), 0, 0.05) - lump
        whorl = 0.075 + 0.03 * np.sin(np.hypot(x - spot[0], y - spot[1]) / 2.1)
        bright = bright * (1 - lump) + whorl * lump
        bright = np.where(rim > 0.3, 0.42, bright)
        shade = np.clip(1 - np.abs(x - spot[0] * (y / spot[1])) / radius, 0, 1) * (y > spot[1] + radius * 0.8)
        bright = bright * (1 - 0.45 * shade)
    if view == "CAVITY TV":
        return bright.astype(np.float32), [(0.0, 65.0), (28.0, 65.0)], "1  2.8 cm"
    return bright.astype(np.float32), [(front[0] - 25.5, front[1]), (front[0] + 25.5, front[1])], "1  5.1 cm"
