"""How is a schedule carried out? One thread puts what is due into a queue, others take it to the database.

The schedule never waits for an answer (an open loop): a stall shows in every operation that was due in it.
"""

import queue
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

import psycopg

from fkplus.model.secrets import Secret
from fkplus.workload.catalogue import OPERATIONS, READ, Operation
from fkplus.workload.parameters import Parameters
from fkplus.workload.schedule import Arrival
from fkplus.workload.session import Session
from fkplus.workload.statements import Values, statement
from fkplus.workload.tally import Tally

# More than can be answered within any deadline is not worth keeping.
_LONGEST_QUEUE = 10_000
# Each so many writes, one is looked for at the read endpoint right after it was acknowledged.
_READ_BACK_EVERY = 4


@dataclass(frozen=True)
class Endpoints:
    """Where writes go, and reads that may be a moment behind; one place where there is one instance."""

    write: Secret
    read: Secret

    @property
    def differ(self) -> bool:
        """Tell whether reads may be answered by another instance."""
        return self.write.reveal() != self.read.reveal()


Due = tuple[float, Arrival]


class Engine:
    """Carries out a schedule with `connections` clients; `stop` ends it early."""

    def __init__(self, endpoints: Endpoints, parameters: Parameters, tally: Tally, connections: int) -> None:
        self._endpoints = endpoints
        self._parameters = parameters
        self._tally = tally
        self._connections = connections
        self._queue: queue.Queue[Due | None] = queue.Queue(_LONGEST_QUEUE)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let nothing more arrive; what is queued is still answered."""
        self._stopped.set()

    def run(self, arrivals: Iterable[Arrival]) -> float:
        """Carry out `arrivals`, wait for the answers, and return how many seconds the schedule lasted."""
        workers = [threading.Thread(target=self._work, daemon=True) for _ in range(self._connections)]
        for worker in workers:
            worker.start()
        start = time.monotonic()
        self._offer(start, arrivals)
        lasted = time.monotonic() - start
        for _ in workers:
            self._queue.put(None)
        # Whatever is queued is answered or dropped within its deadline.
        longest = max(operation.deadline_seconds for operation in OPERATIONS)
        for worker in workers:
            worker.join(timeout=3 * longest)
        return lasted

    def _offer(self, start: float, arrivals: Iterable[Arrival]) -> None:
        for arrival in arrivals:
            due = start + arrival.due
            if self._stopped.wait(max(0.0, due - time.monotonic())):
                return
            self._tally.late(max(0.0, time.monotonic() - due))
            try:
                self._queue.put_nowait((due, arrival))
            except queue.Full:
                self._tally.dropped(OPERATIONS[arrival.operation], arrival.bucket)
            self._tally.metrics.backlog.set(self._queue.qsize())

    def _work(self) -> None:
        longest = max(operation.deadline_seconds for operation in OPERATIONS)
        write, read = Session(self._endpoints.write, longest), Session(self._endpoints.read, longest)
        try:
            while (taken := self._queue.get()) is not None:
                due, arrival = taken
                self._answer(due, arrival, write, read)
        finally:
            write.close()
            read.close()

    def _answer(self, due: float, arrival: Arrival, write: Session, read: Session) -> None:
        operation = OPERATIONS[arrival.operation]
        queued = time.monotonic() - due
        if queued > operation.deadline_seconds:
            self._tally.dropped(operation, arrival.bucket)
            return
        self._tally.begun(operation)
        parameters = self._parameters.draw(operation, arrival)
        session = read if operation.place == READ else write
        outcome = session.call(operation, parameters, due + operation.deadline_seconds)
        done = self._tally.ended(operation, arrival.bucket, outcome, queued, time.monotonic() - due)
        if done and operation.seen:
            self._tally.acknowledged.append((operation, parameters))
            if self._endpoints.differ and arrival.draw % _READ_BACK_EVERY == 0:
                self._read_back(operation, parameters, read)

    def _read_back(self, operation: Operation, parameters: Values, read: Session) -> None:
        try:
            self._tally.read_back(is_there(read, operation, parameters))
        except psycopg.Error:
            # No replica answers: that is counted with the reads themselves.
            read.close()


def is_there(session: Session, operation: Operation, parameters: Values) -> bool:
    """Tell whether the session's instance shows what a write has written."""
    row = session.connection().execute(statement(operation.seen or ""), parameters).fetchone()
    return row is not None
