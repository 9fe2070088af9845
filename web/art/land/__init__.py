"""The land: the village map in two pictures, below and above the people, in the order in which they are painted.

1. `plan` reads the Tiled map; `noise` frays edges and strews, `sketch` draws the small stamps.
2. The ground: `terrain`, then `crops`, then `river` with its bridge and planks.
3. What encloses: `walls` and `fences` (with hedges).
4. What stands, row by row from back to front: the pieces of `furniture`, `workrooms`, `outdoors` and `landmarks`, and
   the ornaments of `trees` (with `foliage`), `animals` and `ornaments`.
5. `roofs` over it all. `scene` keeps this order and knows how a piece stands.
6. `tiles` cuts the scene for the browser, `tileset` paints the cells that Tiled shows.
"""
