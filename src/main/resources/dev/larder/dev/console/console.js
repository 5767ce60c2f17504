import {collections, connect, connection, forget} from './api.js';
import {collectionView} from './collection.js';
import {announce, button, h, labelled, showDialog} from './dom.js';
import {createView, itemView} from './item.js';
import {jobsView, jobView, transactionsView} from './operations.js';
import {callerText, problemBox, showRequests} from './parts.js';
import {exportView, importView} from './transfer.js';

const main = document.getElementById('content');
const nav = document.getElementById('collections');

/** What is known of the service, and the view that is shown; its `edited` says whether leaving loses something. */
let known = {list: []};
let view = {};
let address = location.hash;
let leaving = new AbortController();

function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function open(hash) {
  const [path, query] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  const segments = path.split('/').map(decode);
  const [first, second] = segments;
  const find = name => known.list.find(collection => collection.name === name);
  const context = {query: query ?? '', path: '/' + path, collections: known.list, signal: leaving.signal};
  const views = {
    _transactions: () => transactionsView(context),
    _jobs: () => second ? jobView(second, context) : jobsView(context),
    _new: () => find(second) && createView(find(second), context),
    _import: () => find(second) && importView(find(second), context),
    _export: () => find(second) && exportView(find(second), context),
  };
  if (Object.hasOwn(views, first)) {
    return views[first]() || nothing(second);
  }
  const item = known.list.find(collection => isItem(collection.path, segments));
  if (item) {
    return itemView(item, context);
  }
  const collection = find(first);
  return collection && segments.length === 1 ? collectionView(collection, context) : nothing(first);
}

/** Whether segments are those of an item's path. */
function isItem(template, segments) {
  const expected = template.slice(1).split('/');
  return expected.length === segments.length
    && expected.every((segment, at) => segment.startsWith('{') || segment === segments[at]);
}

function nothing(name) {
  const {exchange} = known;
  return {
    title: exchange?.problem ? 'Larder' : 'Not found',
    element: exchange?.problem ? problemBox(exchange) : h('p', {}, `There is no collection ${name}.`),
  };
}

/** Shows what the address names. Within one view, such as to the next page, the focus stays where it is. */
function route() {
  if (!location.hash.replace(/^#?\/?/, '') && known.list.length) {
    const start = known.list.find(({name}) => name === 'items') ?? known.list[0];
    history.replaceState(null, '', `#/${encodeURIComponent(start.name)}`);
  }
  const hash = location.hash;
  const [path, query] = hash.split(/\?(.*)/s);
  address = hash;
  leaving.abort();
  leaving = new AbortController();
  if (view.update && view.path === path) {
    view.update(query ?? '', leaving.signal);
    return;
  }
  const first = !view.element;
  view = {path, ...open(hash)};
  document.title = `${view.title} · Larder`;
  const heading = h('h1', {tabindex: '-1'}, view.title);
  main.replaceChildren(h('div', {class: 'heading'}, heading, view.actions ?? ''), view.element);
  for (const link of document.querySelectorAll('nav a')) {
    const here = path.split('/').map(decode).includes(link.textContent) || link.hash === path;
    if (here) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  }
  if (!first) {
    heading.focus();
  }
  view.shown?.();
}

const mayLeave = () => !view.edited?.() || confirm('Leave this page? Unsaved changes are lost, and an import stops.');

addEventListener('hashchange', () => {
  if (location.hash === address) {
    return;
  } else if (mayLeave()) {
    route();
  } else {
    history.replaceState(null, '', address);
  }
});

addEventListener('beforeunload', event => {
  if (view.edited?.()) {
    event.preventDefault();
  }
});

// Requests of a view end when it is left.
addEventListener('unhandledrejection', event => event.reason?.name === 'AbortError' && event.preventDefault());

/** Reads which collections there are, and shows the address anew. */
async function start() {
  main.setAttribute('aria-busy', 'true');
  document.getElementById('whoami').textContent =
    [callerText(), connection.base && `at ${connection.base}`].filter(Boolean).join(' ');
  document.getElementById('forget').hidden = !(connection.token || connection.sub || connection.base);
  known = await collections();
  nav.replaceChildren(...known.list.map(({name}) =>
    h('li', {}, h('a', {href: `#/${encodeURIComponent(name)}`}, name))));
  view = {element: view.element};
  main.removeAttribute('aria-busy');
  route();
}

function askForConnection() {
  const input = (name, properties = {}) =>
    h('input', {name, value: connection[name], autocomplete: 'off', spellcheck: 'false', ...properties});
  const form = h('form', {
    onsubmit: event => {
      event.preventDefault();
      connect(Object.fromEntries(new FormData(form)));
      dialog.close();
      start();
      announce('Caller and address are set');
    },
  },
  h('fieldset', {}, h('legend', {}, 'In dev mode'),
    h('p', {class: 'small'}, 'With LARDER_ACCESS=authorizer, dev mode takes you for this caller. Its scopes are its roles.'),
    labelled('Subject (sub)', input('sub', {placeholder: 'ada'})),
    labelled('Scopes, separated by blanks', input('scope', {placeholder: 'reader writer'}))),
  h('fieldset', {}, h('legend', {}, 'A deployed API'),
    labelled('Address', input('base', {type: 'url', placeholder: 'https://abc123.execute-api.eu-north-1.amazonaws.com'})),
    labelled('Bearer token', input('token', {type: 'password'})),
    h('p', {class: 'small'}, 'Both stay in this tab until you close it or choose “Forget”.')),
  h('div', {class: 'buttons'},
    h('button', {class: 'primary'}, 'Use these'),
    button('Cancel', () => dialog.close())));
  const dialog = showDialog('Caller and address', form);
}

document.getElementById('connect').addEventListener('click', () => mayLeave() && askForConnection());
document.getElementById('forget').addEventListener('click', () => {
  forget();
  document.getElementById('connect').focus();
  announce('Caller, address and token are forgotten');
  start();
});
document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
showRequests(document.getElementById('requests'));
start();
