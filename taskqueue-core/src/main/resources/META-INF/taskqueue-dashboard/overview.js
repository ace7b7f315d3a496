// Everything at a glance: one sentence, four charts, and where to look next.

import { h } from './dom.js';
import { ask, live, me } from './api.js';
import { card, chip, code, empty, since, taskLink, when } from './parts.js';
import { spark } from './charts.js';
import { compact, duration, millisOf, number, plural, simpleName, state } from './format.js';

const ORDER = ['QUEUED', 'RECEIVED', 'STARTED', 'PROGRESS', 'RETRY', 'SUCCESS', 'FAILURE', 'REVOKED', 'REJECTED', 'LOST', 'UNSENT'];

export const overview = {
  title: 'Overview',
  every: 5,
  range: 'recent',
  series: null,
  failures: null,

  async load() {
    const [series, failures] = await Promise.all([ask('series', { range: this.range }),
      me.able.search ? ask('tasks', { state: 'FAILURE,LOST,REJECTED', limit: 6 }) : null]);
    this.series = series;
    this.failures = failures?.tasks ?? null;
  },

  render(refresh) {
    const now = live.overview;
    if (!now || !this.series) return [h('div', { class: 'loading' }, 'Looking…')];
    return [
      h('header', { class: 'head' },
        h('div', null, h('h1', null, 'Overview'), h('p', { class: 'sentence' }, sentence(now, this.series))),
        h('div', { class: 'choice', role: 'group', 'aria-label': 'Time shown' },
          ['recent', 'hours'].map((range) => h('button', {
            type: 'button', 'aria-pressed': String(this.range === range), onclick: () => { this.range = range; refresh(); },
          }, range === 'recent' ? '15 min' : '6 h')))),
      now.trouble && h('div', { class: 'problem', role: 'alert' }, `Something does not answer: ${now.trouble.join('; ')}`),
      charts(this.series, now),
      h('div', { class: 'columns' }, states(now), queues(now, this.series), running(now), this.failures && failures(this.failures)),
      h('p', { class: 'footnote' }, `Throughput, run times and failures are what this process saw since it started. Broker: ${now.broker}. Results: ${now.results}.`),
    ];
  },
};

const sum = (values) => values.reduce((all, value) => all + (value ?? 0), 0);
const last = (values) => values.findLast((value) => value !== null) ?? null;

function sentence(now, series) {
  const slots = sum(now.workers.map((worker) => worker.concurrency));
  const busy = sum(now.workers.map((worker) => worker.running.length));
  const waiting = now.queues && sum(now.queues.map((queue) => queue.ready));
  const failed = sum(series.failed);
  const parts = [];
  if (now.workers.some((worker) => worker.trouble)) parts.push('a worker is in trouble');
  if (slots) parts.push(busy ? `${busy} of ${slots} slots busy` : `all ${slots} slots free`);
  else parts.push('this process runs no tasks');
  if (waiting !== null && waiting !== undefined) parts.push(waiting ? `${plural(waiting, 'task waits', 'tasks wait')}` : 'nothing waits');
  parts.push(failed ? `${number(failed)} failed lately` : 'nothing failed lately');
  const words = parts.join(', ');
  return words[0].toUpperCase() + words.slice(1) + '.';
}

function charts(series, now) {
  const done = sum(series.succeeded) + sum(series.failed);
  const recent = (values) => (sum(values.slice(-13, -1)) / (12 * series.step)) * 60;
  const oldest = now.queues && Math.max(0, ...now.queues.map((queue) => millisOf(queue.age) ?? 0));
  const waiting = now.queues && sum(now.queues.map((queue) => queue.ready));
  return h('div', { class: 'charts' },
    chart('Throughput', `${compact(Math.round(recent(series.succeeded) + recent(series.failed)))}`, 'a minute', {
      kind: 'columns', format: (value) => compact(value), series: [
        { name: 'succeeded', tone: 'ok', values: series.succeeded }, { name: 'retried', tone: 'retry', values: series.retried }, { name: 'failed', tone: 'fail', values: series.failed }],
    }, series),
    chart('Run time', duration(last(series.median)), `median, 95 % within ${duration(last(series.slowest))}`, {
      kind: 'lines', least: 1, format: duration, series: [
        { name: '95 of 100 within', tone: 'run', values: series.slowest, dashed: true }, { name: 'half within', tone: 'run', values: series.median }],
    }, series),
    chart('Failures', done ? `${((100 * sum(series.failed)) / done).toFixed(sum(series.failed) ? 1 : 0)} %` : '–', done ? `${compact(sum(series.failed))} of ${compact(done)} ended` : 'nothing has ended yet', {
      kind: 'columns', format: (value) => compact(value), series: [{ name: 'failed', tone: 'fail', values: series.failed }, { name: 'cancelled or rejected', tone: 'stop', values: series.dropped }],
    }, series),
    chart('Waiting', compact(waiting), oldest ? `the first for ${duration(oldest)}` : waiting === 0 ? 'nothing waits' : waiting ? '' : 'this broker cannot tell', {
      kind: 'lines', format: (value) => compact(value), series: [{ name: 'waiting', tone: 'wait', values: series.ready }],
    }, series));
}

