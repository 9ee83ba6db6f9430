"""How near two things are: places on the Earth, and a thing to a band of amounts."""

import numpy as np

from ecosystem.matching.engine.arrays import Floats

EARTH_KM = 6371.0
NEAR_KM = 25.0
FAR_KM = 300.0


def unit_vectors(lat: Floats, lon: Floats) -> Floats:
    """Points on the unit sphere, shape (3, n), from degrees; NaN where a coordinate is not stated."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def distances_km(here: Floats, there: Floats) -> Floats:
    """Great-circle distances in km, shape (n, m), from unit vectors (3, n) and (3, m); NaN where not stated."""
    cosine = np.zeros((here.shape[1], there.shape[1]))
    for axis in range(3):  # term by term, so that no library reorders the sum
        cosine += here[axis][:, None] * there[axis][None, :]
    return EARTH_KM * np.arccos(np.clip(cosine, -1.0, 1.0))


def closeness(km: Floats) -> Floats:
    """1 up to 25 km, 0 from 300 km, a straight line between; 0 where the distance is not known."""
    return np.nan_to_num(np.clip((FAR_KM - km) / (FAR_KM - NEAR_KM), 0.0, 1.0))


def band_fit(amount: Floats, low: Floats, high: Floats, reach: float) -> Floats:
    """1 inside low..high, falling in a straight line of logarithms to 0 at `reach` times outside; NaN bounds are open.

    amount (n,), low and high (m,) in the same money, reach > 1; result (n, m), NaN amounts give 0.
    """
    with np.errstate(divide="ignore"):
        log_amount, log_low, log_high = np.log(amount)[:, None], np.log(low)[None, :], np.log(high)[None, :]
    short = np.nan_to_num(log_low - log_amount, neginf=0.0)
    over = np.nan_to_num(log_amount - log_high)
    fit = 1.0 - np.maximum(np.maximum(short, over), 0.0) / np.log(reach)
    return np.where(np.isnan(log_amount), 0.0, np.clip(fit, 0.0, 1.0))


def habit(done: Floats, known: Floats, grain: float) -> Floats:
    """A share as a habit, 0..1: the logarithm of done / known, counted from `grain` up; 0 for none, 1 for all.

    done (n, m) or (m,), known (m,) > 0; grain in 0..1: about the smallest share that tells one person from another.
    """
    habits: Floats = np.log1p(done / (known * grain)) / np.log1p(1.0 / grain)
    return habits
