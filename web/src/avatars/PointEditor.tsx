import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { texts } from '../texts';
import making from './making.module.css';
import classes from './PointEditor.module.css';
import { cropAround, type Group, isClosed, isRing, isSame, type Landmarks, moved, nearest, PARTS, type Part, type Place, type Point } from './points';

const ASPECT = 3 / 2;
/** Of the width that is shown: how thick a point is, the ring of the one with the focus, and from how far one may take hold. */
const POINT_SHARE = 0.006;
const RING_SHARE = 0.02;
const REACH_SHARE = 0.05;
/** Photo pixels that an arrow key moves a point, and with Shift. */
const STEP_PX = 1;
const LEAP_PX = 10;
const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

interface PointEditorProps {
  photo: string;
  /** Of the upright photo, in pixels. */
  width: number;
  height: number;
  landmarks: Landmarks;
  part: Part;
  /** Without it they are only shown. */
  onChange?: (landmarks: Landmarks) => void;
}

/** The landmarks of one part of the face, on as much of the photo as they need. One of them has the focus; keys move it. */
export function PointEditor({ photo, width, height, landmarks, part, onChange }: PointEditorProps) {
  const { newAvatar } = texts;
  const svg = useRef<SVGSVGElement>(null);
  const [chosen, setChosen] = useState<Place>();
  const [dragged, setDragged] = useState<Place>();
  const groups = PARTS[part].filter((group) => landmarks[group]);
  const places = groups.flatMap((group): Place[] => landmarks[group]!.map((_, index) => ({ group, index })));
  const active = places.find((place) => isSame(place, chosen)) ?? places[0];
  // What is shown stays where it is while points are moved about on it.
  const frame = useFrame(part, () => cropAround(part === 'outline' ? [] : groups.flatMap((group) => landmarks[group]!), width, height, ASPECT));
  const { x, y, width: shown } = frame;

  const put = (place: Place, to: Point) => onChange?.(moved(landmarks, place, to));
  const at = (event: PointerEvent): Point => {
    const box = svg.current!.getBoundingClientRect();
    return [
      (x + ((event.clientX - box.left) / box.width) * shown) / width,
      (y + ((event.clientY - box.top) / box.height) * frame.height) / height,
    ];
  };
  const take = (event: PointerEvent) => {
    const place = onChange && nearest(landmarks, places, at(event), width, height, shown * REACH_SHARE);
    if (!place) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setChosen(place);
    setDragged(place);
  };
  const press = (event: KeyboardEvent) => {
    if (!active) return;
    const arrow = ARROWS[event.key];
    const turn = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
    if (arrow) {
      const [px, py] = landmarks[active.group]![active.index]!;
      const far = event.shiftKey ? LEAP_PX : STEP_PX;
      put(active, [px + (arrow[0] * far) / width, py + (arrow[1] * far) / height]);
    } else if (turn) {
      const now = places.findIndex((place) => isSame(place, active));
      setChosen(places[(now + turn + places.length) % places.length]);
    } else return;
    event.preventDefault();
  };

  return (
    <figure className={classes.editor}>
      <div className={making.picture}>
        <img
          className={classes.photo}
          src={photo}
          alt={newAvatar.chosen}
          style={{
            width: `${(width / shown) * 100}%`,
            height: `${(height / frame.height) * 100}%`,
            left: `${(-x / shown) * 100}%`,
            top: `${(-y / frame.height) * 100}%`,
          }}
        />
        <svg
          ref={svg}
          className={classes.points}
          viewBox={`${x} ${y} ${shown} ${frame.height}`}
          data-fixed={!onChange || undefined}
          onPointerDown={take}
          onPointerMove={(event) => dragged && put(dragged, at(event))}
          onPointerUp={() => setDragged(undefined)}
          onPointerCancel={() => setDragged(undefined)}
        >
          {groups.map((group) => (
            <path key={group} className={classes.line} d={pathOf(group, landmarks[group]!, width, height)} strokeWidth={shown * 0.0028} />
          ))}
          {places.map((place) => {
            const [px, py] = landmarks[place.group]![place.index]!;
            const isActive = onChange !== undefined && isSame(place, active);
            return (
              <g
                key={`${place.group}-${place.index}`}
                className={classes.point}
                {...(isActive && {
                  role: 'button',
                  tabIndex: 0,
                  'aria-label': newAvatar.points.point(newAvatar.points.groups[place.group], place.index + 1, landmarks[place.group]!.length),
                  'aria-describedby': 'point-keys',
                  'data-active': true,
                  onKeyDown: press,
                })}
              >
                <circle cx={px * width} cy={py * height} r={shown * RING_SHARE} className={classes.ring} />
                <circle cx={px * width} cy={py * height} r={shown * POINT_SHARE} className={classes.dot} strokeWidth={shown * 0.0018} />
              </g>
            );
          })}
        </svg>
      </div>
      {onChange && (
        <figcaption className={classes.keys}>
          <span id="point-keys">{newAvatar.points.move}</span>
          <span className="vv-sr" role="status">
            {active && chosen && positionOf(landmarks[active.group]![active.index]!, width, height)}
          </span>
        </figcaption>
      )}
    </figure>
  );
}

/** The same until the part is another. */
function useFrame<Frame>(part: Part, make: () => Frame): Frame {
  const kept = useRef<{ part: Part; frame: Frame }>(undefined);
  if (kept.current?.part !== part) kept.current = { part, frame: make() };
  return kept.current.frame;
}

const positionOf = ([x, y]: Point, width: number, height: number) => texts.newAvatar.points.at(Math.round(x * width), Math.round(y * height));

function pathOf(group: Group, points: readonly Point[], width: number, height: number): string {
  const around = isRing(group) ? points.slice(1) : points;
  const line = around.map(([x, y]) => `${x * width} ${y * height}`).join('L');
  return `M${line}${isClosed(group) || isRing(group) ? 'z' : ''}`;
}
