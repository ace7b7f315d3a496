// All tasks, found by anything that is known of them, and what can be done to many at once.

import { h } from './dom.js';
import { icon } from './icons.js';
import { act, actOnAll, ask, live, me } from './api.js';
import { button, chip, code, confirm, empty, since, taskLink, toast, when } from './parts.js';
import { between, compact, duration, ended, number, now, plural, simpleName, state } from './format.js';

const STATES = ['QUEUED', 'STARTED', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED', 'REJECTED', 'LOST', 'UNSENT'];
const TOGETHER = { QUEUED: 'QUEUED,RECEIVED', STARTED: 'STARTED,PROGRESS' };
const FIELDS = ['state', 'task', 'queue', 'worker', 'group', 'text', 'from', 'to'];
const TIMES = { '': 'Any time', 900: 'Last 15 min', 3600: 'Last hour', 86400: 'Last day', 604800: 'Last 7 days' };
const PAGE = 50;

const ACTIONS = {
  retry: ['Retry', 'again', 'Sends the same call again, as a new task'],
  revoke: ['Cancel', 'slash', 'Does not start, and is interrupted where it runs'],
  delete: ['Delete', 'trash', 'Forgets the task and its story'],
};

export const tasks = {
  title: 'Tasks',
  every: 3,
  page: null,
  selected: new Set(),
  all: false,
  before: [],

  open(parameters) {
    const asked = Object.fromEntries(FIELDS.map((name) => [name, parameters.get(name) ?? '']));
    asked.within = parameters.get('within') ?? '';
    if (JSON.stringify(asked) !== JSON.stringify(this.asked)) {
      this.before = [];
      this.page = null;
      this.selected.clear();
      this.all = false;
    }
    this.asked = asked;
    this.after = parameters.get('after') ?? '';
  },

  filter() {
    const { within, ...filter } = this.asked;
    if (within) filter.from = new Date(now() - within * 1000).toISOString();
    return Object.fromEntries(Object.entries(filter).filter(([, value]) => value));
  },

  // What is about to be acted on does not move.
  holds() {
    return this.all || this.selected.size > 0;
  },

  async load(signal) {
    if (!me.able.search) return;
    const started = performance.now();
    const asked = this.asked;
    const page = await ask('tasks', { ...this.filter(), after: this.after, limit: PAGE }, signal);
    if (asked !== this.asked) return;
    this.page = page;
    this.took = performance.now() - started;
  },

  go(changes) {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.asked, ...changes })) if (value) parameters.set(name, value);
    location.hash = `#/tasks${parameters.size ? `?${parameters}` : ''}`;
  },

  render(refresh) {
    if (!me.able.search) return [head(), byId()];
    return [head(), filters(this, refresh), this.page ? table(this, refresh) : h('div', { class: 'loading' }, 'Looking…'), bulk(this, refresh)];
  },
};

function head() {
  return h('header', { class: 'head' }, h('h1', null, 'Tasks'));
}

function byId() {
  const find = (event) => {
    event.preventDefault();
    location.hash = `#/tasks/${encodeURIComponent(event.target.elements.id.value.trim())}`;
  };
  return h('section', { class: 'card' }, empty('search', 'This result store keeps no list',
    'Tasks can be found by their id. Results in your database (spring-boot-starter-data-jpa) can be listed and searched.',
    h('form', { class: 'find', onsubmit: find }, h('input', { name: 'id', placeholder: 'Id of a task', 'aria-label': 'Id of a task', required: true }), h('button', { class: 'primary' }, 'Find'))));
}

