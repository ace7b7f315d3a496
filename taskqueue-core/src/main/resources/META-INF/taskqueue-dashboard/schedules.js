// What comes round: when, in words; what became of it; and a hand on it.

import { h } from './dom.js';
import { icon } from './icons.js';
import { act, ask, me } from './api.js';
import { at, button, card, chip, code, confirm, empty, taskLink, toast, value, when } from './parts.js';
import { past } from './tasks.js';
import { inWords } from './cron.js';
import { number, zone } from './format.js';

const FATES = { sent: ['ok', 'check', 'Called'], claimed: ['run', 'dots', 'Being called'], missed: ['retry', 'schedules', 'Missed'], skipped: ['stop', 'slash', 'Skipped'], refused: ['fail', 'cross', 'Refused'] };

export const schedules = {
  title: 'Schedules',
  every: 5,
  id: '',
  page: null,
  found: null,

  open(parameters, name) {
    if (name !== this.id) this.found = null;
    this.id = name;
    this.missing = false;
  },

  async load(signal) {
    if (!this.id) {
      this.page = await ask('schedules', { limit: 500 }, signal);
      return;
    }
    try {
      this.found = await ask('schedules', { name: this.id }, signal);
    } catch (failure) {
      if (failure.status !== 404) throw failure;
      this.missing = true;
    }
  },

  render(refresh) {
    return this.id ? one(this, refresh) : all(this, refresh);
  },
};

function all({ page }, refresh) {
  const head = h('header', { class: 'head' }, h('div', null, h('h1', null, 'Schedules'), h('p', { class: 'sentence' }, `Times are yours: ${zone}.`)),
    me.mayAct && button('New schedule', 'schedules', () => edit(null, refresh)));
  if (!page) return [head, h('div', { class: 'loading' }, 'Looking…')];
  if (!page.schedules.length) {
    return [head, card(null, empty('schedules', 'Nothing comes round yet', 'One annotation beside a task is enough:', code('@SharedTask\n@PeriodicTask(cron = "0 0 3 * * *", zone = "Europe/Paris")\nvoid sendReports() { … }')))];
  }
  return [head, h('div', { class: 'card table' }, h('table', { class: 'schedules' },
    h('thead', null, h('tr', null, ['Schedule', 'When', 'Next', 'Last', 'Calls', ''].map((words) => h('th', { scope: 'col' }, words)))),
    h('tbody', null, page.schedules.map((schedule) => row(schedule, refresh)))))];
}

function row(schedule, refresh) {
  return h('tr', { tabindex: -1, 'data-key': schedule.name, 'data-id': schedule.name, class: schedule.enabled ? '' : 'off' },
    h('td', { class: 'task' }, h('a', { href: `#/schedules/${encodeURIComponent(schedule.name)}`, class: 'name cut' }, schedule.name), schedule.task !== schedule.name && h('span', { class: 'under' }, schedule.task)),
    h('td', { class: 'due' }, inWords(schedule.when), zoned(schedule)),
    h('td', { class: 'called' }, schedule.enabled ? when(schedule.next) : h('span', { class: 'chip wait' }, icon('pause'), 'Disabled')),
    h('td', { class: 'state' }, last(schedule)), h('td', { class: 'count' }, number(schedule.count)),
    h('td', { class: 'does' }, me.mayAct && button('Run now', 'play', () => perform(schedule.name, 'trigger', refresh), { class: 'quiet' })));
}

const zoned = (schedule) => /^(PT?\d|\d{4}-)/.test(schedule.when) ? null : h('span', { class: 'under' }, schedule.zone);

function last(schedule) {
  if (!schedule.lastTask) return h('span', { class: 'faint' }, 'never');
  const shown = schedule.lastState ? chip(schedule.lastState) : h('span', { class: 'id' }, schedule.lastTask.slice(0, 8));
  return [h('a', { href: `#/tasks/${encodeURIComponent(schedule.lastTask)}` }, shown), ' ', when(schedule.last)];
}

function one(view, refresh) {
  const back = h('a', { href: '#/schedules', class: 'back' }, icon('back'), 'Schedules');
  if (view.missing) return [back, card(null, empty('question', 'There is no such schedule', 'It may have been deleted meanwhile.'))];
  const schedule = view.found;
  if (!schedule) return [back, h('div', { class: 'loading' }, 'Looking…')];
  const toggle = schedule.enabled ? 'disable' : 'enable';
  return [back,
    h('header', { class: 'head' }, h('div', { class: 'cut' }, h('h1', { class: 'cut' }, schedule.name), h('p', { class: 'sentence' }, inWords(schedule.when), ', calls ', h('a', { href: `#/tasks?task=${encodeURIComponent(schedule.task)}` }, schedule.task))),
      me.mayAct && h('div', { class: 'actions' }, button('Run now', 'play', () => perform(schedule.name, 'trigger', refresh)), button(schedule.enabled ? 'Disable' : 'Enable', schedule.enabled ? 'pause' : 'play', () => perform(schedule.name, toggle, refresh)),
        button('Edit', 'keys', () => edit(schedule, refresh)), schedule.source === 'run-time' && button('Delete', 'trash', () => remove(schedule.name, refresh), { class: 'danger' }))),
    !schedule.enabled && h('p', { class: 'reason wait' }, icon('pause'), 'It is disabled, and does not come round. What it passes meanwhile is not made up.'),
    schedule.gone && h('p', { class: 'reason retry' }, icon('question'), 'The application that declared it declares it no more.'),
    h('div', { class: 'columns' }, upcoming(schedule), facts(schedule)), history(schedule)];
}

