"""Connections that end in the middle of a transaction, over real sockets."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from medbook.domain.errors import OutcomeUnknown, TryAgain
from medbook.postgres.engine import open_engine
from medbook.postgres.transaction import Transaction
from tests.support.cutting_proxy import CuttingProxy, cutting_proxy


@pytest.fixture(params=[True, False], ids=["reset", "closed"])
def proxy(database: Engine, request: pytest.FixtureRequest) -> Iterator[CuttingProxy]:
    assert database.url.port is not None
    with cutting_proxy(database.url.port) as running:
        running.resets = request.param
        yield running


@pytest.fixture
def engine(database: Engine, proxy: CuttingProxy) -> Iterator[Engine]:
    through_proxy = database.url.set(host="127.0.0.1", port=proxy.port)
    opened = open_engine(through_proxy.render_as_string(hide_password=False))
    yield opened
    opened.dispose()


def begun(engine: Engine) -> Transaction:
    transaction = Transaction(engine)
    transaction.execute(text("SELECT 1"))
    return transaction


def test_a_connection_lost_under_a_statement_asks_to_try_again(engine: Engine, proxy: CuttingProxy) -> None:
    transaction = begun(engine)
    proxy.cut_at = b"SELECT 2"
    with pytest.raises(TryAgain):
        transaction.execute(text("SELECT 2"))
    transaction.close()


def test_a_connection_lost_at_the_first_statement_asks_to_try_again(engine: Engine, proxy: CuttingProxy) -> None:
    begun(engine).close()
    proxy.cut_at = b"begin transaction"
    with pytest.raises(TryAgain):
        begun(engine)


def test_a_connection_lost_under_its_commit_leaves_the_outcome_unknown(engine: Engine, proxy: CuttingProxy) -> None:
    transaction = begun(engine)
    proxy.cut_at = b"commit"
    with pytest.raises(OutcomeUnknown):
        transaction.commit()
    transaction.close()


def test_a_connection_lost_while_it_is_opened_asks_to_try_again(engine: Engine, proxy: CuttingProxy) -> None:
    proxy.cut_at = b"user"
    with pytest.raises(TryAgain):
        begun(engine)


def test_a_connection_lost_under_its_rollback_is_given_back(engine: Engine, proxy: CuttingProxy) -> None:
    transaction = begun(engine)
    proxy.cut_at = b"rollback"
    transaction.close()
    assert "Current Checked out connections: 0" in engine.pool.status()


def test_the_next_transaction_gets_a_connection_that_works(engine: Engine, proxy: CuttingProxy) -> None:
    transaction = begun(engine)
    proxy.cut_at = b"rollback"
    transaction.close()
    proxy.cut_at = None
    again = begun(engine)
    assert again.execute(text("SELECT 3")).scalar_one() == 3
    again.close()
