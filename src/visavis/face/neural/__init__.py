"""The lower face from a neural model, frame by frame, over the rig's own (docs/neural-faces.md).

sound that is coming ─▶ features ─▶ ONNX networks ─▶ patch ─┐   a thread of the session, ahead of time
animator ─▶ rig ─▶ I420 frame ──────────────────────────────┴─▶ composed frame
"""
