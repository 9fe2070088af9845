"""The outfits: what each of the twenty wears, and how a stranger is dressed."""

import hashlib

from web.art.people.outfits_homes import HOMES
from web.art.people.outfits_land import LAND
from web.art.people.outfits_trades import TRADES
from web.art.people.townsfolk import townsfolk_outfit
from web.art.people.wardrobe import MAN, Bottom, Extra, Hair, Outfit, Shoes, Top

OUTFITS: dict[str, Outfit] = {**LAND, **TRADES, **HOMES}

VISITOR_COLOURS = ("plum", "jade", "amber", "blue", "violet", "coral", "olive", "stone")
_VISITOR_HAIR = (("short", "jet"), ("bob", "chestnut"), ("spiky", "hazel"), ("ponytail", "raven"))


def visitor_outfit(visitor_id: str) -> Outfit:
    """A traveller's coat and trousers; colour and hair are chosen by a hash of the id, so they never change."""
    digest = hashlib.sha256(visitor_id.encode()).digest()
    style, colour = _VISITOR_HAIR[digest[1] % len(_VISITOR_HAIR)]
    return Outfit(
        MAN,
        ("pale", "fair", "tan", "brown")[digest[2] % 4],
        Hair(style, colour),
        Top(VISITOR_COLOURS[digest[0] % len(VISITOR_COLOURS)]),
        Bottom("trousers", "slate_dark"),
        Shoes("shoes", "soil_dark"),
        extras=(Extra("collar", "cream", "cream"), Extra("backpack", "earth", "straw")),
        tool="book",
        backdrop="stone_light",
    )


def outfit_of(character_id: str) -> Outfit:
    """The outfit of one of the twenty, of a visitor, whose ids alone have a hyphen, or of anybody else."""
    stranger = visitor_outfit if "-" in character_id else townsfolk_outfit
    return OUTFITS.get(character_id) or stranger(character_id)
