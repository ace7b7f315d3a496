// Small charts, drawn as SVG: columns for what is counted, lines for what is measured. All charts of a page share one
// moment: pointing at one shows the same moment on all.

import { s, h } from './dom.js';
import { minute, clock } from './format.js';

const HEIGHT = 104;
const BOTTOM = 18;
const TOP = 14;
const COLUMNS = 60;

// data: { start, step, kind: 'columns' | 'lines', series: [{ name, tone, values }], format }
class Chart extends HTMLElement {
  #data = null;
  #at = null;
  #width = 0;

  connectedCallback() {
    this.observer = new ResizeObserver(([entry]) => {
      this.#width = Math.round(entry.contentRect.width);
      this.#draw();
    });
    this.observer.observe(this);
    this.onpointermove = (event) => this.#point(event);
    this.onpointerleave = () => share(null);
    document.addEventListener('taskqueue-moment', this.moved = (event) => this.#mark(event.detail));
  }

  disconnectedCallback() {
    this.observer.disconnect();
    document.removeEventListener('taskqueue-moment', this.moved);
  }

  set data(data) {
    this.#data = data.kind === 'columns' ? gathered(data) : data;
    this.#draw();
  }

  get data() {
    return this.#data;
  }

  #count() {
    return this.#data.series[0].values.length;
  }

  #point(event) {
    const box = this.getBoundingClientRect();
    const place = Math.max(0, Math.min(0.9999, (event.clientX - box.left) / box.width));
    share(Date.parse(this.#data.start) + (place * this.#count()) * this.#data.step * 1000);
  }

  #mark(moment) {
    this.#at = moment;
    if (this.isConnected) this.#draw();
  }

  #draw() {
    if (!this.#data || !this.#width) return;
    const top = ceiling(this.#data);
    const x = (i) => (i * this.#width) / this.#count();
    const y = (value) => TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top);
    const index = this.#index();
    this.replaceChildren(
      s('svg', { width: this.#width, height: HEIGHT, role: 'img', 'aria-label': this.#words(top) },
        s('path', { class: 'grid', d: `M0 ${y(top)}H${this.#width}M0 ${y(top / 2)}H${this.#width}` }),
        s('path', { class: 'axis', d: `M0 ${HEIGHT - BOTTOM + 0.5}H${this.#width}` }),
        this.#data.kind === 'columns' ? this.#columns(x, y) : this.#lines(x, y),
        s('text', { class: 'tick', x: 0, y: y(top) - 3 }, this.#data.format(top)),
        this.#times(x),
        index !== null && s('path', { class: 'moment', d: `M${x(index + 0.5)} 0V${HEIGHT - BOTTOM}` })),
      index !== null ? this.#tip(index, x) : '');
  }

  #columns(x, y) {
    const gap = this.#width / this.#count() > 5 ? 1.5 : 0.5;
    const base = HEIGHT - BOTTOM;
    const shapes = this.#data.series.map((series) => ({ series, d: '' }));
    for (let i = 0; i < this.#count(); i++) {
      let under = 0;
      shapes.forEach((shape, which) => {
        const value = shape.series.values[i] ?? 0;
        if (value <= 0) return;
        const low = which === 0 ? base : y(under);
        const high = Math.min(y(under + value), low - 1);
        shape.d += `M${(x(i) + gap / 2).toFixed(1)} ${low.toFixed(1)}V${high.toFixed(1)}H${(x(i + 1) - gap / 2).toFixed(1)}V${low.toFixed(1)}Z`;
        under += value;
      });
    }
    return shapes.map(({ series, d }) => s('path', { class: `fill ${series.tone}`, d }));
  }

  #lines(x, y) {
    return this.#data.series.map((series, which) => {
      const runs = segments(series.values);
      const line = runs.map((run) => 'M' + run.map(([i, value]) => `${x(i + 0.5).toFixed(1)} ${y(value).toFixed(1)}`).join('L')
        + (run.length === 1 ? 'h0.01' : '')).join('');
      const area = runs.map((run) => `M${x(run[0][0] + 0.5)} ${HEIGHT - BOTTOM}L` + run.map(([i, value]) => `${x(i + 0.5).toFixed(1)} ${y(value).toFixed(1)}`).join('L') + `V${HEIGHT - BOTTOM}Z`).join('');
      return [which === 0 && s('path', { class: `area ${series.tone}`, d: area }), s('path', { class: `line ${series.tone}${series.dashed ? ' dashed' : ''}`, d: line })];
    }).flat().filter(Boolean);
  }

