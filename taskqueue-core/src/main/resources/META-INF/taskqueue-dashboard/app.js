// The frame around the views: where to go, whether the figures are live, themes and keys.

import { h, show } from './dom.js';
import { icon } from './icons.js';
import { live, me, meet, Refused } from './api.js';
import { button, problem } from './parts.js';
import { compact } from './format.js';
import { overview } from './overview.js';
import { tasks } from './tasks.js';
import { task } from './task.js';
import { queues } from './queues.js';
import { workers } from './workers.js';
import { letters } from './letters.js';
import { schedules } from './schedules.js';

const PLACES = [
  { path: '', view: overview, shape: 'overview', key: 'o' },
  { path: 'tasks', view: tasks, shape: 'tasks', key: 't' },
  { path: 'queues', view: queues, shape: 'queues', key: 'q' },
  { path: 'workers', view: workers, shape: 'workers', key: 'w' },
  { path: 'schedules', view: schedules, shape: 'schedules', key: 's', there: () => me.schedules },
  { path: 'dead-letters', view: letters, shape: 'letters', key: 'd', count: (now) => (now.queues ?? []).reduce((all, queue) => all + (queue.deadLetters ?? 0), 0) },
];

const MODES = { starting: ['wait', 'Connecting'], live: ['ok', 'Live'], polling: ['ok', 'Every 5 s'], paused: ['wait', 'Paused'], lost: ['fail', 'No answer'] };
const THEMES = { system: 'As the system', light: 'Light', dark: 'Dark' };

const nav = h('nav', { class: 'side', 'aria-label': 'Views' });
const main = h('main', { id: 'main', tabindex: -1 });
let view = null;
let asking = null;
let timer = null;
let failed = null;

function route() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [place, ...rest] = path.split('/');
  const before = view;
  view = place === 'tasks' && rest.length ? task : (PLACES.find((each) => each.path === place) ?? PLACES[0]).view;
  view.open?.(new URLSearchParams(query), rest.map(decoded).join('/'));
  document.title = `${view.id || view.title} · ${me.application}`;
  if (before !== view) {
    main.replaceChildren();
    window.scrollTo(0, 0);
    if (before) main.focus({ preventScroll: true });
  }
  frame();
  refresh();
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

// Asks anew, unless it is only about what the viewer did; and again in so many seconds while somebody looks.
async function refresh(anew = true) {
  const shown = view;
  clearTimeout(timer);
  if (anew && shown.load) {
    asking?.abort();
    asking = new AbortController();
    draw();
    try {
      await shown.load(asking.signal);
      failed = null;
    } catch (failure) {
      if (failure.name === 'AbortError') return;
      failed = failure instanceof Refused ? failure : new Error('The application does not answer');
    }
    if (view !== shown) return;
  }
  draw();
  main.dataset.shown = location.hash;
  if (shown.every && !document.hidden) timer = setTimeout(() => refresh(!shown.holds?.()), shown.every * 1000);
}

function draw() {
  show(main, failed && problem(failed), view.render(refresh));
}

