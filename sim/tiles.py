"""Tiles: the coordinates of the map, how far two are apart, and which way one looks from one to the other."""

Tile = tuple[int, int]
"""Map coordinates [x, y], origin top left."""


def tile_distance(a: Tile, b: Tile) -> int:
    """Steps between two tiles if diagonals count as one (Chebyshev distance)."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]))


def steps_between(a: Tile, b: Tile) -> int:
    """Steps between two tiles where nothing is in the way: nobody walks diagonally (Manhattan distance)."""
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def facing(here: Tile, there: Tile, otherwise: str) -> str:
    """The direction that looks from one tile to another; `otherwise` where they are the same."""
    dx, dy = there[0] - here[0], there[1] - here[1]
    if dx == dy == 0:
        return otherwise
    if abs(dx) >= abs(dy):
        return "right" if dx > 0 else "left"
    return "down" if dy > 0 else "up"
