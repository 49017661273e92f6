"""Runs of eight pixels for the kernels, as explicit vector code that LLVM turns into any CPU's instructions.

numba's own vectoriser refuses loops that read a texture (it cannot prove that output and texture do not
overlap), so they stay scalar at 2.7 ns a pixel; these take 0.65 ns.

Texels are "quad texels" (see `face.avatar`): one load gives the whole 2x2 neighbourhood of a bilinear sample.
Coordinates are 16.16 fixed point in texels, weights have 8 bits. A run is 8 luma pixels, or 4 positions in
both chroma planes at once (U in lanes 0-3, V in lanes 4-7; the planes lie one after the other).
"""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

LANES = 8
_I8, _I32, _I64 = ir.IntType(8), ir.IntType(32), ir.IntType(64)
_V32 = ir.VectorType(_I32, LANES)


class _Lanes:
    """Arithmetic on eight int32 lanes, written down through an llvmlite builder."""

    def __init__(self, builder):
        self.b = builder

    @staticmethod
    def const(value):
        values = list(value) if hasattr(value, "__len__") else [value] * LANES
        return ir.Constant(_V32, values)

    def splat(self, scalar):
        undefined = ir.Constant(_V32, ir.Undefined)
        first = self.b.insert_element(undefined, scalar, ir.Constant(_I32, 0))
        return self.b.shuffle_vector(first, undefined, ir.Constant(_V32, [0] * LANES))

    def ramp(self, start, step, positions):
        return self.b.add(self.splat(start), self.b.mul(self.splat(step), self.const(positions)))

    def clamp(self, x, low, high):
        b = self.b
        x = b.select(b.icmp_signed("<", x, low), low, x)
        return b.select(b.icmp_signed(">", x, high), high, x)

    def gather(self, base, offsets):
        """Eight loads and inserts: measured faster than the CPU's gather instruction, and portable."""
        b, out = self.b, ir.Constant(_V32, ir.Undefined)
        for lane in range(LANES):
            at = b.sext(b.extract_element(offsets, ir.Constant(_I32, lane)), _I64)
            out = b.insert_element(out, b.load(b.gep(base, [at])), ir.Constant(_I32, lane))
        return out

    def bilinear(self, quads, u, v):
        """Both rows of a quad texel share one multiplication."""
        b, c = self.b, self.const
        u_fraction = b.and_(b.lshr(u, c(8)), c(255))
        v_fraction = b.and_(b.lshr(v, c(8)), c(255))
        even = b.and_(quads, c(0x00FF00FF))
        odd = b.and_(b.lshr(quads, c(8)), c(0x00FF00FF))
        rows = b.add(b.shl(even, c(8)), b.mul(b.sub(odd, even), u_fraction))
        top, bottom = b.and_(rows, c(0xFFFF)), b.lshr(rows, c(16))
        mixed = b.add(b.shl(top, c(8)), b.mul(b.sub(bottom, top), v_fraction))
        return b.lshr(b.add(mixed, c(32768)), c(16))

    def load_bytes(self, base, offset, count):
        vector = ir.VectorType(_I8, count)
        at = self.b.bitcast(self.b.gep(base, [offset]), ir.PointerType(vector))
        return self.b.load(at, align=1)

    def store_bytes(self, base, offset, value):
        at = self.b.bitcast(self.b.gep(base, [offset]), ir.PointerType(value.type))
        self.b.store(value, at, align=1)


