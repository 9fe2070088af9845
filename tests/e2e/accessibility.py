"""What axe-core, the accessibility checker, objects to on a page. It comes with the client's npm packages."""

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "web" / "map" / "node_modules" / "axe-core" / "axe.min.js"


def objections(page: Page) -> list[str]:
    """One line for each element that breaks a rule. The page's security policy bars added scripts: it is evaluated."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
