"""By an operator's hand: list dead letters, and send them back to their topics. No route leads here."""

import re
from contextlib import closing
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, model_validator

from medbook.bootstrap import brokers
from medbook.http.models import Body
from medbook.http.operation import Done, NotDone, operated_app, operated_handler
from medbook.kafka import replay as letters
from medbook.kafka.connection import Brokers
from medbook.kafka.producer import EventProducer
from medbook.kafka.replay import DeadLetter
from medbook.settings import KafkaSettings

# An answer may have 6 MB, and a letter takes at most 6 KB of it, however its texts are escaped.
_MOST_LISTED = 500
_LONGEST_ERROR, _LONGEST_WORD = 500, 100
# The function has five minutes; a batch of letters that the brokers are slow to take, and its receipts, take 20 s.
_MOST_SENT = 2000
_TIMEOUT_SECONDS = 10.0
_POSITION = re.compile(r"\d{1,10}:\d{1,20}", re.ASCII)

type Chosen = Literal["all"] | frozenset[str]


def _chosen(value: Any) -> Chosen:
    if value == "all":
        return "all"
    few = isinstance(value, list) and 0 < len(value) <= _MOST_SENT
    if few and all(isinstance(one, str) and _POSITION.fullmatch(one) for one in value):
        return frozenset(value)
    raise ValueError(f'must be "all" or a list of 1 to {_MOST_SENT} positions, such as "0:12"')


class Asked(Body):
    """What to do: list, or send back all that wait or some; `again` means those too that were sent back before."""

    listed: Literal[True] | None = Field(None, alias="list")
    replay: Annotated[Chosen, PlainValidator(_chosen)] | None = None
    again: bool = False

    @model_validator(mode="after")
    def _one_thing(self) -> "Asked":
        if self.replay is None and self.again:
            raise ValueError("again goes with replay")
        if self.replay is not None and self.listed:
            raise ValueError("list and replay are two things: ask for one")
        return self


def replay_dead_letters(asked: Asked) -> Done:
    """List the letters or send them back, as `medbook dead-letters` does."""
    from kafka.errors import KafkaError

    servers = brokers(KafkaSettings())
    try:
        return _list(servers) if asked.replay is None else _replay(servers, asked.replay, again=asked.again)
    except KafkaError as fault:
        raise NotDone(f"Kafka does not answer: {fault}") from fault


def _list(servers: Brokers) -> Done:
    # Those that wait first: an operator came for them.
    found = sorted(letters.list_dead_letters(servers, timeout=_TIMEOUT_SECONDS), key=lambda letter: letter.replayed)
    shown = [_described(letter) for letter in found[:_MOST_LISTED]]
    figures = {"waiting": sum(not letter.replayed for letter in found), "left_out": len(found) - len(shown)}
    return Done(answer={"dead_letters": shown, **figures}, noted={"listed": len(shown), **figures})


def _described(letter: DeadLetter) -> dict[str, Any]:
    """Say what `list` says at a terminal. The key, the value and other headers stay where they are."""
    words = {"reason": letter.reason, "time": letter.time, "origin": letter.origin, "consumer": letter.consumer}
    return {
        "position": letter.position,
        **{name: word[:_LONGEST_WORD] for name, word in words.items()},
        "error": letter.error[:_LONGEST_ERROR],
        "replayed": letter.replayed,
    }


def _replay(servers: Brokers, chosen: Chosen, *, again: bool) -> Done:
    positions = None if chosen == "all" else chosen
    with closing(EventProducer(servers, timeout=_TIMEOUT_SECONDS)) as producer:
        outcome = letters.replay(servers, producer, positions, again=again, most=_MOST_SENT, timeout=_TIMEOUT_SECONDS)
    told = {
        "sent": [letter.position for letter in outcome.sent],
        "refused": {letter.position: reason[:_LONGEST_ERROR] for letter, reason in outcome.refused},
        "missing": list(outcome.missing),
        "left": outcome.left,
    }
    return Done(answer=told, noted=told)


app = operated_app()
handler = operated_handler(Asked, replay_dead_letters)
