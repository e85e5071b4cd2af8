"""Where the functions run, as the environment says."""

import pytest

from localstack.options import from_environment


def test_functions_url_names_each_function() -> None:
    options = from_environment({"FUNCTIONS_URL": "http://{function}:8080/"})
    assert options.functions_at is not None
    assert "http://book-appointment:8080" == options.functions_at("book-appointment")


def test_functions_url_may_name_them_in_its_path() -> None:
    options = from_environment({"FUNCTIONS_URL": "https://clinic.example/{function}"})
    assert options.functions_at is not None
    assert "https://clinic.example/book-appointment" == options.functions_at("book-appointment")


def test_functions_that_run_elsewhere_leave_the_front() -> None:
    assert from_environment({"FUNCTIONS_URL": "http://{function}:8080"}).is_front


def test_an_empty_functions_url_is_none() -> None:
    assert not from_environment({"FUNCTIONS_URL": ""}).is_front


@pytest.mark.parametrize(
    "url", ["http://functions:8080", "{function}:8080", "http:///{function}", "http://{function}/?a=b", "http://host/#{function}"]
)
def test_a_functions_url_that_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="must be like"):
        from_environment({"FUNCTIONS_URL": url})


def test_functions_are_in_one_place() -> None:
    with pytest.raises(ValueError, match="both set"):
        from_environment({"FUNCTIONS_URL": "http://{function}:8080", "LAMBDA_ENDPOINT_URL": "http://localhost:4566"})
