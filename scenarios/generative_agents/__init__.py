"""The import of Generative Agents: a saved simulation of Park et al. (2023) becomes a run that is watched, not lived.

`saved` reads a folder of either layout (`formats` says what may stand in it) step by step; `tracks` keeps of each
persona only what changes; `time_line` knows when a step is; `talks` pairs up who spoke with whom; all that is a
`reading`. `maze` and `their_picture` read the original's map, `places` says what is where, `painted_map` paints a map
of ours; `personas` makes a cast; `beats` puts in order of time what `teller` then tells as events; `importing` stores
it all.
"""