  #times(x) {
    const start = Date.parse(this.#data.start);
    const span = this.#count() * this.#data.step * 1000;
    return (this.#width < 200 ? [0, 1] : [0, 0.5, 1]).map((part) => s('text', {
      class: 'tick', x: x(part * this.#count()), y: HEIGHT - 4, 'text-anchor': part === 0 ? 'start' : part === 1 ? 'end' : 'middle',
    }, part === 1 ? 'now' : minute(start + span * part)));
  }

  #index() {
    if (this.#at === null) return null;
    const index = Math.floor((this.#at - Date.parse(this.#data.start)) / (this.#data.step * 1000));
    return index >= 0 && index < this.#count() ? index : null;
  }

  #tip(index, x) {
    const moment = Date.parse(this.#data.start) + index * this.#data.step * 1000;
    const tip = h('div', { class: `tip${x(index) > this.#width / 2 ? ' left' : ''}` },
      h('b', null, clock(moment)),
      this.#data.series.map((series) => h('span', { class: series.tone }, `${this.#data.format(series.values[index])} ${series.name}`)));
    tip.style.left = `${x(index + 0.5)}px`;
    return tip;
  }

  #words(top) {
    const newest = this.#data.series.map((series) => `${series.name} ${this.#data.format(series.values.findLast((value) => value !== null) ?? null)}`);
    return `${this.getAttribute('name')}: ${newest.join(', ')} now; ${this.#data.format(top)} at the top`;
  }
}

function share(moment) {
  document.dispatchEvent(new CustomEvent('taskqueue-moment', { detail: moment }));
}

// So many columns that each can be seen: several steps become one.
function gathered(data) {
  const each = Math.max(1, Math.floor(data.series[0].values.length / COLUMNS));
  const add = (values) => Array.from({ length: Math.ceil(values.length / each) }, (_, i) => values.slice(i * each, (i + 1) * each).reduce((sum, value) => sum + (value ?? 0), 0));
  return { ...data, step: data.step * each, series: data.series.map((series) => ({ ...series, values: add(series.values) })) };
}

function ceiling({ kind, series, least }) {
  const length = series[0].values.length;
  let top = least ?? 1;
  for (let i = 0; i < length; i++) {
    const values = series.map((each) => each.values[i] ?? 0);
    top = Math.max(top, kind === 'columns' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values));
  }
  const power = 10 ** Math.floor(Math.log10(top));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((factor) => factor * power).find((round) => round >= top);
}

// What is not known is not drawn: a line ends before it and begins again after it.
function segments(values) {
  const runs = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if (i === 0 || values[i - 1] === null) runs.push([]);
    runs.at(-1).push([i, value]);
  });
  return runs;
}

customElements.define('taskqueue-chart', Chart);

// A line without axes, for a cell of a table.
export function spark(values, tone) {
  const known = values.map((value) => value ?? 0);
  const top = Math.max(1, ...known);
  const tint = known.some((value) => value > 0) ? tone : 'nil';
  const d = known.map((value, i) => `${((i * 100) / Math.max(1, known.length - 1)).toFixed(1)} ${(23 - (21 * value) / top).toFixed(1)}`).join('L');
  return s('svg', { class: 'spark', viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('path', { class: `area ${tint}`, d: `M0 24L${d}L100 24Z` }), s('path', { class: `line ${tint}`, d: `M${d}` }));
}
