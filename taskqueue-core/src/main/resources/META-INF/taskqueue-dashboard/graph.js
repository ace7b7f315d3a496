// A workflow as a picture: layers from left to right, each task behind all that it waits for.

import { s } from './dom.js';
import { number, shortId, simpleName, state } from './format.js';

const WIDTH = 148;
const HEIGHT = 42;
const ACROSS = 40;
const DOWN = 12;

export function graph(workflow, current) {
  const layers = layered(workflow);
  const tall = Math.max(...layers.map((layer) => layer.length));
  const place = new Map();
  layers.forEach((layer, column) => layer.forEach((step, row) => place.set(step.id, {
    x: 1 + column * (WIDTH + ACROSS),
    y: 1 + (row + (tall - layer.length) / 2) * (HEIGHT + DOWN),
  })));
  const width = layers.length * (WIDTH + ACROSS) - ACROSS + 2;
  const height = tall * (HEIGHT + DOWN) - DOWN + 2;
  return s('svg', { class: 'graph', width, height, viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': words(workflow) },
    workflow.links.map((link) => edge(link, place)), workflow.steps.map((step) => node(step, place.get(step.id), step.id === current)));
}

function layered({ steps, links }) {
  const depth = new Map();
  for (const step of steps) {  // each comes after what leads to it
    depth.set(step.id, Math.max(0, ...links.filter((link) => link.to === step.id).map((link) => 1 + (depth.get(link.from) ?? 0))));
  }
  const layers = [];
  for (const step of steps) (layers[depth.get(step.id)] ??= []).push(step);
  return layers;
}

function edge(link, place) {
  const from = place.get(link.from);
  const to = place.get(link.to);
  const [x, y, u, v] = [from.x + WIDTH, from.y + HEIGHT / 2, to.x, to.y + HEIGHT / 2];
  return s('path', { class: `edge ${link.kind}`, d: `M${x} ${y}C${x + ACROSS / 2} ${y} ${u - ACROSS / 2} ${v} ${u} ${v}` });
}

function node(step, { x, y }, current) {
  const group = step.task === undefined;
  const [word, tone] = group ? inGroup(step) : step.state ? state(step.state) : ['Not sent yet', 'wait'];
  const name = group ? `Group of ${number(step.size)}` : step.task;
  const inside = [s('title', null, `${name}: ${word}`), s('rect', { x, y, width: WIDTH, height: HEIGHT, rx: group ? HEIGHT / 2 : 8 }),
    s('text', { x: x + 12, y: y + 18 }, short(name)), s('text', { x: x + 12, y: y + 33, class: 'faint' }, word)];
  return group ? s('g', { class: `node ${tone}` }, inside)
    : s('a', { class: `node ${tone}`, href: `#/tasks/${encodeURIComponent(step.id)}`, 'aria-label': `${name} ${shortId(step.id)}: ${word}`, 'aria-current': current && 'true' }, inside);
}

// A group that stands for its members says how far they are.
function inGroup({ size, states }) {
  if (!states) return ['side by side', 'wait'];
  const count = (...names) => names.reduce((sum, name) => sum + (states[name] ?? 0), 0);
  const failed = count('FAILURE', 'REVOKED', 'REJECTED', 'LOST');
  const ok = count('SUCCESS');
  return [`${number(ok)} done${failed ? `, ${number(failed)} not` : ''}`, failed ? 'fail' : ok >= size ? 'ok' : 'run'];
}

const short = (name) => {
  const last = name.length > 19 ? simpleName(name) : name;
  return last.length > 19 ? `${last.slice(0, 18)}…` : last;
};

const words = ({ steps }) => `The workflow: ${steps.filter((step) => step.task).length} tasks`;
