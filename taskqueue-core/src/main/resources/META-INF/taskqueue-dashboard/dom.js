// Elements as calls: h('a', { href: '#/tasks' }, 'All tasks'). Text is only ever text: nothing here, nor anywhere
// else in this page, turns a string into markup.

const SVG = 'http://www.w3.org/2000/svg';

export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) listen(element, name.slice(2), value);
    else if (name === 'data') element.data = value;
    else if (name === 'value' || name === 'checked' || name === 'indeterminate') element[name] = value;
    else if (name === 'width%') element.style.width = `${value}%`;
    else if (name === 'left%') element.style.left = `${value}%`;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// Kept beside the element, so that a morph can hand the newest listener over.
function listen(element, type, listener) {
  element.listeners ??= {};
  element.listeners[type] = listener;
  element.addEventListener(type, (event) => element.listeners[type]?.(event));
}

// Changes what is shown into what is to be shown, element by element, so that focus, selection, scroll positions and
// open details outlive a refresh.
export function morph(shown, wanted) {
  if (shown.nodeType !== wanted.nodeType || shown.nodeName !== wanted.nodeName
      || shown.dataset?.key !== wanted.dataset?.key) {
    shown.replaceWith(wanted);
    return;
  }
  if (shown.nodeType === Node.TEXT_NODE) {
    if (shown.data !== wanted.data) shown.data = wanted.data;
    return;
  }
  attributes(shown, wanted);
  if ('data' in wanted && wanted.data !== undefined) {
    shown.data = wanted.data;
    return;
  }
  children(shown, wanted);
}

function attributes(shown, wanted) {
  for (const { name } of [...shown.attributes]) {
    if (!wanted.hasAttribute(name) && !(name === 'open' && shown.localName === 'details')) shown.removeAttribute(name);
  }
  for (const { name, value } of wanted.attributes) {
    if (name !== 'style' && shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
  if (wanted.style?.length || shown.style?.length) {
    shown.style.width = wanted.style.width;
    shown.style.left = wanted.style.left;
  }
  if (wanted.listeners) shown.listeners ? Object.assign(shown.listeners, wanted.listeners) : relisten(shown, wanted);
  if ('checked' in wanted) {
    shown.checked = wanted.checked;
    shown.indeterminate = wanted.indeterminate;
  }
  if ('value' in wanted && wanted.localName !== 'li' && document.activeElement !== shown && shown.value !== wanted.value) {
    shown.value = wanted.value;
  }
}

function relisten(shown, wanted) {
  for (const [type, listener] of Object.entries(wanted.listeners)) listen(shown, type, listener);
}

function children(shown, wanted) {
  const keyed = new Map([...shown.children].filter((child) => child.dataset?.key).map((child) => [child.dataset.key, child]));
  let place = shown.firstChild;
  for (const child of [...wanted.childNodes]) {
    const same = child.dataset?.key ? keyed.get(child.dataset.key) : place;
    if (!same || (child.dataset?.key === undefined && same.dataset?.key !== undefined)) {
      shown.insertBefore(child, place);
      continue;
    }
    if (same !== place) shown.insertBefore(same, place);
    else place = place.nextSibling;
    morph(same, child);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

export function show(parent, ...wanted) {
  const holder = parent.cloneNode(false);
  holder.append(...wanted.flat(Infinity).filter(Boolean));
  children(parent, holder);
}
