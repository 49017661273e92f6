"""Eight neighbouring nodes of the grid at once: which of them a triangle holds, and where it takes them.

Explicit vector code, as in `simd`. A triangle holds a handful of nodes in a box of twice as many, so that a
test and a branch for each would cost a mispredicted jump every other time.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

NODES = 8
_I32, _F32 = ir.IntType(32), ir.FloatType()
_INTEGERS, _FLOATS = ir.VectorType(_I32, NODES), ir.VectorType(_F32, NODES)
_EDGE = 1e-3
"""Tolerance of the test, in shares of a triangle: no node falls between two triangles."""


def _lay_nodes(
    _typing, grid_u, grid_v, at, count, b, b_step, c, c_step, u, u_step, v, v_step, least, max_u, max_v
):
    """Write the map u, v (16.16) to those of `count` nodes from flat index `at` on that lie in a triangle.

    `b` and `c` are the shares of two of its corners at the first node; every `*_step` is what the next adds.
    Nodes behind the eighth stay; the arrays must go on for seven more.
    """
    i32, i64, f32 = types.int32, types.int64, types.float32
    signature = types.void(grid_u, grid_v, i64, i32, *[f32] * 11)

    def generate(context, builder, sig, args):
        def splat(scalar, kind):
            undefined = ir.Constant(kind, ir.Undefined)
            first = builder.insert_element(undefined, scalar, ir.Constant(_I32, 0))
            return builder.shuffle_vector(first, undefined, ir.Constant(_INTEGERS, [0] * NODES))

        def ramp(start, step):
            places = ir.Constant(_FLOATS, [float(node) for node in range(NODES)])
            return builder.fadd(splat(start, _FLOATS), builder.fmul(splat(step, _FLOATS), places))

        def within(value, low, high):
            value = builder.select(builder.fcmp_ordered("<", value, low), low, value)
            return builder.select(builder.fcmp_ordered(">", value, high), high, value)

        at_, count_, b_, b_step_, c_, c_step_, u_, u_step_, v_, v_step_, least_, max_u_, max_v_ = args[2:]
        share_b, share_c = ramp(b_, b_step_), ramp(c_, c_step_)
        low, high = ir.Constant(_FLOATS, [-_EDGE] * NODES), ir.Constant(_FLOATS, [1 + _EDGE] * NODES)
        held = builder.icmp_signed("<", ir.Constant(_INTEGERS, list(range(NODES))), splat(count_, _INTEGERS))
        held = builder.and_(held, builder.fcmp_ordered(">=", share_b, low))
        held = builder.and_(held, builder.fcmp_ordered(">=", share_c, low))
        held = builder.and_(held, builder.fcmp_ordered("<=", builder.fadd(share_b, share_c), high))
        for grid, start, step, most in ((0, u_, u_step_, max_u_), (1, v_, v_step_, max_v_)):
            data = context.make_array(sig.args[grid])(context, builder, args[grid]).data
            place = builder.bitcast(builder.gep(data, [at_]), ir.PointerType(_INTEGERS))
            mapped = within(ramp(start, step), splat(least_, _FLOATS), splat(most, _FLOATS))
            mapped = builder.fptosi(mapped, _INTEGERS)
            was = builder.load(place, align=4)
            builder.store(builder.select(held, mapped, was), place, align=4)
        return context.get_dummy_value()

    return signature, generate


lay_nodes: Any = intrinsic(_lay_nodes)  # called without the typing context, which numba adds
