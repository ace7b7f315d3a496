// One task: what it was called with, what came of it, and its story from the call on.

import { h } from './dom.js';
import { icon } from './icons.js';
import { graph } from './graph.js';
import { act, ask, me } from './api.js';
import { at, button, card, chip, code, confirm, copy, empty, progress, taskLink, toast, value, when } from './parts.js';
import { past } from './tasks.js';
import { ago, between, duration, ended, moment, now, simpleName, state } from './format.js';

const CONFIRM = {
  revoke: ['Cancel this task?', 'It does not start any more, and is interrupted where it runs.', 'Cancel the task', 'danger'],
  delete: ['Delete this task?', 'Its result, its error and its story are forgotten.', 'Delete', 'danger'],
};

export const task = {
  title: 'Task',
  every: 2,
  id: '',
  found: null,
  workflow: null,
  stack: null,

  open(parameters, id) {
    if (id !== this.id) this.found = this.workflow = this.stack = null;
    this.id = id;
    this.missing = false;
  },

  async load(signal) {
    try {
      this.found = await ask(`tasks/${encodeURIComponent(this.id)}`, {}, signal);
      if (this.stack) this.stack = running(this.found) ? await ask(`stacks/${encodeURIComponent(this.id)}`, {}, signal) : null;
      // what belongs to none never will
      if (this.workflow?.steps.length !== 0) this.workflow = await ask(`workflows/${encodeURIComponent(this.id)}`, {}, signal);
      this.missing = false;
    } catch (failure) {
      if (failure.status !== 404) throw failure;
      this.missing = true;
      this.found = null;
    }
  },

  // Where it is right now, asked for anew with each look once somebody wants to know.
  live(refresh) {
    if (!this.stack) return h('p', null, button('Where is it now?', 'search', () => { this.stack = { frames: [] }; refresh(); }, { class: 'quiet' }));
    return card('Now', this.stack.frames.length ? code(this.stack.frames.join('\n')) : h('p', { class: 'faint' }, 'It does not run in the process that shows this page.'));
  },

  render(refresh) {
    const back = h('a', { href: '#/tasks', class: 'back', onclick: (event) => { if (history.state?.from) { event.preventDefault(); history.back(); } } }, icon('back'), 'Tasks');
    if (this.missing) {
      return [back, h('section', { class: 'card' }, empty('question', 'Nobody knows this task',
        `No task with the id ${this.id} is in the result store. Results are kept for a day after their end unless taskqueue.result.expires says otherwise, and an id that was never used has none.`))];
    }
    const found = this.found;
    if (!found) return [back, h('div', { class: 'loading' }, 'Looking…')];
    return [back, heading(found, refresh), reason(found), found.progress && h('section', { class: 'card' }, progress(found.progress)),
      strip(found), whole(this.workflow, found, refresh), running(found) && this.live(refresh),
      h('div', { class: 'columns story' }, h('div', null, outcome(found), call(found)), h('div', null, timeline(found), facts(found, this.workflow)))];
  },
};

function heading(found, refresh) {
  const open = !ended(found.state) && found.state !== 'UNSENT';
  const editable = !open && me.able.history && me.seesValues && found.task;
  const allowed = [!open && ['retry', 'Send again', 'again'], editable && ['edit', 'Edit and send', 'again'], open && ['revoke', 'Cancel', 'slash'], !open && ['delete', 'Delete', 'trash']].filter(Boolean);
  return h('header', { class: 'head' },
    h('div', { class: 'cut' }, h('h1', { class: 'cut' }, found.task ?? 'A task without a name'),
      h('p', { class: 'sentence' }, chip(found.state), h('code', { class: 'id' }, found.id), button('', 'copy', () => copy(found.id), { class: 'quiet small', 'aria-label': 'Copy the id' }))),
    me.mayAct && h('div', { class: 'actions' }, allowed.map(([action, words, shape]) => button(words, shape, () => perform(found, action, refresh), { class: action === 'delete' ? 'danger' : '' }))));
}

async function perform(found, action, refresh, body) {
  if (action === 'edit') return edit(found, refresh);
  if (CONFIRM[action] && !await confirm(...CONFIRM[action])) return;
  try {
    const answer = await act('tasks', action, [found.id], body);
    if (answer.refusals) toast(answer.refused[0].reason, 'fail');
    else if (action === 'retry') toast('Sent again', 'ok', taskLink(answer.id, 'Show the new task'));
    else toast(past(action));
    if (action === 'delete' && !answer.refusals) location.hash = '#/tasks';
    return !answer.refusals;
  } catch (failure) {
    toast(failure.message, 'fail');
  } finally {
    refresh();
  }
}

