"""What leaves for the server at once."""

import socket

from sqlalchemy import Engine


def test_the_end_of_a_long_statement_does_not_wait_for_the_acknowledgement_of_its_beginning(database: Engine) -> None:
    with database.connect() as connection:
        wire = connection.connection.driver_connection
        assert wire is not None
        assert wire._usock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
