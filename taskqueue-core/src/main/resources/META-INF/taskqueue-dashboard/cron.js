// A schedule in words, as far as words are clearer than what is written; what is written otherwise.

import { duration, full } from './format.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const NAMES = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MACROS = { '@yearly': '0 0 0 1 1 *', '@annually': '0 0 0 1 1 *', '@monthly': '0 0 0 1 * *', '@weekly': '0 0 0 * * 0', '@daily': '0 0 0 * * *', '@midnight': '0 0 0 * * *', '@hourly': '0 0 * * * *' };

export function inWords(written) {
  if (/^P/.test(written)) return `Every ${period(written)}`;
  if (/^\d{4}-/.test(written)) return `Once, on ${full(written)}`;
  const fields = (MACROS[written] ?? written).split(/\s+/);
  const [second, minute, hour, day, month, weekday] = fields.length === 5 ? ['0', ...fields] : fields;
  const any = (field) => field === '*' || field === '?';
  if (fields.length < 5 || fields.length > 6 || !any(month)) return written;
  if (fields.length === 6 && any(minute) && any(hour) && any(day) && any(weekday) && step(second)) return `Every ${step(second)} seconds`;
  if (!/^\d+$/.test(second)) return written;
  if (any(hour) && any(day) && any(weekday)) {
    if (any(minute)) return 'Every minute';
    if (step(minute)) return `Every ${step(minute)} minutes`;
    return /^\d+$/.test(minute) ? `Every hour at ${two(minute)} past` : written;
  }
  if (!/^\d+$/.test(minute)) return written;
  if (step(hour) && any(day) && any(weekday)) return `Every ${step(hour)} hours at ${two(minute)} past`;
  if (!/^\d+$/.test(hour)) return written;
  const time = `${two(hour)}:${two(minute)}${second === '0' ? '' : `:${two(second)}`}`;
  if (any(day) && any(weekday)) return `Every day at ${time}`;
  if (any(day) && /^(MON-FRI|1-5)$/i.test(weekday)) return `Monday to Friday at ${time}`;
  if (any(day) && dayName(weekday)) return `Every ${dayName(weekday)} at ${time}`;
  if (any(weekday) && /^\d+$/.test(day)) return `On day ${day} of each month at ${time}`;
  return written;
}

const two = (digits) => String(Number(digits)).padStart(2, '0');
const step = (field) => /^(?:\*|0)\/(\d+)$/.exec(field)?.[1];
const dayName = (field) => DAYS[/^\d$/.test(field) ? field : NAMES.indexOf(field.toUpperCase())];

function period(iso) {
  const [, days = 0, hours = 0, minutes = 0, seconds = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(iso) ?? [];
  const millis = (((+days * 24 + +hours) * 60 + +minutes) * 60 + +seconds) * 1000;
  const one = { 1000: 'second', 60000: 'minute', 3600000: 'hour', 86400000: 'day' }[millis];
  return one ?? duration(millis).replace(/\.0 s$/, ' s').replace(' min 0 s', ' min').replace(' h 0 min', ' h');
}
