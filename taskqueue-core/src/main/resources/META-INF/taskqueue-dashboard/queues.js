// What waits, how long it has waited, and what was set aside.

import { h } from './dom.js';
import { act, ask, live, me } from './api.js';
import { icon } from './icons.js';
import { button, card, confirm, empty, toast } from './parts.js';
import { past } from './tasks.js';
import { spark } from './charts.js';
import { duration, millisOf, number, plural } from './format.js';

export const queues = {
  title: 'Queues',
  every: 5,
  series: null,

  async load() {
    this.series = await ask('series');
  },

  render(refresh) {
    const all = live.overview?.queues;
    const head = h('header', { class: 'head' }, h('h1', null, 'Queues'));
    if (!all) return [head, card(null, live.overview ? empty('queues', 'The broker does not answer', 'Queues come back here as soon as it does.') : h('div', { class: 'loading' }, 'Looking…'))];
    if (!all.length) return [head, card(null, empty('queues', 'No queues yet', 'A queue comes to be when a task names it: @SharedTask(queue = "mail").'))];
    return [head, !me.able.depths && h('p', { class: 'footnote' }, 'This broker does not tell what its queues hold.'),
      h('div', { class: 'card table' }, h('table', { class: 'queues' },
        h('thead', null, h('tr', null, ['Queue', 'Last 15 min', 'Waiting', 'First for', 'Not yet due', 'At workers', 'Dead letters', ''].map((words) => h('th', { scope: 'col' }, words)))),
        h('tbody', null, all.map((queue) => row(queue, this.series, refresh)))))];
  },
};

function row(queue, series, refresh) {
  const age = millisOf(queue.age);
  const figure = (value, words) => h('td', { class: 'figures', 'data-label': words }, number(value));
  return h('tr', { tabindex: -1, 'data-key': queue.name, 'data-id': queue.name },
    h('td', { class: 'name' }, h('a', { href: `#/tasks?queue=${encodeURIComponent(queue.name)}` }, queue.name), queue.paused && h('span', { class: 'chip wait', title: 'Nothing of it is begun until it is resumed' }, icon('pause'), 'paused')),
    h('td', { class: 'wide' }, spark(series?.queues[queue.name] ?? [0], 'wait')),
    figure(queue.ready, 'waiting'), h('td', { class: 'figures', 'data-label': 'first for' }, age ? duration(age) : '–'),
    figure(queue.delayed, 'not yet due'), figure(queue.inFlight, 'at workers'),
    h('td', { class: 'figures', 'data-label': 'dead letters' }, queue.deadLetters ? h('a', { href: `#/dead-letters?queue=${encodeURIComponent(queue.name)}`, class: 'fault' }, number(queue.deadLetters)) : number(queue.deadLetters)),
    h('td', { class: 'does' }, me.mayAct && me.able.pause && button(queue.paused ? 'Resume' : 'Pause', queue.paused ? 'play' : 'pause', () => pause(queue, refresh), { class: 'quiet' }),
      me.mayAct && me.able.purge && button('Purge', 'trash', () => purge(queue, refresh), { class: 'quiet danger', disabled: !queue.ready && !queue.delayed })));
}

async function pause(queue, refresh) {
  const action = queue.paused ? 'resume' : 'pause';
  try {
    const answer = await act('queues', action, [queue.name]);
    toast(answer.refusals ? answer.refused[0].reason : `${past(action)} ${queue.name}`, answer.refusals ? 'fail' : 'ok');
    live.poll();
  } catch (failure) {
    toast(failure.message, 'fail');
  }
  refresh();
}

async function purge(queue, refresh) {
  const waiting = (queue.ready ?? 0) + (queue.delayed ?? 0);
  if (!await confirm(`Purge ${queue.name}?`, `${plural(waiting, 'task that waits there is', 'tasks that wait there are')} removed for good. What is at workers goes on.`, 'Purge', 'danger')) return;
  try {
    const answer = await act('queues', 'purge', [queue.name]);
    toast(answer.refusals ? answer.refused[0].reason : `${past('purge')} ${plural(answer.messages, 'task', 'tasks')} from ${queue.name}`, answer.refusals ? 'fail' : 'ok');
    live.poll();
  } catch (failure) {
    toast(failure.message, 'fail');
  }
  refresh();
}