function filters(view, refresh) {
  const { asked } = view;
  const more = view.more || ['worker', 'group', 'from', 'to'].some((name) => asked[name]);
  const counts = live.overview?.counts ?? {};
  const count = (names) => names.split(',').reduce((all, name) => all + (counts[name] ?? 0), 0);
  const total = Object.values(counts).reduce((all, value) => all + value, 0);
  const choose = (value) => view.go({ state: value });
  return h('div', { class: 'filters' },
    h('div', { class: 'states', role: 'group', 'aria-label': 'State' },
      h('button', { type: 'button', 'aria-pressed': String(!asked.state), onclick: () => choose('') }, 'All', h('span', { class: 'count' }, compact(total))),
      STATES.filter((name) => count(TOGETHER[name] ?? name) || asked.state === (TOGETHER[name] ?? name) || !['LOST', 'UNSENT', 'REJECTED'].includes(name))
        .map((name) => {
          const value = TOGETHER[name] ?? name;
          const [word, tone, shape] = state(name);
          return h('button', { type: 'button', class: tone, 'aria-pressed': String(asked.state.split(',').some((each) => value.split(',').includes(each))), onclick: () => choose(asked.state === value ? '' : value) },
            icon(shape), word, h('span', { class: 'count' }, compact(count(value))));
        })),
    h('div', { class: 'fields' },
      h('label', { class: 'search' }, icon('search'), h('input', { type: 'search', id: 'search', placeholder: 'Part of an id, name or error type', 'aria-label': 'Search', value: asked.text, onchange: (event) => view.go({ text: event.target.value.trim() }) })),
      field(view, 'task', 'Task', me.tasks), field(view, 'queue', 'Queue', (live.overview?.queues ?? []).map((queue) => queue.name)),
      h('select', { 'aria-label': 'Called', value: asked.within, onchange: (event) => view.go({ within: event.target.value, from: '', to: '' }) },
        Object.entries(TIMES).sort(([one], [other]) => one - other).map(([seconds, words]) => h('option', { value: seconds, selected: asked.within === seconds }, words))),
      button('', 'filter', () => { view.more = !view.more; refresh(false); }, { class: 'quiet', 'aria-expanded': String(more), 'aria-label': 'More filters', title: 'More filters' }),
      Object.values(asked).some(Boolean) && button('Clear', 'cross', () => view.go(Object.fromEntries([...FIELDS, 'within'].map((name) => [name, '']))), { class: 'quiet' })),
    more && h('div', { class: 'fields' }, field(view, 'worker', 'Worker', (live.overview?.workers ?? []).map((worker) => worker.name)), field(view, 'group', 'Group', []),
      moment(view, 'from', 'Called from'), moment(view, 'to', 'Called before')));
}

function field(view, name, words, known) {
  const list = `known-${name}`;
  return [h('input', { placeholder: words, 'aria-label': words, list, value: view.asked[name], onchange: (event) => view.go({ [name]: event.target.value.trim() }) }),
    h('datalist', { id: list }, known.map((value) => h('option', { value })))];
}

function moment(view, name, words) {
  const local = view.asked[name] ? new Date(Date.parse(view.asked[name]) - new Date(view.asked[name]).getTimezoneOffset() * 60000).toISOString().slice(0, 16) : '';
  return h('input', { type: 'datetime-local', 'aria-label': words, title: words, value: local,
    onchange: (event) => view.go({ [name]: event.target.value ? new Date(event.target.value).toISOString() : '', within: '' }) });
}

function table(view, refresh) {
  const { page, selected } = view;
  if (!page.tasks.length) return h('section', { class: 'card' }, nothing(view));
  const everything = page.tasks.every((task) => view.all || selected.has(task.id));
  const some = page.tasks.some((task) => view.all || selected.has(task.id));
  const toggleAll = () => {
    view.all = false;
    page.tasks.forEach((task) => (everything ? selected.delete(task.id) : selected.add(task.id)));
    refresh(false);
  };
  return [h('div', { class: 'card table' }, h('table', { class: 'tasks' },
    h('thead', null, h('tr', null,
      me.mayAct && h('th', { class: 'check' }, h('input', { type: 'checkbox', 'aria-label': 'Select this page', checked: everything, indeterminate: some && !everything, onchange: toggleAll })),
      ['State', 'Task', 'Queue', 'Called', 'Took', 'Attempt', 'Worker'].map((words) => h('th', { scope: 'col', class: words.toLowerCase() }, words)))),
    h('tbody', null, page.tasks.map((task) => row(task, view, refresh))))), pager(view)];
}

function row(task, view, refresh) {
  const toggle = () => {
    if (view.all) {
      view.all = false;
      view.page.tasks.forEach((each) => view.selected.add(each.id));
    }
    if (!view.selected.delete(task.id)) view.selected.add(task.id);
    refresh(false);
  };
  return h('tr', { tabindex: -1, 'data-key': task.id, 'data-id': task.id, class: view.selected.has(task.id) || view.all ? 'selected' : '' },
    me.mayAct && h('td', { class: 'check' }, h('input', { type: 'checkbox', 'aria-label': `Select ${task.id}`, checked: view.all || view.selected.has(task.id), onchange: toggle })),
    h('td', { class: 'state' }, chip(task.state)),
    h('td', { class: 'task' }, h('a', { href: `#/tasks/${encodeURIComponent(task.id)}`, class: 'name cut' }, task.task ?? 'no name'),
      h('span', { class: 'under' }, taskLink(task.id), task.error && h('span', { class: 'fault' }, ` ${simpleName(task.error.type)}`))),
    h('td', { class: 'queue' }, task.queue ?? '–'), h('td', { class: 'called' }, when(task.created)), h('td', { class: 'took' }, took(task)),
    h('td', { class: 'attempt' }, task.attempt || '–'), h('td', { class: 'worker' }, h('span', { class: 'cut' }, task.worker ?? '–')));
}

