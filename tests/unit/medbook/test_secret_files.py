"""Settings that lie in files."""

from pathlib import Path

import pytest

from medbook.secret_files import read_secret_files


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / "secret").write_text("from the file\n")
    return str(tmp_path / "secret")


def test_a_setting_is_read_from_the_file_that_is_named(file: str) -> None:
    environment = {"DATABASE_URL_FILE": file}
    read_secret_files(environment)
    assert "from the file" == environment["DATABASE_URL"]


def test_a_setting_that_is_set_stays(file: str) -> None:
    environment = {"DATABASE_URL_FILE": file, "DATABASE_URL": "set"}
    read_secret_files(environment)
    assert "set" == environment["DATABASE_URL"]


def test_what_is_no_setting_of_ours_is_left_alone(file: str) -> None:
    environment = {"AWS_WEB_IDENTITY_TOKEN_FILE": file}
    read_secret_files(environment)
    assert {"AWS_WEB_IDENTITY_TOKEN_FILE": file} == environment


def test_a_file_that_is_missing_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        read_secret_files({"DATABASE_URL_FILE": "/nowhere"})
