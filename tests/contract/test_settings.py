"""Every setting is documented, and passed to the functions."""

from pathlib import Path

import pytest

from localstack.template import load
from medbook import settings

ROOT = Path(__file__).parents[2]
CLASSES = settings.Settings.__subclasses__()
FIELDS = [(name.upper(), field.description or "") for kind in CLASSES for name, field in kind.model_fields.items()]


@pytest.mark.parametrize(("variable", "description"), FIELDS)
def test_a_setting_is_documented_as_the_code_describes_it(variable: str, description: str) -> None:
    document = (ROOT / "docs" / "settings.md").read_text()
    assert f"| `{variable}` | {description} |" in document


@pytest.mark.parametrize("variable", [variable for variable, _ in FIELDS])
def test_a_setting_can_be_set_by_the_template(variable: str) -> None:
    assert any(variable in function.environment for function in load(ROOT / "template.yaml").values())
