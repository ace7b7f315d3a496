// What nobody could run, and why; to be sent again once the reason is gone.

import { h } from './dom.js';
import { act, ask, me } from './api.js';
import { button, card, confirm, empty, taskLink, toast, when } from './parts.js';
import { past } from './tasks.js';
import { plural } from './format.js';

const PAGE = 50;

export const letters = {
  title: 'Dead letters',
  every: 5,
  page: null,
  selected: new Set(),

  open(parameters) {
    const queue = parameters.get('queue') ?? '';
    const offset = Number(parameters.get('offset') ?? 0) || 0;
    if (queue !== this.queue || offset !== this.offset) {
      this.page = null;
      this.selected.clear();
    }
    this.queue = queue;
    this.offset = offset;
  },

  holds() {
    return this.selected.size > 0;
  },

  async load(signal) {
    if (me.able.deadLetters) this.page = await ask('dead-letters', { queue: this.queue, offset: this.offset, limit: PAGE }, signal);
  },

  go(offset) {
    const parameters = new URLSearchParams({ ...(this.queue && { queue: this.queue }), ...(offset && { offset }) });
    location.hash = `#/dead-letters${parameters.size ? `?${parameters}` : ''}`;
  },

  render(refresh) {
    const head = h('header', { class: 'head' }, h('div', null, h('h1', null, 'Dead letters'), h('p', { class: 'sentence' }, this.queue ? ['Of the queue ', h('b', null, this.queue), '. ', h('a', { href: '#/dead-letters' }, 'Show all')] : 'Messages that nobody could run, with the reason.')),
      me.mayAct && this.queue && this.page?.total > 0 && button('Replay all of this queue', 'again', () => replayQueue(this, refresh)));
    if (!me.able.deadLetters) return [head, card(null, empty('letters', 'No dead letters here', 'This broker keeps none.'))];
    if (!this.page) return [head, h('div', { class: 'loading' }, 'Looking…')];
    if (!this.page.letters.length) return [head, card(null, empty('check', 'None', 'What cannot be read, has an unknown name, does not fit its method or kills its workers ends up here, and can be replayed once the reason is gone.'))];
    return [head, table(this, refresh), pager(this), bulk(this, refresh)];
  },
};

function table(view, refresh) {
  const toggle = (id) => { if (!view.selected.delete(id)) view.selected.add(id); refresh(false); };
  const everything = view.page.letters.every((letter) => view.selected.has(letter.id));
  return h('div', { class: 'card table' }, h('table', { class: 'letters' },
    h('thead', null, h('tr', null, me.mayAct && h('th', { class: 'check' }, h('input', { type: 'checkbox', 'aria-label': 'Select this page', checked: everything, onchange: () => { view.page.letters.forEach(({ id }) => (everything ? view.selected.delete(id) : view.selected.add(id))); refresh(false); } })),
      ['Task', 'Reason', 'Queue', 'Since'].map((words) => h('th', { scope: 'col' }, words)))),
    h('tbody', null, view.page.letters.map((letter) => h('tr', { tabindex: -1, 'data-key': letter.id, 'data-id': letter.id, class: view.selected.has(letter.id) ? 'selected' : '' },
      me.mayAct && h('td', { class: 'check' }, h('input', { type: 'checkbox', 'aria-label': `Select ${letter.id}`, checked: view.selected.has(letter.id), onchange: () => toggle(letter.id) })),
      h('td', { class: 'task' }, letter.task ? h('span', { class: 'name cut' }, letter.task) : h('span', { class: 'faint' }, 'no message'), letter.taskId && h('span', { class: 'under' }, taskLink(letter.taskId))),
      h('td', { class: 'why' }, letter.reason), h('td', { class: 'queue' }, letter.queue), h('td', { class: 'called' }, when(letter.at)))))));
}

function pager(view) {
  return h('nav', { class: 'pager', 'aria-label': 'Pages' }, button('Newer', 'back', () => view.go(Math.max(0, view.offset - PAGE)), { disabled: !view.offset, class: 'quiet' }),
    h('span', { class: 'faint' }, `${view.offset + 1} to ${view.offset + view.page.letters.length} of ${plural(view.page.total, 'message', 'messages')}`),
    button('Older', 'next', () => view.go(view.offset + PAGE), { disabled: view.offset + PAGE >= view.page.total, class: 'quiet after' }));
}

function bulk(view, refresh) {
  if (!me.mayAct || !view.selected.size) return null;
  return h('div', { class: 'bulk', role: 'region', 'aria-label': 'Selected dead letters' }, h('b', null, plural(view.selected.size, 'message selected', 'messages selected')), h('span', { class: 'grow' }),
    button('Replay', 'again', () => perform(view, 'replay', refresh)), button('Delete', 'trash', () => perform(view, 'delete', refresh), { class: 'danger' }),
    button('', 'cross', () => { view.selected.clear(); refresh(false); }, { class: 'quiet', 'aria-label': 'Select none' }));
}

async function perform(view, action, refresh) {
  const many = plural(view.selected.size, 'message', 'messages');
  if (action === 'delete' && !await confirm(`Delete ${many}?`, 'They are gone for good, and cannot be replayed.', 'Delete', 'danger')) return;
  await tell(act('dead-letters', action, [...view.selected]), action);
  view.selected.clear();
  refresh();
}

async function replayQueue(view, refresh) {
  await tell(act('queues', 'replay', [view.queue]), 'replay');
  refresh();
}

async function tell(asked, action) {
  try {
    const answer = await asked;
    toast(answer.refusals ? `${past(action)} ${answer.messages ?? 0}, not ${answer.refusals}: ${answer.refused[0].reason}` : `${past(action)} ${plural(answer.messages ?? answer.done, 'message', 'messages')}`, answer.refusals ? 'fail' : 'ok');
  } catch (failure) {
    toast(failure.message, 'fail');
  }
}
