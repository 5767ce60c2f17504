/** An item: its editor, and the choice between two versions after a conflict. */
import {JSON_TYPE, request, TYPED, typeOf} from './api.js';
import {announce, button, checkbox, count, h, showDialog} from './dom.js';
import {compact, JsonNumber, parse, pretty, same, turn} from './json.js';
import {asyncSwitch, jsonEditor, problemBox, readItem, startedJob, withoutVersion} from './parts.js';

/** Characters of a value in the comparison of two versions. */
const COMPARED = 300;

/** The creation of an item. */
export function createView(collection, {signal}) {
  const path = '/' + encodeURIComponent(collection.name);
  const generated = collection.key.filter(({type}) => type === 'S').map(({name}) => name);
  const editor = jsonEditor('Item');
  const {element: prefer, headers} = asyncSwitch();
  const outcome = h('div');
  let saved = false;

  const samples = {S: 'ada', N: new JsonNumber('1'), B: 'YWRh'};
  const start = pretty(new Map([...collection.key.map(({name, type}) => [name, samples[type]]), ['name', 'Ada']]));
  editor.set(start);

  async function create() {
    if (editor.value() === undefined) {
      return;
    }
    const exchange = await request('POST', path,
      {headers: {'Content-Type': JSON_TYPE, ...headers()}, body: editor.area.value, signal});
    if (exchange.problem) {
      outcome.replaceChildren(problemBox(exchange, editor),
        typeOf(exchange) === 'item-exists' ? h('p', {}, h('a', {href: '#' + exchange.location}, 'Open the existing item')) : '');
      return;
    }
    saved = true;
    announce('Created');
    location.hash = startedJob(exchange) ?? '#' + exchange.location;
  }

  return {
    title: `New item of ${collection.name}`,
    edited: () => !saved && editor.area.value !== start,
    element: h('div', {},
      h('p', {}, 'The key is ', collection.key.map(({name}, at) => [at ? ' and ' : '', h('code', {}, name)]), '.',
        generated.length > 0 && [' Without ', h('code', {}, generated.join(', ')), ', Larder generates one.']),
      editor.element, prefer,
      h('div', {class: 'buttons'}, button('Create', create, {class: 'primary'}),
        h('a', {class: 'button', href: '#' + path}, 'Cancel')),
      outcome),
  };
}