// The same call with other arguments. What is shown masked and left so keeps its value.
function edit(found, refresh) {
  const field = (name, words, content) => h('label', null, words, h('textarea', { name, rows: 4, spellcheck: 'false' }, content));
  const line = (name, words, content, more = {}) => h('label', null, words, h('input', { name, value: content ?? '', ...more }));
  const send = async (event) => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(event.target)].filter(([, content]) => content !== ''));
    if (await perform(found, 'retry', refresh, said)) dialog.close();
  };
  const dialog = h('dialog', { class: 'ask', 'aria-label': 'Edit and send', onclose: () => dialog.remove() },
    h('h2', null, `Send ${found.task} once more`),
    h('form', { class: 'form', onsubmit: send },
      field('args', 'Arguments, a JSON array', JSON.stringify(found.args ?? [], null, 1)), field('kwargs', 'By name, a JSON object', JSON.stringify(found.kwargs ?? {}, null, 1)),
      line('queue', 'Queue', found.queue), line('priority', 'Priority, 0 to 9', found.priority, { type: 'number', min: 0, max: 9 }),
      h('div', { class: 'actions' }, button('Keep as it is', null, () => dialog.close()), h('button', { class: 'primary' }, 'Send'))));
  document.body.append(dialog);
  dialog.showModal();
}

const running = (found) => !ended(found.state) && !['QUEUED', 'RECEIVED', 'RETRY', 'UNSENT'].includes(found.state);

// Why it waits, or did not run, in one sentence.
function reason(found) {
  const due = found.due && Date.parse(found.due) > now();
  const words = {
    QUEUED: due ? `It waits for its time: it may start ${ago(found.due)}, at ${moment(found.due)}.` : `It waits in the queue ${found.queue ?? ''} for a worker with a free slot.`,
    RECEIVED: `Worker ${found.worker ?? ''} has it, and begins as soon as a slot is free.`,
    RETRY: due ? `Attempt ${found.attempt} did not succeed. The next one may start ${ago(found.due)}, at ${moment(found.due)}.` : `Attempt ${found.attempt} did not succeed. The next one waits for a worker with a free slot.`,
    UNSENT: 'The broker did not take the call. It can be sent again.',
    LOST: 'The process whose memory held it has ended. It can be sent again.',
    REJECTED: 'Nobody could run it. It is in the dead letters, with the reason.',
  }[found.state];
  return words && h('p', { class: `reason ${state(found.state)[1]}` }, icon(state(found.state)[2]), words);
}

// The workflow it belongs to.
function whole(workflow, found, refresh) {
  if (!workflow?.steps.length) return null;
  const open = workflow.steps.some((step) => step.state && !ended(step.state));
  return h('section', { class: 'card' },
    h('div', { class: 'head' }, h('h2', null, 'Workflow'), me.mayAct && h('div', { class: 'actions' },
      open && button('Cancel all of it', 'slash', () => steer(workflow, 'revoke', refresh), { class: 'small' }),
      !open && button('Run all of it again', 'again', () => steer(workflow, 'retry', refresh), { class: 'small' }))),
    h('div', { class: 'scroll', tabindex: 0 }, graph(workflow, found.id)));
}

async function steer(workflow, action, refresh) {
  const words = { revoke: ['Cancel the whole workflow?', 'What has not ended does not start any more, and is interrupted where it runs.', 'Cancel the workflow', 'danger'],
    retry: ['Run the whole workflow again?', 'All of it is called once more from its beginning, with the same arguments and ids of its own.', 'Run the workflow', ''] }[action];
  if (!await confirm(...words)) return;
  try {
    const answer = await act('workflows', action, [workflow.id]);
    if (answer.refusals) toast(answer.refused[0].reason, 'fail');
    else toast(action === 'retry' ? 'Called once more' : 'Cancelled', 'ok');
  } catch (failure) {
    toast(failure.message, 'fail');
  }
  refresh();
}

// Its life as one line: waiting is hatched, running is filled.
function strip(found) {
  const runs = attempts(found).filter((attempt) => attempt.started);
  const from = Date.parse(found.created ?? runs[0]?.started);
  const end = found.done ? Date.parse(found.done) : now();
  if (!from || end <= from) return null;
  const place = (instant) => (100 * (Date.parse(instant) - from)) / (end - from);
  return h('section', { class: 'card strip', 'aria-hidden': 'true' },
    h('div', { class: 'life' }, runs.map((attempt) => {
      const left = Math.max(0, Math.min(99.5, place(attempt.started)));
      const right = attempt.ended ? place(attempt.ended) : 100;
      return h('div', { class: `span ${state(attempt.state)[1]}`, 'data-key': attempt.attempt + '.' + attempt.deliveries, title: `Attempt ${attempt.attempt}`, 'left%': left, 'width%': Math.max(0.5, Math.min(100, right) - left) });
    })),
    h('p', { class: 'legend' }, h('span', { class: 'key waits' }), `waited ${duration(waited(runs, from, end))}`, h('span', { class: 'key ran' }), `ran ${duration((end - from) - waited(runs, from, end))}`, h('span', { class: 'grow' }), `${duration(end - from)} in all`));
}

function waited(runs, from, end) {
  return runs.reduce((rest, run) => rest - ((run.ended ? Date.parse(run.ended) : end) - Date.parse(run.started)), end - from);
}

