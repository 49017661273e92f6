"""Lips, philtrum and smile folds as a relief on the face, the opening between them, and the dropping jaw."""

from __future__ import annotations

from visavis.face.sculpt.curves import lip_bottom, lip_drop, lip_raise, lip_top, mouth_line
from visavis.face.sculpt.field.jit import kernel
from visavis.face.sculpt.field.solids import bell, cut, step


@kernel
def undo_jaw(x, y, z, p):
    """Where a point of the open mouth's face lies on the face with the mouth closed, y."""
    t = min(max(x / p.mouth_width, -1.0), 1.0)
    up, down, line = lip_raise(t, p), lip_drop(t, p), mouth_line(t, p)
    if y > line + up * 0.5 - down * 0.5 and y > line - down:
        return y - up * step(y, line + 0.30, line + 0.04)
    # the chin drops as one piece, which fades into cheeks and neck
    aside = abs(x) / p.mouth_width
    chin = 0.19 * p.mouth_open * (1.0 - step(aside, 1.0, 2.6))
    drop = chin + (down - chin) * step(y, -0.75, line - down)
    if aside > 1.0:
        drop = chin * step(y, line, line - 0.30)
    return y + drop * step(y, -1.75, -1.05) * step(z, -0.25, 0.25)


@kernel
def lip_relief(x, y, p):
    """How far the face stands out in front of the muzzle, by x and y of the closed mouth."""
    t = x / p.mouth_width
    at = abs(t)
    groove = step(y, p.mouth_height + 0.045, p.mouth_height + 0.085) * (1.0 - step(y, -0.31, -0.27))
    height = groove * (0.005 * bell(abs(x) - 0.048, 0.022) - 0.010 * bell(x, 0.030))
    if at < 1.25:
        tc = min(max(t, -1.0), 1.0)
        line = mouth_line(tc, p)
        full = max(1.0 - tc * tc, 0.0) ** 0.55
        if y >= line:
            s = (y - line) / (lip_top(tc, p) - line)
            b = step(s, -0.05, 0.42) * (1.0 - step(s, 0.55, 1.30))
            height += 0.036 * p.lip_out * full * b * (p.lip_upper / 0.05) ** 0.5
            height += 0.004 * full * bell(s - 1.03, 0.16)
        else:
            s = (line - y) / (line - lip_bottom(tc, p))
            b = step(s, -0.10, 0.45) * (1.0 - step(s, 0.60, 1.35))
            height += 0.044 * p.lip_out * full * b * (p.lip_lower / 0.065) ** 0.5
            height -= 0.010 * full * bell(s - 1.45, 0.35)
        height -= 0.016 * bell(y - line, 0.0095) * (1.0 - step(at, 0.92, 1.12))
    side = 1.0 if t > 0 else -1.0
    height -= 0.010 * bell(at - 1.07, 0.13) * bell(y - mouth_line(side, p), 0.035)  # the corners
    fold_x = 0.165 + 0.40 * (-0.21 - y) * (0.8 + 0.25 * p.smile)
    fold = step(y, -0.58, -0.46) * (1.0 - step(y, -0.26, -0.20))
    return height - (0.003 + 0.012 * p.age) * bell(abs(x) - fold_x, 0.030) * fold


@kernel
def part_lips(d, x, y, z, p):
    """Cut the opening of the mouth; y as it is seen."""
    t = min(max(x / p.mouth_width, -1.0), 1.0)
    line = mouth_line(t, p)
    hole = max(y - (line + lip_raise(t, p)), (line - lip_drop(t, p)) - y)
    return cut(d, -max(hole, 0.18 - z), 0.02)
