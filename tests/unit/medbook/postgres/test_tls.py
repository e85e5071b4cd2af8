"""What a URL says about TLS, and what cannot be meant."""

import pytest
from sqlalchemy import make_url

from medbook.postgres.engine import open_engine
from medbook.postgres.tls import split_tls


def test_other_parameters_stay_in_the_url() -> None:
    url, _ = split_tls(make_url("postgresql+pg8000://medbook@db/medbook?sslmode=require&application_name=medbook"))
    assert str(url) == "postgresql+pg8000://medbook@db/medbook?application_name=medbook"


def test_an_unknown_mode_is_named_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match=r"disable, allow, prefer, require, verify-ca, verify-full, not 'full'"):
        open_engine("postgresql://medbook@db/medbook?sslmode=full")


def test_authorities_without_a_mode_are_refused() -> None:
    with pytest.raises(ValueError, match="no sslmode"):
        open_engine("postgresql://medbook@db/medbook?sslrootcert=system")


def test_authorities_that_cannot_be_read_are_named() -> None:
    with pytest.raises(ValueError, match=r"/nowhere\.pem"):
        open_engine("postgresql://medbook@db/medbook?sslmode=verify-full&sslrootcert=/nowhere.pem")
