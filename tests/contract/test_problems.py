"""Every problem has a page, and every page a problem."""

import re
from pathlib import Path

from localstack.gateway import problems as gateway
from medbook.domain import errors
from medbook.http.problems import ALL_KINDS, KINDS

PAGES = Path(__file__).parents[2] / "docs" / "problems"
SLUGS = {kind.slug for kind in ALL_KINDS} | {kind.slug for kind in vars(gateway).values() if isinstance(kind, gateway.Problem)}


def test_every_problem_has_a_page() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} - {"README"} == SLUGS


def test_every_page_says_the_status_of_its_problem() -> None:
    wrong = [
        kind.slug
        for kind in ALL_KINDS
        if not re.search(rf"status [0-9 or]*{kind.status}", (PAGES / f"{kind.slug}.md").read_text())
    ]
    assert wrong == []


def test_every_page_is_in_the_index() -> None:
    index = (PAGES / "README.md").read_text()
    assert [slug for slug in sorted(SLUGS) if f"[{slug}]({slug}.md)" not in index] == []


def test_every_domain_error_is_told_as_a_problem() -> None:
    named = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MedBookError)}
    assert set() == named - set(KINDS)


def test_every_domain_error_is_in_the_tree_at_the_top_of_its_module() -> None:
    names = {kind.__name__ for kind in KINDS if issubclass(kind, errors.MedBookError)}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", errors.__doc__ or "")] == []
