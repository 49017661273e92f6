"""Hearing: the mouth read from sound alone, for voices that tell no phones and for sound that clients bring.

    sound ─▶ spectrum ─▶ reference ─▶ network ─▶ look ─▶ mouths, one every 20 ms

The network is taught by `training/mouth`; here it is played, with numpy alone.
"""
