"""The import of Generative Agents: a saved simulation of Park et al. (2023) becomes a run that is watched, not lived.

`saved` reads a folder of either layout (`formats` says what may stand in it) as steps of ten seconds; `tracks` keeps of
each persona only what changes; `talks` pairs up who spoke with whom; `places` and `plain_map` lay out a map;
`personas` makes a cast; `beats` puts in order of time what `teller` then tells as events; `importing` stores it all.
"""
