"""The people: a sheet of frames and a portrait for each villager, in the order in which they are painted.

1. `wardrobe` says what an outfit is made of; `outfits` (and `outfits_homes`, `_land`, `_trades`) dresses everybody,
   `townsfolk` those of other casts.
2. `textiles` holds dyes and patterns, `easel` the strokes for rounded parts, `stencils` drawn rows for `hair`, `hats`.
3. `body` knows the poses and where the parts lie; `doll` paints one frame, back to front: far arm, `bags` behind,
   `limbs`, `garments`, `bags` before, `head` with its hair and hat, and last the near arm with its `tools`.
4. `sheets` puts all frames of a person into one picture.
5. `portraits` paints head and shoulders on their own: `portrait_shapes` under `portrait_clothes`, `portrait_face`,
   `portrait_hair` and `portrait_hats`.
"""