export function itemView(collection, {path, signal}) {
  const editor = jsonEditor('Item', {oninput: () => warnOfTypes()});
  const {element: prefer, headers} = asyncSwitch();
  const typed = checkbox('DynamoDB’s typed form', {onchange: changeForm});
  const outcome = h('div');
  const notice = h('div', {'aria-live': 'polite'});
  const written = h('p', {class: 'small'});
  const body = h('div');
  const type = () => typed.input.checked ? TYPED : JSON_TYPE;
  const edited = () => body.isConnected && editor.area.value !== stored.text;
  let stored = {text: ''};
  let warned = false;

  /** Shows an item, in tasks that leave the browser its turns: it can have 400 KB. */
  const show = async exchange => {
    const read = parse(exchange.content);
    const version = withoutVersion(read);
    const item = new Map([...collection.key.map(({name}) => [name, read.get(name)]), ...read]);
    await turn();
    const text = pretty(item);
    await turn();
    stored = {text, etag: exchange.header('ETag')};
    editor.set(text);
    const time = exchange.header('Last-Modified');
    written.textContent = version && time ? `Written at ${new Date(time).toLocaleString('en-GB')}, version ${version}` : '';
  };

  async function load() {
    const exchange = await readItem(path, type(), {signal});
    if (exchange.problem) {
      outcome.replaceChildren(problemBox(exchange), h('p', {}, h('a', {href: `#/${encodeURIComponent(collection.name)}`},
        `Back to ${collection.name}`)));
      return;
    }
    await show(exchange);
    body.replaceChildren(written, editor.element, notice, h('div', {class: 'checks'}, typed.element, prefer),
      h('div', {class: 'buttons'},
        button('Save', () => save(), {class: 'primary'}),
        button('Reload', () => discard() && reload()),
        button('Delete', askToDelete, {class: 'danger'})));
  }

  const discard = () => !edited() || confirm('Discard your changes?');

  async function reload() {
    outcome.replaceChildren();
    await load();
    announce('Read again');
  }

  function changeForm() {
    if (discard()) {
      notice.replaceChildren();
      reload();
    } else {
      typed.input.checked = !typed.input.checked;
    }
  }

  /** Plain JSON has no sets and no binary values, so saving it would turn them into lists and text. */
  async function warnOfTypes() {
    if (warned || typed.input.checked) {
      return;
    }
    warned = true;
    const exchange = await readItem(path, TYPED, {signal, quiet: true});
    const names = exchange.problem ? [] : [...parse(exchange.content)].filter(([, value]) => loses(value)).map(([name]) => name);
    if (names.length) {
      notice.replaceChildren(h('p', {class: 'notice'}, `Sets or binary values are in ${names.join(', ')}. `,
        'Saved from here they become lists and text. Use DynamoDB’s typed form to keep their types.'));
    }
  }

  async function save(condition = {'If-Match': stored.etag}) {
    if (editor.value() === undefined) {
      return;
    }
    const exchange = await request('PUT', path, {
      headers: {'Content-Type': type(), ...type() === TYPED ? {Accept: TYPED} : {}, ...condition, ...headers()},
      body: editor.area.value,
    });
    const job = startedJob(exchange);
    if (typeOf(exchange) === 'precondition-failed') {
      await conflict('save');
    } else if (exchange.problem) {
      outcome.replaceChildren(problemBox(exchange, editor));
    } else if (job) {
      stored.text = editor.area.value;
      location.hash = job;
    } else {
      await show(exchange);
      outcome.replaceChildren(h('p', {class: 'done'}, 'Saved.'));
      announce('Saved');
    }
  }

  function askToDelete() {
    const dialog = showDialog('Delete this item?', h('p', {}, h('code', {}, path)),
      h('div', {class: 'buttons'},
        button('Delete', () => {
          dialog.close();
          remove();
        }, {class: 'danger'}),
        button('Keep', () => dialog.close(), {autofocus: true})));
  }

  async function remove() {
    const exchange = await request('DELETE', path, {headers: {'If-Match': stored.etag, ...headers()}});
    if (typeOf(exchange) === 'precondition-failed') {
      await conflict('delete');
    } else if (exchange.problem) {
      outcome.replaceChildren(problemBox(exchange));
    } else {
      stored.text = editor.area.value;
      announce('Deleted');
      location.hash = startedJob(exchange) ?? `#/${encodeURIComponent(collection.name)}`;
    }
  }

  /** Shows both versions, after another writer was faster. */
  async function conflict(intent) {
    const exchange = await readItem(path, type());
    const gone = exchange.status === 404;
    if (exchange.problem && !gone) {
      outcome.replaceChildren(problemBox(exchange));
      return;
    }
    const theirs = gone ? new Map() : parse(exchange.content);
    withoutVersion(theirs);
    const mine = parse(editor.area.value);
    const condition = gone ? {'If-None-Match': '*'} : {'If-Match': exchange.header('ETag')};
    const heading = h('h2', {tabindex: '-1'}, `Another writer ${gone ? 'deleted' : 'changed'} this item`);
    const again = () => {
      stored.etag = exchange.header('ETag');
      return intent === 'delete' ? remove() : save(condition);
    };
    const takeTheirs = async () => {
      outcome.replaceChildren();
      if (gone) {
        stored.text = editor.area.value;
        location.hash = `#/${encodeURIComponent(collection.name)}`;
        return;
      }
      await show(exchange);
      editor.area.focus();
      announce('The editor has the other version');
    };
    const edit = () => {
      stored.etag = exchange.header('ETag');
      saveAgain.hidden = false;
      choices.hidden = true;
      editor.area.focus();
      announce('Edit your version and save it again');
    };
    const choices = h('div', {class: 'buttons'},
      button(intent === 'delete' ? 'Delete it all the same' : 'Keep mine', again, {class: intent === 'delete' ? 'danger' : 'primary'}),
      button(gone ? 'Leave it deleted' : 'Take theirs', takeTheirs),
      intent === 'save' && button('Edit and save again', edit));
    const saveAgain = h('div', {class: 'buttons', hidden: true},
      button('Save my edited version', () => save(condition), {class: 'primary'}),
      button('Take theirs', takeTheirs));
    outcome.replaceChildren(h('section', {class: 'conflict', 'aria-label': 'Conflict'}, heading,
      h('p', {}, intent === 'delete' ? 'It is no longer the version that you read, so nothing was deleted.'
        : 'It is no longer the version that you edited, so nothing was written. Which version should it have?'),
      comparison(mine, theirs, intent === 'delete' ? 'As you read it' : 'Mine'), choices, saveAgain));
    heading.focus();
  }

  return {
    title: decodeURIComponent(path.split('/').slice(2).join(' / ')),
    edited,
    element: h('div', {},
      h('p', {class: 'small'}, 'An item of ', h('a', {href: `#/${encodeURIComponent(collection.name)}`}, collection.name)),
      body, outcome),
    shown: load,
  };
}

/** Says whether a typed value has a set or binary in it. */
function loses(value) {
  const [[type, content]] = value;
  const inner = type === 'M' ? [...content.values()] : type === 'L' ? content : [];
  return ['SS', 'NS', 'BS', 'B'].includes(type) || inner.some(loses);
}

/** Both versions by attribute, those that differ first. */
function comparison(mine, theirs, label) {
  const names = [...new Set([...mine.keys(), ...theirs.keys()])];
  const differs = name => !(mine.has(name) && theirs.has(name) && same(mine.get(name), theirs.get(name)));
  const changed = names.filter(differs);
  const row = name => {
    const texts = [mine, theirs].map(item => item.has(name) ? compact(item.get(name)) : '(absent)');
    let from = 0;
    while (changed.includes(name) && from < texts[0].length && texts[0][from] === texts[1][from]) {
      from++;
    }
    const cell = text => {
      const start = Math.max(0, Math.min(from, text.length) - COMPARED / 3);
      const cut = (start ? '…' : '') + text.slice(start, start + COMPARED) + (text.length > start + COMPARED ? '…' : '');
      return h('td', {}, differs(name) ? h('mark', {}, cut) : cut);
    };
    return h('tr', {class: differs(name) ? 'differs' : undefined},
      h('th', {scope: 'row'}, name, differs(name) && h('span', {class: 'tag'}, 'differs')), texts.map(cell));
  };
  const table = list => h('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Comparison'},
    h('table', {class: 'comparison'},
      h('thead', {}, h('tr', {}, [['Attribute'], [label], ['Theirs']].map(([text]) => h('th', {scope: 'col'}, text)))),
      h('tbody', {}, list.map(row))));
  const rest = names.filter(name => !differs(name)).slice(0, 200);
  return h('div', {},
    changed.length ? table(changed) : h('p', {}, 'Both have the same attributes and values.'),
    rest.length > 0 && h('details', {}, h('summary', {}, count(rest.length, 'attribute') + ' without a difference'), table(rest)));
}
