"""The palette: the 48 colours that every picture of the village is painted with.

One small palette, hue-shifted (shadows lean to blue, lights to yellow), is what makes pictures by several
painters look like one village. Ramps list colours from outline or shadow to light.
"""

Colour = tuple[int, int, int]

HEX: dict[str, str] = {
    "ink": "#261c30",
    "slate_dark": "#3a3a4a",
    "slate": "#5b5f73",
    "stone": "#8b93a3",
    "stone_light": "#c2cad2",
    "cream": "#f4f0e6",
    "roof_dark": "#4b5468",
    "roof_light": "#6b7690",
    "pine": "#265c42",
    "leaf": "#3e8948",
    "grass_dark": "#5fa04e",
    "grass": "#7cb85a",
    "grass_light": "#a6d86a",
    "sprout": "#c9e58a",
    "olive_dark": "#4f5b2e",
    "olive": "#83a13f",
    "soil_dark": "#3b2a2a",
    "timber_dark": "#5a3327",
    "soil": "#7a5539",
    "earth": "#a97c50",
    "sand_dark": "#c79a64",
    "sand": "#e0bd84",
    "plaster": "#f1e6d0",
    "skin_ink": "#6b3a3a",
    "skin_shadow": "#b0714c",
    "skin_tan": "#d69a6b",
    "skin": "#f0c39b",
    "skin_light": "#fbe0c0",
    "navy": "#23345e",
    "blue": "#2f5d8f",
    "water": "#3f8fb0",
    "water_light": "#6fbcd0",
    "foam": "#a8e0e6",
    "wine": "#7a2036",
    "brick": "#b5382f",
    "red": "#e4533f",
    "coral": "#f08a5d",
    "plum": "#a04a78",
    "rose": "#d7709a",
    "pink": "#f2a6bd",
    "blossom": "#fddbe0",
    "amber": "#d8952f",
    "gold": "#f2c14e",
    "straw": "#f8e08e",
    "violet_dark": "#4a3560",
    "violet": "#7a5598",
    "teal": "#2f7a74",
    "jade": "#5fb3a0",
}


def rgb(name: str) -> Colour:
    """The colour of that name as (red, green, blue), each 0 to 255. Raises KeyError for another name."""
    value = HEX[name]
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)
