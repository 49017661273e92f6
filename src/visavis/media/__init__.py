"""The media plane: one clock, two encoders and one WebRTC peer per session.

A session hands its `Program` to a `Broadcast`, which runs the clock; a `Peer` is the client's side of it.
Only `aiortc_hooks` knows private names of the WebRTC library.
"""
