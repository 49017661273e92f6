"""Which of a client's sockets is written to."""

from visavis.engine.sockets import Sockets
from visavis.wire import signalling


class RecordingSocket:
    def __init__(self):
        self.frames, self.closed = [], None

    def send(self, frame):
        self.frames.append(frame)

    def close(self, reason):
        self.closed = reason


def test_the_newest_socket_is_written_to_and_the_one_before_it_when_that_is_lost():
    sockets, first, second = Sockets("s1"), RecordingSocket(), RecordingSocket()
    sockets.send("to nobody")
    sockets.add(first)
    sockets.add(second)
    sockets.send("one")
    sockets.remove(second)
    sockets.remove(second)
    sockets.send("two")
    assert (first.frames, second.frames) == (["two"], ["one"])


def test_a_complaint_is_made_once_and_a_warning_each_time():
    sockets, socket = Sockets("s1"), RecordingSocket()
    sockets.add(socket)
    for _ in range(2):
        sockets.complain("Too much.")
        sockets.warn("It failed.")
    much, failed = signalling.warning("s1", "Too much."), signalling.warning("s1", "It failed.")
    assert socket.frames == [much, failed, failed]


def test_every_socket_is_told_that_the_session_ends():
    sockets, first, second = Sockets("s1"), RecordingSocket(), RecordingSocket()
    sockets.add(first)
    sockets.add(second)
    sockets.take_leave("Enough.")
    for socket in (first, second):
        assert socket.frames == [signalling.end_session("s1", "Enough.")]
        assert socket.closed == "Enough."
