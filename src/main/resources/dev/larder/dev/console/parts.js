/** Parts that several views share. */
import {connection, JSON_TYPE, request, typeOf} from './api.js';
import {announce, button, checkbox, copyButton, count, h, labelled, size} from './dom.js';
import {JsonNumber, locate, parse} from './json.js';
import {escapeName, formatQuery, withQuery} from './query.js';

const STARTED = 'larder.console.jobs';

/** Lines that an editor shows. */
const LEAST_ROWS = 10;
const MOST_ROWS = 28;

/** Requests that are listed before the last one. */
const EARLIER = 12;

/** Takes the version out of an item, typed or not. Conditions name it instead. */
export function withoutVersion(item) {
  const version = item.get('_version');
  item.delete('_version');
  return version instanceof Map ? version.get('S') : version;
}

const keyText = value => value instanceof JsonNumber ? value.text : `${value}`;

const keySegment = ({type}, value) => encodeURIComponent(type === 'B'
  ? value.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : keyText(value));

/** The address of an item's view. No path can have the segments `.` and `..`, so a query finds these. */
export function itemAddress(collection, item) {
  const keys = collection.key.map(key => keySegment(key, item.get(key.name)));
  const path = collection.path.slice(1).split('/').map(segment => segment.startsWith('{') ? keys.shift() : segment);
  if (path.some(segment => segment === '.' || segment === '..')) {
    const filters = collection.key.map(({name, type}) => {
      const text = keyText(item.get(name));
      return {attribute: escapeName(name), operator: 'eq', value: type === 'S' ? JSON.stringify(text) : text};
    });
    return '#/' + withQuery(encodeURIComponent(collection.name), formatQuery({filters}));
  }
  return '#/' + path.join('/');
}

/** Says what went wrong. `goTo` is called with the JSON Pointer of a place that is chosen. */
export function problemBox(exchange, {goTo, choose} = {}) {
  const {problem, status} = exchange;
  const operation = problem.operation === undefined ? '' : `/operations/${problem.operation}`;
  const place = (pointer, detail) => goTo
    ? button(`${pointer || 'The item'}: ${detail}`, () => goTo(pointer), {class: 'link'})
    : `${pointer}: ${detail}`;
  const inItem = (pointer, detail) => place(operation ? `${operation}/body${pointer}` : pointer, detail);
  const list = entries => entries.length > 0 && h('ul', {}, entries.map(entry => h('li', {}, entry)));
  const key = ({partition, sort, index}) =>
    `${partition}${sort ? `, optionally ${sort}` : ''}${index ? ` (index ${index})` : ''}`;
  return h('div', {class: 'problem', role: 'alert'},
    h('h2', {}, `${problem.title}${status ? ` (${status})` : ''}`),
    h('p', {}, problem.detail),
    list((problem.violations ?? []).map(({pointer, detail}) => inItem(pointer, detail))),
    problem.more && h('p', {}, `and ${count(problem.more, 'further violation')}`),
    problem.pointer ? h('p', {}, inItem(problem.pointer, 'the place in the item'))
      : operation && !problem.violations && h('p', {}, place(operation, 'the operation')),
    list((problem.operations ?? []).map(each => place(`/operations/${each.operation}`, each.detail))),
    problem.queryable && choose && [h('p', {}, 'These can serve a query:'), h('ul', {class: 'choices'},
      problem.queryable.map(each => h('li', {}, button(key(each), () => choose(each)))))],
    status === 401 && h('p', {}, 'The service wants to know the caller: choose “Caller and address” at the top.'),
    h('p', {class: 'small'},
      typeOf(exchange) && h('code', {}, typeOf(exchange)),
      problem.requestId && [' Request id ', h('code', {}, problem.requestId)]));
}

/** Says where a text is wrong, and how. */
export const mistakeText = ({line, column, message}) => `${line ? `Line ${line}, column ${column}: ` : ''}${message}`;