function took(task) {
  if (ended(task.state)) return duration(between(task.started, task.done));
  if (task.progress) return `${task.progress.percent} %`;
  if (task.state === 'RETRY' || (task.due && Date.parse(task.due) > now())) return h('span', { class: 'faint' }, 'due ', when(task.due));
  if (task.started) return h('span', { class: 'faint' }, since(task.started));
  return '–';
}

function nothing(view) {
  if (Object.values(view.asked).some(Boolean)) {
    return empty('search', 'Nothing matches', view.page.next ? 'Not among the newest. Older tasks may match.' : 'Try fewer filters, or another time.',
      view.page.next ? button('Search further back', 'next', () => onward(view)) : button('Show all tasks', null, () => { location.hash = '#/tasks'; }));
  }
  return empty('tasks', 'No tasks yet', 'The first call shows up here at once:', code('tasks.delay(InvoiceTasks::sendInvoice, 42L);'));
}

function onward(view) {
  view.before.push(view.after);
  view.go({ after: view.page.next });
}

function pager(view) {
  return h('nav', { class: 'pager', 'aria-label': 'Pages' },
    button('Newer', 'back', () => view.go({ after: view.before.pop() ?? '' }), { disabled: !view.after, class: 'quiet' }),
    h('span', { class: 'faint' }, `${plural(view.page.tasks.length, 'task', 'tasks')}${view.after ? '' : ', newest first'}`),
    button('Older', 'next', () => onward(view), { disabled: !view.page.next, class: 'quiet after' }));
}

function bulk(view, refresh) {
  const count = view.selected.size;
  if (!me.mayAct || (!count && !view.all)) return null;
  const whole = view.page && view.page.tasks.every((task) => view.selected.has(task.id)) && (view.page.next || view.after);
  return h('div', { class: 'bulk', role: 'region', 'aria-label': 'Selected tasks' },
    h('b', null, view.all ? 'All that match' : plural(count, 'task selected', 'tasks selected')),
    whole && !view.all && button('Select all that match', null, () => { view.all = true; refresh(false); }, { class: 'link' }),
    h('span', { class: 'grow' }),
    Object.entries(ACTIONS).map(([action, [words, shape, meaning]]) => button(words, shape, () => perform(view, action, refresh), { title: meaning, class: action === 'delete' ? 'danger' : '' })),
    button('', 'cross', () => { view.selected.clear(); view.all = false; refresh(false); }, { class: 'quiet', 'aria-label': 'Select none' }));
}

async function perform(view, action, refresh) {
  const [words, , meaning] = ACTIONS[action];
  const many = view.all ? 'all tasks that match' : plural(view.selected.size, 'task', 'tasks');
  if (!await confirm(`${words} ${many}?`, `${meaning}. Tasks that are not in a state for it are passed over.`, words, action === 'delete' ? 'danger' : '')) return;
  try {
    const { done, refusals, reason } = view.all ? await everything(view, action) : await chosen([...view.selected], action);
    toast(`${past(action)} ${plural(done, 'task', 'tasks')}${refusals ? `, passed over ${number(refusals)}${reason ? `: ${reason}` : ''}` : ''}`, done || !refusals ? 'ok' : 'fail');
    view.selected.clear();
    view.all = false;
  } catch (failure) {
    toast(failure.message, 'fail');
  }
  refresh();
}

async function chosen(ids, action) {
  const answer = await act('tasks', action, ids);
  return { ...answer, reason: answer.refused[0]?.reason };
}

// Page by page, with the way to stop it: the server never holds one request for a million tasks.
async function everything(view, action) {
  const stop = new AbortController();
  const counter = h('b', null, '0');
  const note = h('div', { class: 'toast work', role: 'status' }, h('span', null, `${ACTIONS[action][0]}: `, counter), button('Stop', 'stop', () => stop.abort()));
  document.querySelector('#toasts').append(note);
  try {
    return await actOnAll(action, view.filter(), (done, refusals) => { counter.textContent = `${number(done)} done${refusals ? `, ${number(refusals)} passed over` : ''}`; }, stop.signal);
  } finally {
    note.remove();
  }
}

export const past = (action) => ({ retry: 'Sent again', revoke: 'Cancelled', delete: 'Deleted', replay: 'Replayed', purge: 'Removed', pause: 'Paused', resume: 'Resumed', save: 'Saved', trigger: 'Called', enable: 'Enabled', disable: 'Disabled' }[action] ?? action);
