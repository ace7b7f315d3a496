// Whatever comes from the server becomes text, never markup: elements are made here, and filled with textContent.
const $ = (id) => document.getElementById(id);
const orders = [];
const made = [];
const reasons = { 404: 'The shop does not know this.', 503: 'The shop cannot take this now. Please try again in a few seconds.' };

function element(name, text = '', properties = {}) {
  const created = Object.assign(document.createElement(name), properties);
  created.textContent = text;
  return created;
}

function state(word) {
  return element('span', word, { className: /^[A-Z]+$/.test(word) ? `state ${word}` : 'state' });
}

function row(name, ...children) {
  const parent = element(name);
  parent.append(...children);
  return parent;
}

async function ask(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) {
    throw new Error(reasons[response.status] ?? `The shop refused this (${response.status}).`);
  }
  return response.json();
}

function post(path, body, type = 'application/json') {
  return ask(path, { method: 'POST', body, headers: body ? { 'Content-Type': type } : {} });
}

/** Does what a button asks for; what goes wrong is shown for some seconds. */
async function attempt(work) {
  try {
    await work();
    await refresh();
  }
  catch (problem) {
    $('message').textContent = problem.message;
    $('message').hidden = false;
    setTimeout(() => { $('message').hidden = true; }, 5000);
  }
}

function taskRow(task) {
  const progress = row('td');
  if (task.progress) {
    progress.append(element('progress', '', { max: task.progress.total, value: task.progress.done,
      ariaLabel: task.progress.note ?? '' }), ' ', element('small', task.progress.note ?? ''));
  }
  const link = element('a', task.task ?? task.id, { href: `actuator/taskqueue/results/${encodeURIComponent(task.id)}` });
  return row('tr', row('td', state(task.state)), row('td', link), element('td', task.attempt || ''), progress,
    element('td', task.error ?? ''), element('td', new Date(task.created).toLocaleTimeString()));
}

function orderRow(order) {
  const pay = element('button', 'Pay by card', { type: 'button' });
  pay.onclick = () => attempt(async () => Object.assign(order, await post(`orders/${order.token}/payment`)));
  const parts = Object.entries(order.tasks).map(([name, task]) => row('span', `${name} `, state(task.state)));
  const label = element('a', 'Label', { href: `files/label-${order.token}.pdf` });
  return row('li', element('b', order.number), `${order.total} EUR`, ...parts,
    order.tasks.label?.state === 'SUCCESS' ? label : '', order.tasks.payment ? '' : pay);
}

function madeRow(thing, tasks) {
  const task = tasks.find((candidate) => candidate.id === thing.task);
  const parts = task?.state === 'SUCCESS' ? thing.files.map((file) => {
    const link = element('a', '', { href: file.slice(1) });
    link.append(file.endsWith('.jpg') ? element('img', '', { src: file.slice(1), alt: 'Resized picture' }) : 'Download');
    return link;
  }) : [];
  return row('li', thing.what, state(task?.state ?? 'QUEUED'), ...parts);
}

async function refresh() {
  const [tasks, mails] = await Promise.all([ask('tasks'), ask('mails')]);
  const open = orders.filter((order) => Object.values(order.tasks).some((task) => !ended(task.state)));
  await Promise.all(open.map(async (order) => Object.assign(order, await ask(`orders/${order.token}`))));
  show('tasks', tasks.map(taskRow));
  show('mails', mails.map((mail) => row('li', element('b', mail.subject), mail.to, element('small', `${mail.bytes} bytes`))));
  show('orders', orders.map(orderRow));
  show('made', made.map((thing) => madeRow(thing, tasks)));
  return tasks.every((task) => task.ended);
}

function ended(word) {
  return ['SUCCESS', 'FAILURE', 'REVOKED', 'REJECTED', 'LOST'].includes(word);
}

/** Replaces what a list shows, unless it is the same: a button under the pointer must not be swapped for its twin. */
function show(id, rows) {
  const fresh = row('div', ...rows);
  if ($(id).dataset.shown !== fresh.innerHTML) {
    $(id).dataset.shown = fresh.innerHTML;
    $(id).replaceChildren(...rows);
  }
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

async function make(what, started) {
  made.unshift({ what, ...await started });
}

$('order').onsubmit = (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  attempt(async () => orders.unshift(await post('orders', JSON.stringify({
    email: form.get('email'), note: form.has('flaky') ? 'flaky' : '',
    lines: [{ sku: form.get('sku'), quantity: Number(form.get('quantity')) }] }))));
};
$('import').onclick = () => attempt(() => make('Import', post('imports')));
$('report').onclick = () => attempt(() => make('Report', post(`reports?from=2025-01-01&to=${today()}`)));
$('demo-picture').onclick = () => attempt(() => make('Demo picture', post('pictures/demo')));
$('picture').onchange = (event) => {
  const [file] = event.target.files;
  if (file) {
    attempt(() => make(file.name, post('pictures', file, file.type)));
    event.target.value = '';
  }
};

for (const product of await ask('products')) {
  document.querySelector('select').append(element('option', `${product.name} · ${product.price.toFixed(2)} EUR`, { value: product.sku }));
}

for (;;) {
  let quiet = true;
  try {
    quiet = await refresh();
    $('connection').textContent = '';
  }
  catch {
    $('connection').textContent = 'The shop does not answer; trying again.';
  }
  await new Promise((again) => setTimeout(again, quiet ? 1000 : 250));
}