// The ended attempts, and the one under way.
function attempts(found) {
  const all = found.attempts ?? [];
  const newest = { attempt: found.attempt, deliveries: found.deliveries, state: found.state, worker: found.worker, started: found.started, ended: found.done, error: found.error };
  if (ended(found.state) && all.some((each) => each.attempt === newest.attempt && each.state === found.state)) return all;
  return running(found) || (ended(found.state) && found.started) ? [...all, newest] : all;
}

function timeline(found) {
  const steps = [];
  const add = (instant, tone, shape, title, ...more) => steps.push({ instant, tone, shape, title, more });
  if (found.created) add(found.created, 'wait', 'dots', 'Called', found.parent && h('p', null, 'by ', taskLink(found.parent)), found.schedule && h('p', null, `by the schedule ${found.schedule}`));
  for (const attempt of attempts(found)) {
    if (attempt.started) add(attempt.started, 'run', 'play', `Attempt ${attempt.attempt} began`, attempt.worker && h('p', { class: 'faint cut' }, attempt.worker), attempt.deliveries > 1 && h('p', { class: 'fault' }, `Handed out ${attempt.deliveries} times: a worker did not come to an end with it`));
    if (attempt.ended && (attempt.state === 'RETRY' || ended(attempt.state))) {
      const [word, tone, shape] = state(attempt.state);
      add(attempt.ended, tone, shape, attempt.state === 'RETRY' ? `Attempt ${attempt.attempt} failed, to be tried again` : word, attempt.error && fault(attempt.error));
    }
  }
  if (found.state === 'RECEIVED') add(found.received, 'run', 'tray', 'Received', h('p', { class: 'faint cut' }, found.worker ?? ''));
  if (ended(found.state) && !steps.some((step) => step.instant === found.done)) add(found.done ?? found.created, ...state(found.state).slice(1, 3), state(found.state)[0], found.error && fault(found.error));
  if (!ended(found.state) && found.due) add(found.due, 'wait', 'schedules', Date.parse(found.due) > now() ? 'May start' : 'Was due', found.expires && h('p', { class: 'faint' }, 'not after ', at(found.expires)));
  return card('Story', h('ol', { class: 'timeline' }, steps.map((step, i) => h('li', { class: step.tone, 'data-key': `${i}${step.title}` },
    h('span', { class: 'dot' }, icon(step.shape)), h('div', null, h('b', null, step.title), ' ', h('span', { class: 'faint' }, at(step.instant), gap(steps[i - 1], step)), step.more)))));
}

function gap(before, step) {
  const millis = before && between(before.instant, step.instant);
  return millis > 0 ? ` · ${duration(millis)} later` : '';
}

const fault = (error) => h('p', { class: 'fault' }, h('b', { title: error.type }, simpleName(error.type)), error.message && error.message !== me.hidden ? `: ${error.message}` : '');

function outcome(found) {
  if (found.error) {
    const { type, message, trace } = found.error;
    return card('Error', h('p', { class: 'type' }, type), message !== undefined && value(message),
      trace && trace !== me.hidden && h('details', null, h('summary', null, 'Stack'), code(trace)));
  }
  if (found.result !== undefined) return card('Result', value(found.result));
  return ended(found.state) && found.state === 'SUCCESS' ? card('Result', h('p', { class: 'faint' }, 'It returned nothing, or its result was not to be kept.')) : null;
}

function call(found) {
  const none = (content) => content === undefined || (Array.isArray(content) && !content.length) || (content && typeof content === 'object' && !Object.keys(content).length);
  return card('Arguments', none(found.args) && none(found.kwargs) ? h('p', { class: 'faint' }, me.able.history ? 'None.' : 'This result store does not keep them.')
    : [!none(found.args) && value(found.args), !none(found.kwargs) && [h('h3', null, 'By name'), value(found.kwargs)]]);
}

function facts(found, workflow) {
  const group = workflow?.steps.some((step) => step.id === found.root && step.task === undefined);
  const rows = [['Queue', found.queue && h('a', { href: `#/tasks?queue=${encodeURIComponent(found.queue)}` }, found.queue)], ['Priority', found.priority], ['Attempt', found.attempt || null], ['Worker', found.worker],
    ['Called', found.created && at(found.created)], ['Waited', found.started && duration(between(found.created, found.started))], ['Ran', duration(between(found.started, found.done))], ['Expires', found.expires && when(found.expires)],
    ['Workflow', found.root && found.root !== found.id && !group && taskLink(found.root)], ['Sent by', found.parent && taskLink(found.parent)], ['Group', found.group && h('a', { href: `#/tasks?group=${encodeURIComponent(found.group)}`, class: 'id' }, found.group.slice(0, 8))]];
  return card('Facts', h('dl', null, rows.filter(([, content]) => content !== null && content !== undefined && content !== false && content !== '–').map(([name, content]) => [h('dt', null, name), h('dd', { class: 'cut' }, content)])));
}