function upcoming({ upcoming, enabled }) {
  return card('Next runs', enabled && upcoming?.length ? h('ol', { class: 'rows' }, upcoming.map((moment, i) => h('li', { 'data-key': moment }, h('span', { class: 'grow' }, at(moment)), i === 0 && h('b', null, when(moment)), i > 0 && when(moment))))
    : h('p', { class: 'faint' }, enabled ? 'There are none any more.' : 'None while it is disabled.'));
}

function facts(schedule) {
  const rows = [['Written as', h('code', null, schedule.when)], ['Zone', schedule.zone], ['Declared in', { code: 'the code', configuration: 'the configuration', 'run-time': 'the running application' }[schedule.source] + (schedule.edited ? ', and edited since' : '')], ['Application', schedule.application],
    ['Queue', schedule.queue], ['Priority', schedule.priority], ['When late', { once: 'one call stands for all', skip: 'given up', all: 'each is made up' }[schedule.misfire]], ['While it runs', { allow: 'the next one is sent all the same', skip: 'the next one is skipped', queue: 'the next one waits' }[schedule.overlap]], ['Calls', number(schedule.count)]];
  const given = (content) => content !== undefined && JSON.stringify(content) !== '[]' && JSON.stringify(content) !== '{}';
  return card('Facts', h('dl', null, rows.filter(([, content]) => content !== null && content !== undefined).map(([name, content]) => [h('dt', null, name), h('dd', { class: 'cut' }, content)])),
    given(schedule.args) && value(schedule.args), given(schedule.kwargs) && value(schedule.kwargs));
}

function history({ firings }) {
  if (!firings?.length) return card('What became of it', empty('schedules', 'Not yet', 'Each planned moment shows up here, with the task it led to.'));
  return card('What became of it', h('ul', { class: 'rows' }, firings.slice(0, 20).map((firing) => {
    const [tone, shape, words] = FATES[firing.fate] ?? ['wait', 'dots', firing.fate];
    return h('li', { 'data-key': firing.planned + firing.fate }, h('span', { class: `chip ${tone}` }, icon(shape), words), at(firing.planned), h('span', { class: 'grow cut faint' }, firing.count > 1 ? `${number(firing.count)} moments. ` : '', firing.reason ?? ''), firing.task && taskLink(firing.task));
  })));
}

async function perform(name, action, refresh, body) {
  try {
    const answer = await act('schedules', action, [name], body);
    if (answer.refusals) {
      toast(answer.refused[0].reason, 'fail');
      return false;
    }
    toast(past(action), 'ok', action === 'trigger' && answer.id ? taskLink(answer.id, 'Show the task') : '');
    return true;
  } catch (failure) {
    toast(failure.message, 'fail');
    return false;
  } finally {
    refresh();
  }
}

async function remove(name, refresh) {
  if (await confirm(`Delete ${name}?`, 'It does not come round any more. Tasks that it has called stay.', 'Delete', 'danger') && await perform(name, 'delete', refresh)) location.hash = '#/schedules';
}

function edit(schedule, refresh) {
  const text = (name, words, content, more = {}) => h('label', null, words, h('input', { name, value: content ?? '', ...more }));
  const choice = (name, words, options, chosen) => h('label', null, words, h('select', { name }, options.map(([option, meaning]) => h('option', { value: option, selected: option === chosen }, meaning))));
  const save = async (event) => {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(event.target)].filter(([, content]) => content !== ''));
    const { name = schedule?.name, ...body } = said;
    if (await perform(name, 'save', refresh, body)) dialog.close();
  };
  const dialog = h('dialog', { class: 'ask', 'aria-label': 'Schedule', onclose: () => dialog.remove() },
    h('h2', null, schedule ? `Edit ${schedule.name}` : 'New schedule'),
    h('form', { class: 'form', onsubmit: save },
      !schedule && [text('name', 'Name', '', { required: true, autofocus: true }), text('task', 'Task', '', { required: true, list: 'known-tasks' }), h('datalist', { id: 'known-tasks' }, me.tasks.map((known) => h('option', { value: known })))],
      text('when', 'When: cron expression, PT10S, or 2026-12-31T23:59:00Z', schedule?.when, { required: true }), text('zone', 'Zone', schedule?.zone ?? zone, { required: true }),
      me.seesValues && text('args', 'Arguments, a JSON array', schedule ? JSON.stringify(schedule.args ?? []) : '[]'),
      choice('misfire', 'When late', [['once', 'one call stands for all'], ['skip', 'give up'], ['all', 'make up each']], schedule?.misfire ?? 'once'),
      choice('overlap', 'While it runs', [['allow', 'send the next all the same'], ['skip', 'skip the next'], ['queue', 'let the next wait']], schedule?.overlap ?? 'allow'),
      h('div', { class: 'actions' }, button('Keep as it is', null, () => dialog.close()), h('button', { class: 'primary' }, 'Save'))));
  document.body.append(dialog);
  dialog.showModal();
}
