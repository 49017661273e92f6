"""The person as a signed distance field: how far each point of space is from skin, cloth and the rest.

Kernels, compiled by numba. Distances are below 0 inside; they may be too small, never much too large, or
rays would pass through.
"""