function frame() {
  const [tone, words] = MODES[live.mode];
  const here = location.hash.replace(/^#\/?/, '').split(/[?/]/)[0];
  show(nav,
    h('a', { class: 'brand', href: '#/' }, h('img', { src: './icon.svg', alt: '', width: 26, height: 26 }), h('span', { class: 'cut' }, me.application)),
    me.environment && h('span', { class: `badge${/prod|live/i.test(me.environment) ? ' alarm' : ''}`, title: 'Where this application runs' }, me.environment),
    h('ul', null, PLACES.filter(({ there }) => !there || there()).map(({ path, view: each, shape, count }) => {
      const figure = count && live.overview ? count(live.overview) : 0;
      return h('li', { 'data-key': path }, h('a', { href: `#/${path}`, 'aria-current': here === path ? 'page' : null }, icon(shape), h('span', null, each.title), figure > 0 && h('span', { class: 'count' }, compact(figure))));
    })),
    h('div', { class: 'foot' },
      h('span', { class: `live ${tone} ${live.mode}`, role: 'status', title: live.mode === 'lost' ? live.problem : 'How these figures come' }, h('i'), words),
      h('span', { class: 'who cut', title: `You are ${me.who}` }, me.readOnly ? 'read-only' : me.mayAct ? me.who : `${me.who}, looking only`),
      h('span', { class: 'buttons' },
        button('', { system: 'system', light: 'sun', dark: 'moon' }[theme()], nextTheme, { class: 'quiet', 'aria-label': `Theme: ${THEMES[theme()]}`, title: `Theme: ${THEMES[theme()]}` }),
        button('', 'keys', help, { class: 'quiet', 'aria-label': 'Keys', title: 'Keys: ?' }))));
}

const theme = () => document.documentElement.dataset.theme ?? 'system';

function nextTheme() {
  const all = Object.keys(THEMES);
  const next = all[(all.indexOf(theme()) + 1) % all.length];
  if (next === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  try {
    localStorage.setItem('taskqueue-theme', next === 'system' ? '' : next);
  } catch {
    // it holds for this visit
  }
  frame();
}

const KEYS = [['/', 'search tasks'], ['g then o, t, q, w, s, d', 'go to a view'], ['j, k', 'next and previous row'], ['Enter', 'open the row'], ['x', 'select the row'], ['Esc', 'back'], ['m', 'light, dark, or as the system'], ['?', 'these keys']];

function help() {
  const dialog = h('dialog', { class: 'ask', 'aria-label': 'Keys', onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && dialog.close() },
    h('h2', null, 'Keys'), h('dl', { class: 'keys' }, KEYS.map(([keys, words]) => [h('dt', null, keys.split(/(, | then )/).map((part, i) => (i % 2 ? part : h('kbd', null, part)))), h('dd', null, words)])),
    h('div', { class: 'actions' }, button('Close', null, () => dialog.close(), { class: 'primary' })));
  document.body.append(dialog);
  dialog.showModal();
}

let going = 0;
function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const typing = event.target.matches('input:not([type=checkbox]), select, textarea');
  if (typing) {
    if (event.key !== 'Escape') return;
    event.preventDefault();  // it would empty a field of search
    event.target.blur();
    return;
  }
  const place = Date.now() - going < 1500 && PLACES.find((each) => each.key === event.key);
  going = 0;
  if (place) location.hash = `#/${place.path}`;
  else if (event.key === 'g') going = Date.now();
  else if (event.key === '/') search();
  else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
  else if (event.key === 'x') row()?.querySelector('input[type=checkbox]')?.click();
  else if (event.key === 'Enter' && row() && !event.target.matches('a, button')) row().querySelector('a')?.click();
  else if (event.key === 'Escape' && view === task) history.length > 1 ? history.back() : (location.hash = '#/tasks');
  else if (event.key === 'm') nextTheme();
  else if (event.key === '?') help();
  else return;
  event.preventDefault();
}

function search() {
  if (view !== tasks) location.hash = '#/tasks';
  requestAnimationFrame(() => setTimeout(() => document.querySelector('#search')?.focus(), 0));
}

const row = () => document.activeElement?.closest?.('tr[data-id]');

function step(by) {
  const rows = [...main.querySelectorAll('tr[data-id]')];
  if (!rows.length) return;
  const next = rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row()) + by))];
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}

async function start() {
  document.body.append(h('a', { class: 'skip', href: '#main', onclick: (event) => { event.preventDefault(); main.focus(); } }, 'To the content'), nav, main, h('div', { id: 'toasts', 'aria-live': 'polite' }));
  try {
    await meet();
  } catch (failure) {
    main.append(problem(failure));
    return;
  }
  live.addEventListener('change', frame);
  live.addEventListener('news', () => draw());
  window.addEventListener('hashchange', route);
  document.addEventListener('keydown', key);
  document.addEventListener('visibilitychange', () => document.hidden || refresh());
  main.addEventListener('click', (event) => {
    const clicked = event.target.closest('tr[data-id]');
    if (clicked && !event.target.closest('a, button, input, label') && !getSelection().toString()) clicked.querySelector('td.task a.name')?.click();
  });
  live.start();
  route();
}

start();