function chart(name, figure, unit, data, series) {
  return h('section', { class: 'card chart' }, h('h2', null, name),
    h('p', { class: 'figure' }, h('b', null, figure), h('span', { class: 'cut', title: unit }, unit)),
    h('taskqueue-chart', { name, data: { start: series.start, step: series.step, ...data } }));
}

function states({ counts }) {
  if (!counts && me.able.search) return card('Tasks', h('p', { class: 'faint' }, 'Counting…'));
  if (!counts) return card('Tasks', empty('tasks', 'No counts', 'This result store keeps no list of its tasks. Results in your database, with spring-boot-starter-data-jpa, can be listed and searched.'));
  const known = [...ORDER.filter((name) => counts[name]), ...Object.keys(counts).filter((name) => !ORDER.includes(name))];
  const all = sum(Object.values(counts));
  if (!all) {
    return card('Tasks', empty('tasks', 'No tasks yet', 'The first call shows up here at once:', code('tasks.delay(InvoiceTasks::sendInvoice, 42L);')));
  }
  return card('Tasks',
    h('div', { class: 'parts', 'aria-hidden': 'true' }, known.map((name) => h('div', { class: `part ${state(name)[1]}`, 'data-key': name, 'width%': Math.max(0.8, (100 * counts[name]) / all) }))),
    h('ul', { class: 'legend' }, known.map((name) => h('li', { 'data-key': name }, h('a', { href: `#/tasks?state=${name}` }, chip(name), h('span', { class: 'figures' }, number(counts[name])))))));
}

function queues({ queues }, series) {
  if (!queues?.length) return card('Queues', empty('queues', 'No queues', 'The broker does not tell which queues it has.'));
  const shown = [...queues].sort((one, other) => (other.ready ?? 0) - (one.ready ?? 0)).slice(0, 6);
  return card('Queues', h('ul', { class: 'rows' }, shown.map((queue) => h('li', { 'data-key': queue.name },
    h('a', { href: `#/tasks?queue=${encodeURIComponent(queue.name)}`, class: 'grow cut' }, queue.name),
    spark(series.queues[queue.name] ?? [0], 'wait'),
    h('span', { class: 'figures' }, queue.ready === undefined ? '–' : compact(queue.ready)), h('span', { class: 'faint' }, 'waiting')))),
    queues.length > shown.length && h('a', { href: '#/queues', class: 'more' }, `All ${queues.length} queues`));
}

function running({ workers }) {
  const all = workers.flatMap((worker) => worker.running).sort((one, other) => (one.since ?? '').localeCompare(other.since ?? ''));
  if (!workers.length) return card('Running now', empty('workers', 'No worker here', 'This process sends tasks and runs none: taskqueue.worker.enabled=false.'));
  if (!all.length) return card('Running now', empty('play', 'All slots are free', 'What runs in this process shows up here, with how long it has been running.'));
  return card('Running now', h('ul', { class: 'rows' }, all.slice(0, 6).map((task) => h('li', { 'data-key': task.id },
    h('span', { class: 'grow cut' }, h('a', { href: `#/tasks/${encodeURIComponent(task.id)}` }, task.task)), taskLink(task.id), since(task.since)))),
    all.length > 6 && h('a', { href: '#/workers', class: 'more' }, `All ${all.length} running`));
}

function failures(tasks) {
  if (!tasks.length) return card('Latest failures', empty('check', 'None', 'A task that fails for good shows up here, with its error.'));
  return card('Latest failures', h('ul', { class: 'rows' }, tasks.map((task) => h('li', { 'data-key': task.id },
    chip(task.state), h('span', { class: 'grow cut' }, h('a', { href: `#/tasks/${encodeURIComponent(task.id)}` }, task.task ?? task.id),
      task.error && h('span', { class: 'faint' }, ` ${simpleName(task.error.type)}${words(task.error)}`)), when(task.done ?? task.created)))));
}

const words = ({ message }) => (message && message !== me.hidden) ? `: ${message}` : '';
