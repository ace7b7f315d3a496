// Numbers, times and states in words. Times are the viewer's: their zone, their clock, their language.

const NUMBER = new Intl.NumberFormat();
const COMPACT = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const MINUTE = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// The server's clock, as far as we know it: what is "ago" must not depend on whether the viewer's is right.
let ahead = 0;
export function serverSays(instant) {
  const said = Date.parse(instant);
  const apart = said + 500 - Date.now();
  if (!Number.isNaN(said)) ahead = Math.abs(apart) > 2000 ? apart : 0;
}
export const now = () => Date.now() + ahead;

export const number = (value) => (value === null || value === undefined) ? '–' : NUMBER.format(value);
export const compact = (value) => (value === null || value === undefined) ? '–' : value < 10000 ? NUMBER.format(value) : COMPACT.format(value);
export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

export function duration(millis) {
  if (millis === null || millis === undefined || Number.isNaN(millis)) return '–';
  if (millis < 1) return '<1 ms';
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 60) return `${Math.floor(minutes)} min ${Math.floor(seconds % 60)} s`;
  const hours = minutes / 60;
  if (hours < 48) return `${Math.floor(hours)} h ${Math.floor(minutes % 60)} min`;
  return `${Math.round(hours / 24)} d`;
}

// "PT1H2M3.5S", as Java writes a Duration
export function millisOf(iso) {
  const parts = /^PT(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?$/.exec(iso ?? '');
  return parts ? ((+(parts[1] ?? 0) * 60 + +(parts[2] ?? 0)) * 60 + +(parts[3] ?? 0)) * 1000 : null;
}

export const clock = (instant) => TIME.format(new Date(instant));
export const minute = (instant) => MINUTE.format(new Date(instant));
export const full = (instant) => FULL.format(new Date(instant));

export function moment(instant) {
  const date = new Date(instant);
  return new Date(now()).toDateString() === date.toDateString() ? TIME.format(date) : `${DAY.format(date)}, ${MINUTE.format(date)}`;
}

export function ago(instant) {
  const gone = now() - Date.parse(instant);
  if (Math.abs(gone) < 1500) return 'now';
  const far = coarse(Math.abs(gone));
  return gone >= 0 ? `${far} ago` : `in ${far}`;
}

export const lasting = (instant) => coarse(Math.max(0, now() - Date.parse(instant)));

function coarse(millis) {
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export const between = (from, to) => (from && to) ? Date.parse(to) - Date.parse(from) : null;

// Each state: its word, its colour, its shape, and what it means. The shape tells it where colour does not.
export const STATES = {
  QUEUED: ['Queued', 'wait', 'dots', 'Sent, and waiting in its queue'],
  UNSENT: ['Unsent', 'fail', 'bolt', 'Called, but the broker did not take it'],
  RECEIVED: ['Received', 'run', 'tray', 'In the hands of a worker that has not begun it'],
  STARTED: ['Running', 'run', 'play', 'Running'],
  PROGRESS: ['Running', 'run', 'play', 'Running, and telling how far it is'],
  RETRY: ['Retrying', 'retry', 'again', 'An attempt failed, and the next one is waiting'],
  SUCCESS: ['Succeeded', 'ok', 'check', 'Ended with a result'],
  FAILURE: ['Failed', 'fail', 'cross', 'Ended with an error'],
  REVOKED: ['Cancelled', 'stop', 'slash', 'Cancelled or expired before its end'],
  REJECTED: ['Rejected', 'reject', 'inbox', 'Refused: in the dead letters, with the reason'],
  LOST: ['Lost', 'reject', 'question', 'Gone with the process whose memory held it'],
};
export const ENDED = ['SUCCESS', 'FAILURE', 'REVOKED', 'REJECTED', 'LOST'];
export const state = (name) => STATES[name] ?? [name.toLowerCase(), 'run', 'play', 'A state of the task’s own'];
export const ended = (name) => ENDED.includes(name);

export const shortId = (id) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? id.slice(0, 8) : id.length > 24 ? `${id.slice(0, 24)}…` : id;
export const simpleName = (type) => (type ?? '').split('.').pop();
