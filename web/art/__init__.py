"""The painters: every picture of the village, painted in code from one palette and nothing else.

- `palette` names the 48 colours, and `canvas` is the sheet and the strokes that both painters use.
- `people` paints the sheets and portraits of the villagers.
- `land` paints the map: the two pictures of the scene, their tiles, and the tileset for Tiled.
"""