/** A text area for JSON that says where a mistake is. */
export function jsonEditor(label, {oninput} = {}) {
  const area = h('textarea', {
    spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', wrap: 'off', 'aria-describedby': 'mistake',
  });
  const mistake = h('div', {id: 'mistake', class: 'mistake', 'aria-live': 'polite'});
  let timer;
  const select = (at, line) => {
    area.focus();
    area.setSelectionRange(at, at + 1);
    area.scrollTop = area.scrollHeight * (line - 3) / area.value.split('\n').length;
  };
  const check = () => {
    clearTimeout(timer);
    mistake.replaceChildren();
    area.removeAttribute('aria-invalid');
    try {
      return parse(area.value);
    } catch (error) {
      area.setAttribute('aria-invalid', 'true');
      mistake.append(button(mistakeText(error),
        () => select(error.at, error.line), {class: 'link'}));
      return undefined;
    }
  };
  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(check, 300);
    oninput?.();
  });
  return {
    area,
    element: h('div', {class: 'editor'}, labelled(label, area), mistake),
    /** The value, or undefined after the mistake is shown. */
    value() {
      const value = check();
      if (value === undefined) {
        announce(mistake.textContent);
        area.focus();
      }
      return value;
    },
    /** Shows a text that is known to be JSON. */
    set(text) {
      clearTimeout(timer);
      area.value = text;
      area.rows = Math.min(MOST_ROWS, Math.max(LEAST_ROWS, text.split('\n').length + 2));
      mistake.replaceChildren();
      area.removeAttribute('aria-invalid');
    },
    goTo(pointer) {
      const at = locate(area.value, pointer);
      select(at, area.value.slice(0, at).split('\n').length);
    },
  };
}

/** The switch for asynchronous writes, and what it adds to a request. */
export function asyncSwitch() {
  const {input, element} = checkbox('Respond before the write is done (Prefer: respond-async)');
  return {element, headers: () => input.checked ? {Prefer: 'respond-async'} : {}};
}

/** Ids of the jobs that this tab has started, the newest first. */
export const startedJobs = () => JSON.parse(sessionStorage.getItem(STARTED) ?? '[]');

/** Keeps the job of a 202 and returns the address of its view; undefined for any other response. */
export function startedJob(exchange) {
  if (exchange.status !== 202) {
    return undefined;
  }
  const id = exchange.location.split('/').pop();
  const job = {id, request: `${exchange.method} ${exchange.path}`};
  sessionStorage.setItem(STARTED, JSON.stringify([job, ...startedJobs()].slice(0, 100)));
  return `#/_jobs/${id}`;
}

/** What a response says that it took, as pairs of term and text. */
function costs(exchange) {
  const consumed = exchange.header('Larder-Consumed-Capacity') ?? '';
  const units = name => new RegExp(`${name}=([\\d.]+)`).exec(consumed)?.[1];
  const [, ms] = /dynamodb;dur=([\d.]+)/.exec(exchange.header('Server-Timing') ?? '') ?? [];
  const [, calls] = /dynamodb[^,]*desc="([^"]*)"/.exec(exchange.header('Server-Timing') ?? '') ?? [];
  return [
    ['Read units', units('read')],
    ['Write units', units('write')],
    ['DynamoDB', ms && `${calls ? calls + ', ' : ''}${Math.round(ms)} ms`],
    ['Until the response', `${Math.round(exchange.ms)} ms`],
    ['Body', exchange.bytes !== undefined && size(exchange.bytes)],
  ].filter(([, text]) => text);
}

const line = exchange => [
  h('b', {}, exchange.method), ' ', h('span', {class: 'path'}, exchange.path), ' ',
  h('span', {class: exchange.status && exchange.status < 400 ? 'status' : 'status bad'}, exchange.status || 'no response'),
];

const command = exchange => h('div', {class: 'command'},
  h('pre', {tabindex: '0', role: 'region', 'aria-label': 'curl'}, exchange.curl),
  copyButton(() => exchange.curl, 'the curl command'));

/** Shows each request: what it cost, and the curl that does the same; the last one in full. */
export function showRequests(aside) {
  const earlier = [];
  document.addEventListener('exchange', ({detail: exchange}) => {
    aside.replaceChildren(
      h('section', {class: 'last'},
        h('h2', {}, 'Last request'),
        h('p', {class: 'line'}, line(exchange)),
        h('dl', {}, costs(exchange).map(([term, text]) => h('div', {}, h('dt', {}, term), h('dd', {}, text)))),
        command(exchange)),
      earlier.length > 0 && h('details', {class: 'earlier'},
        h('summary', {}, 'Earlier requests'),
        earlier.map(each => h('details', {}, h('summary', {class: 'line'}, line(each)), command(each)))) || '');
    const {method, path, status, curl} = exchange;
    earlier.unshift({method, path, status, curl});
    earlier.length = Math.min(earlier.length, EARLIER);
  });
}

/** Reads an item; in DynamoDB's typed form by its media type. */
export const readItem = (path, type, options) => request('GET', path,
  {headers: type === JSON_TYPE ? {} : {Accept: type}, ...options});

export const callerText = () => connection.token ? 'with a token'
  : connection.sub && !connection.base ? `as ${connection.sub}` : '';
