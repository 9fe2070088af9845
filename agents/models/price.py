"""Price: what tokens cost, as `--price IN,OUT[,CACHED] [CURRENCY]` says it, by the million."""

import math
from dataclasses import dataclass

from sim.bad_input import BadInput

PRICE = "IN,OUT[,CACHED] [CURRENCY], for a million tokens, like “0.5,2,0.05 CNY”"
TOKENS = 1_000_000
MAXIMUM_PRICE = 1_000_000.0
MAXIMUM_CURRENCY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Price:
    """For a million tokens of a prompt, of an answer, and of a prompt that the engine had computed before."""

    prompt: float
    completion: float
    cached: float
    currency: str = ""

    def of(self, prompt_tokens: int, completion_tokens: int, cached_tokens: int) -> float:
        """What these cost; the cached ones are among the prompt's."""
        fresh = prompt_tokens - cached_tokens
        spent = fresh * self.prompt + cached_tokens * self.cached + completion_tokens * self.completion
        return spent / TOKENS


def parse_price(text: str) -> Price:
    """Read a price; without one for cached tokens they cost what others do. Raises BadInput."""
    amounts, _, currency = text.strip().partition(" ")
    try:
        numbers = [float(amount) for amount in amounts.split(",")]
    except ValueError:
        numbers = []
    currency = currency.strip()
    if len(numbers) not in (2, 3) or not all(_is_price(number) for number in numbers):
        raise BadInput(f"--price {text}", "no price", f"write {PRICE}")
    if len(currency) > MAXIMUM_CURRENCY_LENGTH or not currency.isprintable():
        raise BadInput(f"--price {text}", "the currency is too long, or can't be printed", "write it shorter")
    return Price(numbers[0], numbers[1], numbers[-1] if len(numbers) == 3 else numbers[0], currency)


def _is_price(number: float) -> bool:
    return math.isfinite(number) and 0 <= number <= MAXIMUM_PRICE
