"""A visitor of the running app who needs no browser: it speaks the app's WebSocket as the page in a browser does.

It opens a link, types into the query box, presses buttons, polls what the page polls, and notes every error that it is
shown. What it cannot see is how the page looks. Cost: a thread and a few hundred kilobytes each, where a browser's page
takes a hundred megabytes, so that many of them fit on a small machine.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from urllib.parse import parse_qs, urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.ui.harness import App
from tests.ui.waiting import WAIT_SECONDS

LOOK_SECONDS = 0.2
"""What is waited for may happen outside the page, so it is looked for again after so long."""


class Session:
    """One open page.

    Attributes:
        elements: What the page shows, by place; a new run of the page empties it.
        errors: Every error and exception that the page has shown.
        runs: How often the page began to be drawn since the last thing that was done to it.
        whole_runs: Whether the last of these drew it to its end, 0 or 1.
    """

    def __init__(self, socket: ClientConnection, index: str) -> None:
        """Begin at the app's first page with a link that names an index."""
        self.elements: dict[tuple[int, ...], Element] = {}
        self.errors: list[str] = []
        self.runs = self.whole_runs = 0
        self._socket = socket
        self._polls: dict[str, tuple[float, float]] = {}
        self._query_string, self._page = urlencode({"index": index}), ""
        self._widgets: dict[str, str] = {}

    @property
    def at_rest(self) -> bool:
        """Whether the page polls nothing."""
        return not self._polls

    def open(self, page: str = "", query: str = "") -> None:
        """Open a page of the app, with a query where one is given."""
        if query:
            self._link(query)
        self._send(page_name=page)

    def type(self, query: str) -> None:
        """Put a query into the box; on a page that is not drawn yet it comes with the link."""
        box = next((each.text_input.id for each in self.elements.values() if each.text_input.label == "Query"), "")
        if box:
            self._widgets[box] = query
            self._link(query)
            self._send(page_script_hash=self._page)
        else:
            self.open(query=query)

    def press(self, label: str) -> None:
        """Press the button with a label."""
        button = next(each.button.id for each in self.elements.values() if each.button.label == label)
        self._send(page_script_hash=self._page, pressed=button)

    def until(self, holds: Callable[[], object], seconds: float = WAIT_SECONDS) -> None:
        """Follow the page, and poll what it polls, until something holds; fail after `seconds`."""
        last = time.monotonic() + seconds
        while not holds():
            now = time.monotonic()
            assert now < last, f"waited in vain; the page says:\n{self.text()}"
            for fragment, (interval, due) in list(self._polls.items()):
                if due <= now:
                    self._polls[fragment] = (interval, now + interval)
                    self._send(page_script_hash=self._page, fragment_id=fragment, is_auto_rerun=True)
            due = min((due for _, due in self._polls.values()), default=last)
            with suppress(TimeoutError):
                self._receive(self._socket.recv(timeout=max(0.0, min(due, last, now + LOOK_SECONDS) - now)))

    def look(self, seconds: float) -> None:
        """Stay on the page for a while, and do nothing but what the page does by itself."""
        last = time.monotonic() + seconds
        self.until(lambda: time.monotonic() >= last)

    def lists(self, query: str) -> dict[str, list[dict[str, Any]]]:
        """Give the rows of the three lists by retriever; nothing while the page does not show those of this query.

        Which query the page is about is read off the link that it offers.
        """
        link = next((each.code.code_text for each in self.elements.values() if each.WhichOneof("type") == "code"), "")
        if parse_qs(link.partition("?")[2], keep_blank_values=True).get("q") != [query]:
            return {}
        for each in self.elements.values():
            if each.bidi_component.component_name.endswith("joined_lists"):
                drawn = json.loads(each.bidi_component.json or each.bidi_component.mixed.json)
                return {column["retriever"]: column["rows"] for column in drawn["lists"]}
        return {}

    def text(self) -> str:
        """Give the sentences, labels and progress that the page shows."""
        return "\n".join(
            each.markdown.body or each.html.body or each.progress.text or each.button.label or each.alert.body
            for each in self.elements.values()
        )

    def _link(self, query: str) -> None:
        values = {**parse_qs(self._query_string), "q": [query]}
        self._query_string = urlencode(values, doseq=True)

    def _send(self, *, pressed: str = "", **fields: Any) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self._query_string
        for name, value in fields.items():
            setattr(state, name, value)
        for box, text in self._widgets.items():
            state.widget_states.widgets.add(id=box, string_value=text)
        if pressed:
            state.widget_states.widgets.add(id=pressed, trigger_value=True)
        if not state.fragment_id:
            self.runs = self.whole_runs = 0
        self._socket.send(message.SerializeToString())

    def _receive(self, data: str | bytes) -> None:
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        kind = message.WhichOneof("type")
        if kind == "new_session" and not message.metadata.run.fragment_ids:
            self.elements.clear()
            self._polls.clear()
            self.runs, self.whole_runs = self.runs + 1, 0
        elif kind == "auto_rerun":
            interval = message.auto_rerun.interval
            self._polls[message.auto_rerun.fragment_id] = (interval, time.monotonic() + interval)
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query_string = message.page_info_changed.query_string
        elif kind == "script_finished":
            self._finish(message.script_finished)
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._draw(tuple(message.metadata.delta_path), message.delta.new_element)

    def _finish(self, how: int) -> None:
        self.whole_runs += how == ForwardMsg.FINISHED_SUCCESSFULLY
        if how == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script could not be run")

    def _draw(self, place: tuple[int, ...], element: Element) -> None:
        self.elements[place] = element
        kind = element.WhichOneof("type")
        if kind == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        if kind == "alert" and (element.alert.format == Alert.ERROR or "error" in element.alert.icon):
            self.errors.append(element.alert.body)


@contextmanager
def sessions(app: App, index: str, count: int = 1) -> Iterator[list[Session]]:
    """Open pages, each of a person of their own, and close them with the block."""
    address = app.url.replace("http", "ws") + "/_stcore/stream"
    with ExitStack() as stack:
        opening = [  # without pings: a page that nobody follows any more does not read, and would count as lost
            connect(
                address,
                subprotocols=["streamlit"],
                max_size=None,
                open_timeout=60,
                close_timeout=1,
                ping_interval=None,
            )
            for _ in range(count)
        ]
        yield [Session(stack.enter_context(each), index) for each in opening]
