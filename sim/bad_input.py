"""BadInput: the one error for anything a person wrote that can't be used."""


class BadInput(Exception):
    """A file, map, scenario or option that can't be used: where it is wrong, what is wrong, and how to mend it.

    The command line prints it as one line and exits with 2.
    """

    def __init__(self, source: str, problem: str, fix: str) -> None:
        self.source = source
        self.problem = problem
        self.fix = fix
        super().__init__(f"{source}: {problem}; {fix}")
