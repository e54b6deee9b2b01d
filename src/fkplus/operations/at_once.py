"""How several questions are asked at once, and what has been answered by a deadline."""

import queue
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


def answers(questions: Mapping[Key, Callable[[], Answer]], seconds: float) -> dict[Key, Answer]:
    """Ask all questions at once; returns those answers that came within `seconds`.

    A question that hangs is left behind in a thread that does not keep the program from ending: a server
    that is stopped (SIGSTOP) accepts connections and then says nothing, and no timeout of libpq ends that.
    What a question raises is raised here.
    """
    came: queue.SimpleQueue[tuple[Key, Answer | None, BaseException | None]] = queue.SimpleQueue()

    def ask(key: Key, question: Callable[[], Answer]) -> None:
        try:
            came.put((key, question(), None))
        except BaseException as error:  # it belongs to the thread that waits
            came.put((key, None, error))

    for key, question in questions.items():
        threading.Thread(target=ask, args=(key, question), daemon=True).start()
    deadline = time.monotonic() + seconds
    found: dict[Key, Answer] = {}
    for _ in questions:
        try:
            key, answer, error = came.get(timeout=max(deadline - time.monotonic(), 0.001))
        except queue.Empty:
            break
        if error is not None:
            raise error
        found[key] = answer  # type: ignore[assignment] # there is one where there is no error
    return found
