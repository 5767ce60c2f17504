/** Transactions, and jobs: requests that were answered before they were done. */
import {JSON_TYPE, request} from './api.js';
import {announce, button, h, labelled, select} from './dom.js';
import {JsonError, parse, pretty} from './json.js';
import {asyncSwitch, jsonEditor, mistakeText, problemBox, startedJob, startedJobs} from './parts.js';

/** Seconds between two looks at a job that does not say when to look again. */
const POLL = 1;

const prettyText = text => {
  try {
    return pretty(parse(text));
  } catch (error) {
    if (error instanceof JsonError) {
      return text;
    }
    throw error;
  }
};

/** A response: where its item is, and its body. */
function response(exchange) {
  const text = exchange.content ?? '';
  return h('div', {},
    exchange.location && !exchange.location.startsWith('/_') && h('p', {}, 'The item is ',
      h('a', {href: '#' + exchange.location}, exchange.location)),
    text && h('pre', {tabindex: '0', role: 'region', 'aria-label': 'Response'}, prettyText(text).slice(0, 50_000)));
}

export function transactionsView({collections, signal}) {
  const editor = jsonEditor('Transaction');
  const {element: prefer, headers} = asyncSwitch();
  const outcome = h('div');
  const start = '{"operations": []}';
  editor.set(prettyText(start));

  const input = (properties = {}) => h('input', {autocomplete: 'off', spellcheck: 'false', ...properties});
  const method = select({PUT: 'PUT: create or replace', POST: 'POST: create', DELETE: 'DELETE: delete', CHECK: 'CHECK: only check'}, 'PUT');
  const path = input({placeholder: `/${collections[0]?.name ?? 'items'}/ada`, required: true, list: 'paths'});
  const condition = select({'': 'none', if: 'if', ifMatch: 'ifMatch', ifNoneMatch: 'ifNoneMatch'}, '');
  const value = input({placeholder: 'stock[gte]=1'});
  const body = h('textarea', {rows: 3, spellcheck: 'false', value: '{"name": "Ada"}'});

  /** Adds the operation of the form to the text. */
  function add(event) {
    event.preventDefault();
    const transaction = editor.value();
    if (transaction === undefined) {
      return;
    }
    const operation = new Map([['method', method.value], ['path', path.value]]);
    if (['PUT', 'POST'].includes(method.value)) {
      try {
        operation.set('body', parse(body.value));
      } catch (error) {
        outcome.replaceChildren(problemBox({problem: {title: 'The body is not JSON', detail: mistakeText(error)}}));
        body.focus();
        return;
      }
    }
    if (condition.value) {
      operation.set(condition.value, value.value);
    }
    const operations = transaction instanceof Map && transaction.get('operations');
    if (!Array.isArray(operations)) {
      editor.set(pretty(new Map([['operations', [operation]]])));
    } else {
      operations.push(operation);
      editor.set(pretty(transaction));
    }
    outcome.replaceChildren();
    announce('Added');
    path.value = '';
    path.focus();
  }

  async function send() {
    if (editor.value() === undefined) {
      return;
    }
    const exchange = await request('POST', '/_transactions',
      {headers: {'Content-Type': JSON_TYPE, ...headers()}, body: editor.area.value, signal});
    const job = startedJob(exchange);
    if (exchange.problem) {
      outcome.replaceChildren(problemBox(exchange, {goTo: editor.goTo}));
    } else if (job) {
      location.hash = job;
    } else {
      outcome.replaceChildren(h('p', {class: 'done'}, 'All operations are done.'), response(exchange));
      announce('All operations are done');
    }
  }

  return {
    title: 'Transactions',
    element: h('div', {},
      h('p', {}, 'A transaction does up to 100 writes and checks of items of any collections, all or nothing.'),
      h('form', {class: 'query', 'aria-label': 'Operation', onsubmit: add},
        h('datalist', {id: 'paths'}, collections.map(({name}) => h('option', {value: `/${encodeURIComponent(name)}/`}))),
        h('div', {class: 'options'}, labelled('Method', method), labelled('Path', path),
          labelled('Condition', condition), labelled('Value of the condition', value)),
        labelled('Body, of PUT and POST', body),
        h('div', {class: 'buttons'}, h('button', {}, 'Add operation'))),
      editor.element, prefer,
      h('div', {class: 'buttons'}, button('Send', send, {class: 'primary'}),
        button('Clear', () => editor.set(prettyText(start)))),
      outcome),
  };
}

export function jobsView() {
  const id = h('input', {autocomplete: 'off', spellcheck: 'false', required: true});
  const jobs = startedJobs();
  return {
    title: 'Jobs',
    element: h('div', {},
      h('p', {}, 'A write with the switch “Respond before the write is done” becomes a job.'),
      h('form', {
        class: 'query', 'aria-label': 'Find a job',
        onsubmit: event => {
          event.preventDefault();
          location.hash = `#/_jobs/${encodeURIComponent(id.value.trim())}`;
        },
      }, labelled('Id of a job', id), h('div', {class: 'buttons'}, h('button', {}, 'Show'))),
      h('h2', {}, 'Started in this tab'),
      jobs.length ? h('ul', {}, jobs.map(job => h('li', {}, h('a', {href: `#/_jobs/${job.id}`}, job.request), ' ',
        h('span', {class: 'small'}, job.id)))) : h('p', {}, 'None.')),
  };
}

export function jobView(id, {signal}) {
  const path = `/_jobs/${encodeURIComponent(id)}`;
  const state = h('p', {role: 'status'}, 'Asking');
  const outcome = h('div');

  /** Asks for the state until there is a result, to which the service redirects. */
  async function poll() {
    for (;;) {
      const exchange = await request('GET', path, {signal});
      if (exchange.redirected) {
        state.textContent = `Done: the request was answered with ${exchange.status}.`;
        outcome.replaceChildren(exchange.problem ? problemBox(exchange) : response(exchange));
        return;
      } else if (exchange.problem) {
        state.textContent = '';
        outcome.replaceChildren(problemBox(exchange));
        return;
      }
      const job = JSON.parse(exchange.content);
      state.textContent = `${job.method} ${job.path} is ${job.state}, attempts: ${job.attempts}.`;
      if (job.problem) {
        outcome.replaceChildren(problemBox({problem: job.problem, status: job.problem.status}));
      }
      if (job.state === 'failed' || job.state === 'canceled') {
        return;
      }
      await new Promise(resolve => setTimeout(resolve, 1000 * Number(exchange.header('Retry-After') ?? POLL)));
      signal.throwIfAborted();
    }
  }

  return {
    title: 'Job',
    element: h('div', {}, h('p', {class: 'small'}, id), state, outcome),
    shown: poll,
  };
}
