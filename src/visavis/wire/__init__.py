"""The Anam real-time protocol as pure data: what clients send and what they are sent. No I/O."""
