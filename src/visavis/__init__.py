"""visavis: a self-hosted server for real-time AI personas."""

__version__ = "0.1.0"
