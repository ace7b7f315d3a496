// What the page asks the application, and how it hears of news.

import { serverSays } from './format.js';

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export let me = null;

export async function ask(path, parameters = {}, signal) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== ''));
  const answer = await fetch(`./api/${path}${query.size ? `?${query}` : ''}`, { headers: { Accept: 'application/json' }, signal });
  return read(answer);
}

async function read(answer) {
  const date = answer.headers.get('Date');
  if (date) serverSays(date);
  const body = await answer.json().catch(() => null);
  if (!answer.ok || body === null) {
    throw new Refused(answer.status, body?.error ?? (answer.redirected || answer.status === 401 ? 'You are no longer logged in' : `The application answered ${answer.status}`));
  }
  return body;
}

export async function meet() {
  me = await ask('me');
  return me;
}

// Acts on ids, or on all tasks that match a filter, page by page until the end.
export async function act(section, action, ids, edit) {
  return post(section, { action, ids, edit });
}

export async function actOnAll(action, filter, progress, signal) {
  let done = 0;
  let refusals = 0;
  let after = null;
  do {
    const step = await post('tasks', { action, filter, after });
    done += step.done;
    refusals += step.refusals;
    after = step.next ?? null;
    progress(done, refusals);
  } while (after && !signal.aborted);
  return { done, refusals };
}

async function post(section, body, again = true) {
  const answer = await fetch(`./api/${section}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...me.headers },
    body: JSON.stringify(body),
  });
  if (answer.status === 403 && again && me.mayAct) {
    await meet();  // a token may have gone with its session
    return post(section, body, false);
  }
  return read(answer);
}

// News of everything at a glance: pushed while the stream holds, asked for while it does not, and nothing at all
// while nobody looks.
export class Live extends EventTarget {
  mode = 'starting';
  overview = null;
  #source = null;
  #timer = null;
  #failures = 0;

  constructor() {
    super();
    document.addEventListener('visibilitychange', () => (document.hidden ? this.stop('paused') : this.start()));
  }

  start() {
    this.stop('starting');
    this.poll();
    if (!window.EventSource) return;
    this.#source = new EventSource('./api/stream');
    this.#source.addEventListener('overview', (event) => {
      this.#failures = 0;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.poll(), 10000);  // the net beneath: a stream can fall silent
      this.#news(JSON.parse(event.data), 'live');
    });
  }

  async poll() {
    clearTimeout(this.#timer);
    try {
      const overview = await ask('overview');
      if (this.mode === 'paused') return;
      this.#failures = 0;
      this.#news(overview, this.mode === 'live' ? 'live' : 'polling');
    } catch (problem) {
      this.#failures++;
      this.mode = 'lost';
      this.problem = problem.message;
      this.dispatchEvent(new Event('change'));
    }
    clearTimeout(this.#timer);
    if (this.mode !== 'paused') this.#timer = setTimeout(() => this.poll(), Math.min(30000, 5000 * 2 ** Math.min(3, this.#failures)));
  }

  #news(overview, mode) {
    this.overview = overview;
    this.mode = mode;
    this.dispatchEvent(new Event('change'));
    this.dispatchEvent(new Event('news'));
  }

  stop(mode) {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
    this.mode = mode;
    this.dispatchEvent(new Event('change'));
  }
}

export const live = new Live();
