/** Imports and exports of whole files. */
import {JSON_TYPE, next, request} from './api.js';
import {announce, button, checkbox, count, h, labelled, select, size} from './dom.js';
import {breather, elements} from './json.js';
import {asyncSwitch, mistakeText, problemBox, startedJob} from './parts.js';
import {withQuery} from './query.js';

const NDJSON = 'application/x-ndjson';
const CSV = 'text/csv';
const TSV = 'text/tab-separated-values';

/** Formats by media type, with the ends of file names. */
const FORMATS = {[NDJSON]: 'NDJSON', [CSV]: 'CSV', [TSV]: 'Tab-separated', [JSON_TYPE]: 'JSON array'};
const ENDS = {ndjson: NDJSON, jsonl: NDJSON, csv: CSV, tsv: TSV, tab: TSV, json: JSON_TYPE};

/** Entries and characters of one request. */
const ENTRIES = 1000;
const CHARACTERS = 500_000;

/** Failures that are listed. */
const LISTED = 100;

/** Requests after which an import without progress ends. */
const TRIES = 3;

function* lines(text) {
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const end = (text.indexOf('\n', start) + 1 || text.length + 1) - 1;
    const entry = text.slice(start, end);
    if (entry.trim()) {
      yield {text: entry, line};
    }
    start = end + 1;
  }
}

/** Records of CSV, where cells in quotes can have line breaks: quotes come in pairs. */
function* records(text) {
  let record = '';
  let begun = 1;
  let open = false;
  for (const [index, line] of text.split('\n').entries()) {
    begun = open ? begun : index + 1;
    record = open ? `${record}\n${line}` : line;
    open = open !== (line.split('"').length % 2 === 0);
    if (!open && record.trim()) {
      yield {text: record, line: begun};
    }
  }
  if (open) {
    yield {text: record, line: begun};
  }
}

const READERS = {[NDJSON]: lines, [CSV]: records, [TSV]: records, [JSON_TYPE]: elements};

/** Decodes UTF-8; another encoding would change the items. */
function decode(octets) {
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(octets);
  } catch {
    throw new Error('It is not encoded in UTF-8.');
  }
}

const pause = seconds => new Promise(resolve => setTimeout(resolve, seconds * 1000));

