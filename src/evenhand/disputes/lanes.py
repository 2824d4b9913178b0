"""Where the streams of a drawing run: numbers for SVG, from who goes in and who comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HEIGHT = 58
"""Of the part of a step in which a stream may end."""
TURN = 29
"""Where in it the marks stand."""
_WIDTH = 128
_WIDEST, _NARROWEST = 32, 8
_EDGE = 6
MOST_LANES = 16
"""More streams than these are drawn as one that gets thinner."""
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Lane:
    """A claimant and the place of their stream."""

    slot: int
    name: str

    @property
    def letter(self) -> str:
        """What stands for them in the drawing: A to Z, then AA."""
        letters, rest = "", self.slot
        while rest >= 0:
            letters = chr(ord("A") + rest % 26) + letters
            rest = rest // 26 - 1
        return letters

    @property
    def colour(self) -> int:
        """Which of the colours; never the only thing that tells two apart."""
        return self.slot % COLOURS


@dataclass(frozen=True, slots=True)
class Stream:
    """One claimant's stream through one step.

    `state`: on, out, taken, unknown, or nothing where the step made no mark.
    """

    lane: Lane
    x: int
    left: int
    width: int
    path: str
    state: str
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Streams:
    """All streams through one step, and the funnel around them."""

    width: int
    height: int
    turn: int
    outline: str
    tail_left: int
    tail_width: int
    streams: tuple[Stream, ...]

    @property
    def letters_fit(self) -> bool:
        """Whether there is room for letters in the streams."""
        return bool(self.streams) and self.streams[0].width >= 12


def streams(
    lanes: tuple[Lane, ...],
    before: frozenset[int],
    after: frozenset[int],
    states: Mapping[int, str] | None = None,
) -> Streams:
    """The streams of those who go in; those who do not come out end in a point."""
    if len(lanes) > MOST_LANES:
        return _one_stream(len(lanes), len(before), len(after))
    pitch = max(_NARROWEST, min(_WIDEST, _WIDTH // max(1, len(lanes))))
    band = max(4, pitch * 3 // 5)
    place = {lane.slot: _EDGE + pitch * index + pitch // 2 for index, lane in enumerate(lanes)}
    found = []
    for lane in lanes:
        if lane.slot in before:
            goes_on, x = lane.slot in after, place[lane.slot]
            path = _band(x, band, goes_on=goes_on)
            state = (states or {}).get(lane.slot, "" if goes_on else "out")
            found.append(Stream(lane, x, x - band // 2, band, path, state, goes_on))
    upper = _extent([place[slot] for slot in before], pitch)
    lower = _extent([place[slot] for slot in after], pitch)
    width = pitch * len(lanes) + 2 * _EDGE
    tail = (lower[0], lower[1] - lower[0])
    return Streams(width, HEIGHT, TURN, _outline(upper, lower), *tail, tuple(found))


def _one_stream(of: int, before: int, after: int) -> Streams:
    middle, width = _WIDTH // 2 + _EDGE, _WIDTH + 2 * _EDGE
    half = [max(2, _WIDTH * count // of // 2) if count else 0 for count in (before, after)]
    upper, lower = ((middle - one, middle + one) for one in half)
    return Streams(width, HEIGHT, TURN, _outline(upper, lower), lower[0], 2 * half[1], ())


def _band(x: int, band: int, *, goes_on: bool) -> str:
    left, right = x - band // 2, x - band // 2 + band
    if goes_on:
        return f"M{left} 0H{right}V{HEIGHT}H{left}Z"
    knee = TURN - 8
    return f"M{left} 0H{right}V{knee}L{x} {TURN + 14}L{left} {knee}Z"


def _extent(places: list[int], pitch: int) -> tuple[int, int]:
    if not places:
        return 0, 0
    return min(places) - pitch // 2 - 3, max(places) + pitch // 2 + 3


def _outline(upper: tuple[int, int], lower: tuple[int, int]) -> str:
    """The funnel around the streams, from the width above to the width below."""
    if upper == (0, 0):
        return ""
    if lower == (0, 0):
        middle = (upper[0] + upper[1]) // 2
        lower = (middle, middle)
    (a, b), (c, d) = upper, lower
    top, low = TURN - 10, HEIGHT
    right = f"V{top}C{b} {low - 8} {d} {top + 8} {d} {low}"
    left = f"C{c} {top + 8} {a} {low - 8} {a} {top}"
    return f"M{a} 0H{b}{right}H{c}{left}Z"
