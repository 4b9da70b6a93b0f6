"""A twelve-lead heart tracing made from one turning electrical axis, so that the leads agree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
RATE = 500  # samples a second
SECONDS = 10

# How the eight independent leads see the heart's x (left), y (feet) and z (back): Dower 1980.
_VIEWS = {
    "I": (0.632, -0.235, 0.059),
    "II": (0.235, 1.066, -0.132),
    "V1": (-0.515, 0.157, -0.917),
    "V2": (0.044, 0.164, -1.387),
    "V3": (0.882, 0.098, -1.277),
    "V4": (1.213, 0.127, -0.601),
    "V5": (1.125, 0.127, -0.086),
    "V6": (0.831, 0.076, 0.230),
}


@dataclass(frozen=True)
class Wave:
    """One bump of the beat: seconds after the R peak, width in seconds, and size in millivolts along x, y,
    z."""

    at: float
    width: float
    size: tuple[float, float, float]


@dataclass(frozen=True)
class Rhythm:
    """What the tracing shows: beats a minute, and how much the main wave is enlarged."""

    beats_per_minute: float
    waves: tuple[Wave, ...]


def _sinus(main: float, back: float) -> tuple[Wave, ...]:
    return (
        Wave(-0.165, 0.021, (0.06, 0.10, 0.01)),
        Wave(-0.024, 0.0075, (-0.14 * main, -0.05, -0.30)),
        Wave(0.0, 0.0115, (1.05 * main, 0.62, 0.30 * back)),
        Wave(0.025, 0.0105, (0.05 * main, -0.04, 0.42 * back)),
        Wave(0.235, 0.048, (0.24, 0.16, -0.17)),
    )


NORMAL = Rhythm(78, _sinus(1.0, 1.0))
THICK = Rhythm(68, _sinus(1.92, 2.65))


def tracing(rhythm: Rhythm, *, seed: int) -> NDArray[np.int16]:
    """Twelve leads in microvolts, shape (samples, 12), in the order of `LEADS`."""
    chance = np.random.default_rng(seed)
    clock = np.arange(RATE * SECONDS) / RATE
    axis = np.zeros((clock.size, 3))
    peak = 0.32
    while peak < SECONDS + 0.4:
        for wave in rhythm.waves:
            shape = np.exp(-(((clock - peak - wave.at) / wave.width) ** 2) / 2)
            axis += shape[:, None] * np.array(wave.size)
        breath = 0.012 * np.sin(2 * np.pi * peak / 4.2)
        peak += 60 / rhythm.beats_per_minute + breath + float(chance.normal(0, 0.004))
    seen = {name: axis @ np.array(view) for name, view in _VIEWS.items()}
    for name, clean in seen.items():
        drift = 0.03 * np.sin(2 * np.pi * clock * 0.27 + chance.uniform(0, 6))
        seen[name] = clean + drift + chance.normal(0, 0.006, clock.size)
    one = np.rint(seen["I"] * 1000)
    two = np.rint(seen["II"] * 1000)
    # Einthoven and Goldberger: the other four limb leads are sums of the first two.
    limb = [one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2]
    chest = [seen[f"V{n}"] * 1000 for n in range(1, 7)]
    return np.rint(np.stack(limb + chest, axis=1)).astype(np.int16)