export function importView(collection, {signal}) {
  const path = '/' + encodeURIComponent(collection.name);
  const file = h('input', {
    type: 'file', accept: Object.keys(ENDS).map(end => '.' + end).join(','),
    onchange: () => format.value = ENDS[file.files[0]?.name.split('.').pop().toLowerCase()] ?? format.value,
  });
  const format = select(FORMATS, NDJSON);
  const restore = checkbox('Restore: write exported items whatever is stored (restore=true)');
  const generate = checkbox('Generate string keys that entries lack (generate=key)');
  const {element: prefer, headers} = asyncSwitch();
  const bar = h('progress', {'aria-label': 'Entries sent', value: 0, max: 1});
  const said = h('p', {role: 'status'});
  const outcome = h('div');
  const progress = h('div', {hidden: true}, bar, said, outcome);
  let running = false;

  async function begin() {
    const [chosen] = file.files;
    if (running) {
      return;
    } else if (!chosen) {
      file.focus();
      announce('Choose a file first');
      return;
    }
    running = true;
    progress.hidden = false;
    outcome.replaceChildren();
    said.textContent = 'Reading the file';
    let source;
    try {
      source = await read(chosen, format.value);
    } catch (error) {
      running = false;
      said.textContent = '';
      outcome.replaceChildren(problemBox({problem: {title: 'The file cannot be read', detail: mistakeText(error)}}));
      return;
    }
    await send(source);
  }

  /** Sends entries from a position on, in as many requests as they need, and says what became of each. */
  async function send(source, from = 0, tally = {succeeded: 0, failures: 0, failed: [], jobs: []}) {
    const {entries, name, type} = source;
    running = true;
    outcome.replaceChildren();
    const parameters = [restore.input.checked && 'restore=true', generate.input.checked && 'generate=key'];
    const target = withQuery(path, parameters.filter(Boolean).join('&'));
    let stopped;
    let tries = 0;
    let at = from;
    while (at < entries.length && !stopped) {
      const part = [];
      for (let length = 0; at + part.length < entries.length && part.length < ENTRIES && length < CHARACTERS;) {
        const entry = entries[at + part.length];
        length += entry.text.length;
        part.push(entry);
      }
      const exchange = await request('POST', target, {
        headers: {'Content-Type': type, Prefer: 'return=minimal', ...headers()},
        body: body(part, source), file: name, signal,
      });
      const job = startedJob(exchange);
      if (exchange.problem) {
        stopped = exchange;
      } else if (job) {
        tally.jobs.push({address: job, count: part.length});
        at += part.length;
      } else {
        const results = JSON.parse(exchange.content);
        const done = results.notTriedFrom ?? part.length;
        note(results, done, at, entries, tally);
        at += done;
        tries = done ? 0 : tries + 1;
        if (done < part.length) {
          const last = results.results.at(-1);
          if (tries === TRIES || last?.problem && last.problem.status < 500) {
            stopped = {problem: last?.problem ?? {title: 'The import makes no progress', detail: 'Try again later.'}};
          } else {
            await pause(Number(exchange.header('Retry-After') ?? 1));
          }
        }
      }
      bar.max = entries.length;
      bar.value = at;
      said.textContent = `${at.toLocaleString('en')} of ${entries.length.toLocaleString('en')} entries`
        + ` · ${tally.succeeded.toLocaleString('en')} written · ${tally.failures.toLocaleString('en')} failed`;
    }
    running = false;
    showTally(source, at, tally, stopped);
  }

  function showTally(source, at, tally, stopped) {
    const {failures, failed, jobs} = tally;
    const listed = failed.slice(0, LISTED);
    outcome.replaceChildren(...[
      stopped && problemBox(stopped),
      stopped && button(`Continue from line ${source.entries[at].line}`, () => send(source, at, tally)),
      jobs.length > 0 && h('ul', {}, jobs.map(({address, count: number}) =>
        h('li', {}, h('a', {href: address}, `Job of ${number.toLocaleString('en')} entries`)))),
      failed.length > 0 && h('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Failed entries'},
        h('table', {}, h('thead', {}, h('tr', {}, ['Line', 'Status', 'Reason'].map(text => h('th', {scope: 'col'}, text)))),
          h('tbody', {}, listed.map(({entry, status, detail}) =>
            h('tr', {}, h('th', {scope: 'row'}, `${entry.line}`), h('td', {class: 'number'}, `${status}`), h('td', {class: 'wrap'}, detail)))))),
      failures > listed.length && h('p', {}, `and ${(failures - listed.length).toLocaleString('en')} more`),
      !stopped && failed.length > 0 && button('Send the failed entries again',
        () => send({...source, entries: failed.map(({entry}) => entry)})),
      !stopped && h('p', {class: 'done'}, 'Done. ', h('a', {href: '#' + path}, `Show ${collection.name}`)),
    ].filter(Boolean));
    announce(said.textContent);
  }

  return {
    title: `Import into ${collection.name}`,
    edited: () => running,
    element: h('div', {},
      h('p', {}, 'Each entry of the file is created or replaced by itself: ',
        'one that fails leaves the others written. Large files go in several requests.'),
      h('div', {class: 'options'}, labelled('File', file), labelled('Format', format)),
      h('div', {class: 'checks'}, restore.element, generate.element, prefer),
      h('div', {class: 'buttons'}, button('Import', begin, {class: 'primary'}), h('a', {class: 'button', href: '#' + path}, 'Back')),
      progress),
  };
}