def _make_run(planes, masked=False, shaded=False, matte=None):
    """Build one run.

    planes: 1 writes luma, 2 both chroma planes. masked: only the first `count` positions are written, and the
    texel index is kept below `last`. shaded: ramps of opacity `a` (0..256) and gain `g` (8.8, about `mid`).
    matte: "below" lays the texture by its matte over what the frame holds, "background" over that picture.
    """
    width = LANES // planes
    position = [lane % width for lane in range(LANES)]
    plane_of = [lane // width for lane in range(LANES)]

    @intrinsic
    def run(
        _typing,
        frame,
        offset,
        plane_size,
        texture,
        texture_plane,
        alpha,
        background,
        row,
        last,
        u,
        du,
        v,
        dv,
        count,
        a,
        da,
        g,
        dg,
        mid,
    ):
        i32, i64 = types.int32, types.int64
        signature = types.void(frame, i64, i64, texture, i32, alpha, background, *[i32] * 12)

        def generate(context, b, sig, args):
            def data(i):
                return context.make_array(sig.args[i])(context, b, args[i]).data

            x, c = _Lanes(b), _Lanes.const
            out, texels = data(0), data(3)
            _, off, psize, _, tplane, _, _, row_, last_, u_, du_, v_, dv_, count_, a_, da_, g_, dg_, mid_ = (
                args
            )
            uu, vv = x.ramp(u_, du_, position), x.ramp(v_, dv_, position)
            at = b.add(b.mul(b.ashr(vv, c(16)), x.splat(row_)), b.ashr(uu, c(16)))
            if masked:  # lanes past the end of a span may point anywhere
                at = x.clamp(at, c(0), x.splat(last_))
            texel_at = at
            if planes == 2:
                texel_at = b.add(at, b.mul(x.splat(tplane), c(plane_of)))
            colour = x.bilinear(x.gather(texels, texel_at), uu, vv)

            def load(base):
                low = x.load_bytes(base, off, width)
                if planes == 2:
                    high = x.load_bytes(base, b.add(off, psize), width)
                    low = b.shuffle_vector(low, high, c(range(LANES)))
                return b.zext(low, _V32)

            below = None
            if matte == "background":
                below = load(data(6))
            elif masked or shaded or matte:
                below = load(out)
            weight = None
            if shaded:
                middle = x.splat(mid_)
                gain = x.ramp(g_, dg_, position)
                colour = b.add(middle, b.ashr(b.mul(b.sub(colour, middle), gain), c(8)))
                colour = x.clamp(colour, c(0), c(255))
                weight = x.clamp(x.ramp(a_, da_, position), c(0), c(256))
            if matte:
                cover = x.bilinear(x.gather(data(5), at), uu, vv)
                cover = b.add(cover, b.lshr(cover, c(7)))  # 0..255 -> 0..256
                weight = cover if weight is None else b.lshr(b.mul(weight, cover), c(8))
            if weight is not None:
                step = b.mul(b.sub(colour, below), weight)
                colour = b.add(below, b.ashr(b.add(step, c(128)), c(8)))
            if masked:
                inside = b.icmp_signed("<", c(position), x.splat(count_))
                colour = b.select(inside, colour, below)
            result = b.trunc(colour, ir.VectorType(_I8, LANES))
            if planes == 1:
                x.store_bytes(out, off, result)
            else:
                undefined = ir.Constant(result.type, ir.Undefined)
                half = ir.VectorType(_I32, width)
                for plane, first in ((0, 0), (1, width)):
                    lanes = ir.Constant(half, list(range(first, first + width)))
                    part = b.shuffle_vector(result, undefined, lanes)
                    x.store_bytes(out, off if plane == 0 else b.add(off, psize), part)
            return context.get_dummy_value()

        return signature, generate

    return run


# whole runs, for cells
luma_opaque, chroma_opaque = _make_run(1), _make_run(2)
luma_blended, chroma_blended = _make_run(1, matte="background"), _make_run(2, matte="background")
# runs of any length, for triangles
luma_span, chroma_span = _make_run(1, masked=True), _make_run(2, masked=True)
luma_shaded, chroma_shaded = _make_run(1, masked=True, shaded=True), _make_run(2, masked=True, shaded=True)
luma_over = _make_run(1, masked=True, matte="below")
chroma_over = _make_run(2, masked=True, matte="below")
luma_layer = _make_run(1, masked=True, shaded=True, matte="below")
chroma_layer = _make_run(2, masked=True, shaded=True, matte="below")
