// Who works here, and at what.

import { h } from './dom.js';
import { live } from './api.js';
import { card, empty, since, taskLink, when } from './parts.js';
import { plural } from './format.js';

const STATES = { RUNNING: ['ok', 'takes tasks'], STOPPING: ['retry', 'finishes what it has'], STOPPED: ['stop', 'has ended'] };

export const workers = {
  title: 'Workers',

  render() {
    const head = h('header', { class: 'head' }, h('div', null, h('h1', null, 'Workers'), h('p', { class: 'sentence' }, 'The workers of this process.')));
    const all = live.overview?.workers;
    if (!all) return [head, h('div', { class: 'loading' }, 'Looking…')];
    if (!all.length) {
      return [head, card(null, empty('workers', 'No worker in this process', 'taskqueue.worker.enabled=false: it sends tasks and runs none. Another process of the same application runs them, and its own dashboard shows its worker.')), others()];
    }
    return [head, all.map(one), others()];
  },
};

// Others on the same broker, as they tell of themselves.
function others() {
  const all = live.overview?.neighbours;
  return all?.length ? card('Other workers', h('ul', { class: 'rows' }, all.map((other) => h('li', { 'data-key': other.name },
    h('span', { class: 'grow cut' }, other.name), h('span', { class: 'faint cut' }, other.software),
    h('span', { class: 'figures' }, plural(other.active, 'runs', 'run')), h('span', { class: 'faint' }, `${plural(other.processed, 'task', 'tasks')} begun, heard`), when(other.heard))))) : null;
}

function one(worker) {
  const [tone, words] = STATES[worker.state] ?? ['wait', worker.state];
  const busy = worker.running.length;
  return h('section', { class: 'card worker', 'data-key': worker.name },
    h('h2', { class: 'cut' }, worker.name),
    worker.trouble && h('p', { class: 'problem', role: 'alert' }, worker.trouble),
    h('p', { class: 'sentence' }, h('span', { class: `dot ${tone}` }), words, worker.started && [' and has been up ', since(worker.started)], ', from ', worker.queues.map((queue, i) => [i ? ', ' : '', h('a', { href: `#/tasks?queue=${encodeURIComponent(queue)}` }, queue)])),
    h('div', { class: 'slots', role: 'img', 'aria-label': `${busy} of ${worker.concurrency} slots busy` },
      Array.from({ length: Math.min(worker.concurrency, 200) }, (_, i) => h('i', { class: i < busy ? 'busy' : '' })), h('span', null, `${busy} of ${worker.concurrency} slots busy`)),
    worker.running.length
      ? h('ul', { class: 'rows' }, worker.running.map((task) => h('li', { 'data-key': task.id }, h('span', { class: 'grow cut' }, h('a', { href: `#/tasks/${encodeURIComponent(task.id)}` }, task.task)), taskLink(task.id), h('span', { class: 'faint' }, `attempt ${task.attempt}`), since(task.since))))
      : h('p', { class: 'faint' }, 'Nothing runs right now.'),
    h('p', { class: 'footnote' }, [worker.waiting && plural(worker.waiting, 'task is held and waits for a slot', 'tasks are held and wait for a slot'), worker.backlog && plural(worker.backlog, 'ended task is not stored yet', 'ended tasks are not stored yet'), worker.unknownNames && plural(worker.unknownNames, 'task name came that is unknown here', 'task names came that are unknown here')].filter(Boolean).join(' · ')));
}
