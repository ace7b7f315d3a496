// Shapes in a square of 16, drawn with one stroke.

import { s } from './dom.js';

const SHAPES = {
  dots: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  tray: 'M2 9.5h3.2l1 2h3.6l1-2H14M2 9.5v4h12v-4L12 3H4z',
  play: 'M5 3.2v9.6L12.5 8z',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  check: 'm3 8.5 3.3 3.3L13 5',
  cross: 'm4 4 8 8M12 4l-8 8',
  slash: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 12.2l8.4-8.4',
  inbox: 'M8 2v6M8 11.5h.01M2.5 14h11L8 2z',
  question: 'M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.6M8 12.5h.01',
  overview: 'M2 13.5h12M3.5 11V8M7 11V3M10.5 11V6M14 11V4.5',
  tasks: 'M2 4h1M5.5 4H14M2 8h1M5.5 8H14M2 12h1M5.5 12H14',
  queues: 'M2 3.5h12v3H2zM2 9.5h12v3H2z',
  workers: 'M3 3h10v10H3zM6 6h4v4H6zM6 1v2M10 1v2M6 13v2M10 13v2M1 6h2M1 10h2M13 6h2M13 10h2',
  letters: 'M2 3.5h12v9H2zM2 4l6 5 6-5',
  schedules: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 5v3.2l2.2 1.6',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.5 10.5 14 14',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  moon: 'M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.01M7 6.5h.01M10 6.5h.01M12.5 6.5h.01M5 9.5h6',
  back: 'M10 3 5 8l5 5',
  next: 'm6 3 5 5-5 5',
  trash: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
  stop: 'M4 4h8v8H4z',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  filter: 'M2 3.5h12M4.5 8h7M7 12.5h2',
};

export function icon(name, label) {
  return s('svg', { class: 'icon', viewBox: '0 0 16 16', width: 16, height: 16, ...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' }) },
    s('path', { d: SHAPES[name] ?? SHAPES.dots }));
}
