// The pieces that views are made of.

import { h } from './dom.js';
import { icon } from './icons.js';
import { ago, full, lasting, moment, shortId, state, zone } from './format.js';
import { me } from './api.js';

export function chip(name) {
  const [word, tone, shape, meaning] = state(name);
  return h('span', { class: `chip ${tone}`, title: meaning }, icon(shape), word);
}

export const taskLink = (id, text) => h('a', { href: `#/tasks/${encodeURIComponent(id)}`, class: text ? '' : 'id', title: text ? null : id }, text ?? shortId(id));

// A moment, as "12 s ago" that goes on by itself, or as a time of day.
class Ago extends HTMLElement {
  static observedAttributes = ['at'];

  connectedCallback() {
    Ago.all.add(this);
    this.tell();
  }

  disconnectedCallback() {
    Ago.all.delete(this);
  }

  attributeChangedCallback() {
    this.tell();
  }

  tell() {
    const at = this.getAttribute('at');
    if (!at) return;
    const words = this.hasAttribute('clock') ? moment(at) : this.hasAttribute('since') ? `for ${lasting(at)}` : ago(at);
    if (this.textContent !== words) this.textContent = words;
    this.title = `${full(at)} (${zone})`;
  }
}
Ago.all = new Set();
setInterval(() => document.hidden || Ago.all.forEach((each) => each.tell()), 1000);
customElements.define('taskqueue-ago', Ago);

// Its words are its own: data says so to whoever refreshes it.
export const when = (at) => at ? h('taskqueue-ago', { at, data: at }) : h('span', { class: 'faint' }, '–');
export const since = (at) => at ? h('taskqueue-ago', { at, since: true, data: at }) : h('span', { class: 'faint' }, 'about to begin');
export const at = (instant) => h('taskqueue-ago', { at: instant, clock: true, data: instant });

export function button(label, shape, onclick, attributes = {}) {
  return h('button', { type: 'button', ...attributes, onclick }, shape && icon(shape), label && h('span', null, label));
}

export function card(title, ...content) {
  return h('section', { class: 'card' }, title && h('h2', null, title), content);
}

export function empty(shape, title, ...help) {
  return h('div', { class: 'empty' }, icon(shape), h('h3', null, title), help.map((each) => typeof each === 'string' ? h('p', null, each) : each));
}

export const code = (text) => h('pre', { class: 'code' }, h('code', null, text));

export function progress({ done, total, percent, note }) {
  return h('div', { class: 'progress' },
    h('div', { class: 'bar', role: 'progressbar', 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-label': `${percent} %` },
      h('div', { 'width%': percent })),
    h('span', null, `${percent} % · ${done} of ${total}`), note && note !== me.hidden && h('span', { class: 'faint' }, String(note)));
}

// A value as JSON text, or the reason why it is not shown.
export function value(content) {
  if (content === me.hidden) {
    return h('p', { class: 'hidden-value' }, icon('lock'), 'Hidden. ', h('code', null, 'taskqueue.dashboard.show-values'), ' shows it.');
  }
  return code(typeof content === 'string' ? content : json(content));
}

const json = (content) => {
  const line = JSON.stringify(content);
  return line.length < 72 ? line : JSON.stringify(content, null, 2);
};

export function toast(words, tone = 'ok', ...more) {
  const place = document.querySelector('#toasts');
  const note = h('div', { class: `toast ${tone}` }, icon(tone === 'ok' ? 'check' : 'cross'), h('span', null, words), more);
  place.append(note);
  setTimeout(() => note.remove(), tone === 'ok' ? 6000 : 12000);
}

// Asks before what cannot be undone; resolves to whether it was confirmed.
export function confirm(title, words, verb, tone = '') {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'ask', 'aria-label': title, onclose: () => { resolve(dialog.returnValue === 'yes'); dialog.remove(); } },
      h('h2', null, title), h('p', null, words),
      h('div', { class: 'actions' }, button('Keep as it is', null, () => dialog.close('no')),
        button(verb, null, () => dialog.close('yes'), { class: `primary ${tone}`, autofocus: true })));
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function problem(failure) {
  return h('div', { class: 'problem', role: 'alert' }, icon('cross'), h('span', null, failure.message));
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied');
  } catch {
    toast('This browser does not let the page copy', 'fail');
  }
}
