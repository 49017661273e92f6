import { svg } from './dom';

/** Drawn with a pen of 1.8 on a sheet of 24 × 24. */
const DRAWN = {
  microphone: '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21M9 21h6"/>',
  muted: '<path d="M9 9.5V6a3 3 0 0 1 6 0v5.5M5.5 11a6.5 6.5 0 0 0 10.4 5.2M18.5 11a6.5 6.5 0 0 1-.6 2.7M12 17.5V21M9 21h6M4 4l16 16"/>',
  hangUp: '<path d="M3.2 14.6c-.9-1.3-.7-3 .5-4C6 8.8 9 8 12 8s6 .8 8.3 2.6c1.2 1 1.4 2.7.5 4l-.3.4a1.5 1.5 0 0 1-1.8.5l-2.6-1a1.5 1.5 0 0 1-.9-1.4v-1.6a11 11 0 0 0-6.4 0v1.6c0 .6-.4 1.2-.9 1.4l-2.6 1a1.5 1.5 0 0 1-1.8-.5z" fill="currentColor" stroke="none"/>',
  send: '<path d="M12 19V5M6 11l6-6 6 6"/>',
  fold: '<path d="M6 9.5l6 6 6-6"/>',
  captions: '<rect x="3.5" y="5.5" width="17" height="13" rx="2.5"/><path d="M10.5 10.8a1.7 1.7 0 1 0 0 2.4M16.8 10.8a1.7 1.7 0 1 0 0 2.4"/>',
  sound: '<path d="M4 9.5h3.5L12 5.5v13l-4.5-4H4zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>',
};

export const icon = (name: keyof typeof DRAWN, size = 20) =>
  svg(DRAWN[name], {
    width: size,
    height: size,
    viewBox: '0 0 24 24',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': 1.8,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
  });
