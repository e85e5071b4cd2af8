"""Whose word on a client's address is taken."""

import pytest

from medbook.http.source import Proxies

EDGES = "130.176.0.0/16,2600:9000::/28, 192.0.2.1"


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "client"),
    [
        # API Gateway appends its peer, the edge, to what the edge told; what stands left of it the client wrote.
        ("130.176.1.1", "203.0.113.9,130.176.1.1", "203.0.113.9"),
        ("130.176.1.1", "198.51.100.66, 203.0.113.9, 130.176.1.1", "203.0.113.9"),
        ("130.176.1.1", "203.0.113.9", "203.0.113.9"),
        ("130.176.1.1", "2001:DB8::0007", "2001:db8::7"),
        ("2600:9000::5", "203.0.113.9, 2600:9000::5", "203.0.113.9"),
        ("::ffff:130.176.1.1", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.1", "203.0.113.9, 130.176.1.1", "203.0.113.9"),
    ],
)
def test_behind_a_proxy_the_client_is_the_last_address_that_is_no_proxys(peer: str, forwarded_for: str, client: str) -> None:
    assert client == Proxies(EDGES).client_of(peer, forwarded_for)


@pytest.mark.parametrize("peer", ["203.0.113.7", "2001:db8::7", "192.0.2.2"])
def test_who_comes_directly_is_not_believed(peer: str) -> None:
    assert peer == Proxies(EDGES).client_of(peer, "198.51.100.1, 130.176.1.1")


@pytest.mark.parametrize(
    "forwarded_for", ["", ",", "130.176.1.1", "unknown", "198.51.100.1, unknown", "198.51.100.1,", "203.0.113.9:443", "é" * 9000]
)
def test_what_cannot_be_read_leaves_the_peer_and_what_stands_left_of_it_unread(forwarded_for: str) -> None:
    assert "130.176.1.1" == Proxies(EDGES).client_of("130.176.1.1", forwarded_for)


@pytest.mark.parametrize("names", ["", "none", "*", "a.example", "130.176.0.0/99", ",,", "::/x"])
def test_what_is_no_network_names_nobody(names: str) -> None:
    assert "130.176.1.1" == Proxies(names).client_of("130.176.1.1", "203.0.113.9")


def test_one_malformed_name_does_not_undo_the_others() -> None:
    assert "203.0.113.9" == Proxies("nonsense,130.176.0.1/16").client_of("130.176.1.1", "203.0.113.9")


def test_a_peer_that_is_no_address_stays_as_it_is() -> None:
    assert "test-invoke-source-ip" == Proxies(EDGES).client_of("test-invoke-source-ip", "203.0.113.9")