/** Reads a file into its entries, each with its line; those of CSV have a header. */
async function read(file, type) {
  const entries = [];
  const breathe = breather();
  for (const entry of READERS[type](decode(await file.arrayBuffer()))) {
    entries.push(entry);
    await breathe();
  }
  const header = [CSV, TSV].includes(type) ? entries.shift()?.text : undefined;
  return {name: file.name, type, header, entries};
}

function body(entries, {type, header}) {
  const texts = entries.map(({text}) => text);
  return type === JSON_TYPE ? `[${texts.join(',\n')}]`
    : [...header === undefined ? [] : [header], ...texts].join('\n') + '\n';
}

/** Adds the results of one request, whose first entry is at a position. */
function note(results, done, at, entries, tally) {
  tally.succeeded += results.succeeded;
  tally.failures += results.failed;
  for (const {entry, entries: range, status, problem} of results.results) {
    const [from, to] = range ? [range.from, range.to ?? done - 1] : [entry, entry];
    for (let index = from; problem && index <= Math.min(to, done - 1); index++) {
      tally.failed.push({entry: entries[at + index], status, detail: problem.detail});
    }
  }
}

export function exportView(collection, {query, signal}) {
  const path = '/' + encodeURIComponent(collection.name);
  const format = select({[NDJSON]: FORMATS[NDJSON], [CSV]: FORMATS[CSV]}, NDJSON);
  const versions = checkbox('Without _version', {disabled: /(^|&)fields=/.test(query)});
  const said = h('p', {role: 'status'});
  const outcome = h('div');
  const start = button('Export', () => run(), {class: 'primary'});

  /** Follows the links to the last page and saves all as one file. */
  async function run(reference, parts = [], rows = 0) {
    start.disabled = true;
    outcome.replaceChildren();
    const type = format.value;
    const fields = versions.input.checked && 'fields=-_version';
    let page = reference ?? withQuery(path, [query, fields].filter(Boolean).join('&'));
    let failure;
    while (page) {
      const exchange = await request('GET', page, {headers: {Accept: type}, blob: true, signal});
      if (exchange.problem) {
        failure = exchange;
        break;
      }
      const text = await exchange.content.text();
      const own = type === CSV ? withoutHeader(text, parts.length > 0) : {text, rows: text.split('\n').length - 1};
      parts.push(own.text);
      rows += own.rows;
      page = next(exchange);
      said.textContent = `${count(rows, 'item')} · ${count(parts.length, 'page')}`;
    }
    start.disabled = false;
    if (failure) {
      const from = page;
      outcome.replaceChildren(problemBox(failure),
        parts.length ? button('Continue', () => run(from, parts, rows)) : '');
      return;
    }
    const file = new Blob(parts, {type});
    const link = h('a', {
      class: 'button', href: URL.createObjectURL(file), download: `${collection.name}.${type === CSV ? 'csv' : 'ndjson'}`,
    }, `Save ${collection.name}.${type === CSV ? 'csv' : 'ndjson'} (${size(file.size)})`);
    outcome.replaceChildren(h('p', {class: 'done'}, 'Done. ', link));
    link.click();
    announce(`Exported ${said.textContent}`);
  }

  return {
    title: `Export ${collection.name}`,
    element: h('div', {},
      h('p', {}, query ? ['All items of the query ', h('code', {}, query)] : 'All items of the collection', ', as one file. ',
        'Items that others change meanwhile are in it as they were or as they are.'),
      h('div', {class: 'options'}, labelled('Format', format)),
      h('div', {class: 'checks'}, versions.element),
      h('div', {class: 'buttons'}, start, h('a', {class: 'button', href: '#' + withQuery(path, query)}, 'Back')),
      said, outcome),
  };
}

/** Pages of CSV have the same header each; only the first one's is kept. */
function withoutHeader(text, drop) {
  let rows = 0;
  let header;
  for (const record of records(text)) {
    header ??= record.text.length + 1;
    rows++;
  }
  return {text: drop ? text.slice(header) : text, rows: Math.max(0, rows - 1)};
}
