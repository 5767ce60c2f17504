/** A collection: its query, the page that it returns, and the plan of the query. */
import {request, typeOf} from './api.js';
import {announce, button, checkbox, count, h, labelled, select} from './dom.js';
import {compact, JsonNumber, parsePage} from './json.js';
import {itemAddress, problemBox} from './parts.js';
import {escapeName, formatQuery, OPERATORS, parseQuery, withQuery} from './query.js';

const PLAN = 'application/vnd.larder.plan+json';
const CURSORS = 'larder.console.cursors';

/** Rows that are rendered at once, columns of them, and characters of a cell. */
const ROWS = 100;
const COLUMNS = 12;
const CELL = 60;

const HINTS = {between: 'from,to', in: 'a,b,c', exists: 'true or false'};
const TYPES = {S: 'text', N: 'number', B: 'binary, as base64url'};

export function collectionView(collection, context) {
  const path = '/' + encodeURIComponent(collection.name);
  const form = queryForm(collection, query => {
    const hash = '#' + withQuery(path, query);
    if (hash === location.hash) {
      update(query, current);
    } else {
      location.hash = hash;
    }
  });
  const plan = h('section', {class: 'plan', 'aria-label': 'Plan'});
  const result = h('div', {class: 'result'});
  const exportLink = h('a', {class: 'button'}, 'Export');
  let current;

  /** Shows the page and the plan of a query. */
  async function update(text, signal) {
    current = signal;
    form.show(text);
    const {cursor, ...query} = parseQuery(text);
    exportLink.href = '#' + withQuery(`/_export${path}`, formatQuery({...query, limit: undefined}));
    result.setAttribute('aria-busy', 'true');
    const [page, planned] = await Promise.all([
      request('GET', withQuery(path, text), {signal}),
      request('GET', withQuery(path, formatQuery(query)), {signal, headers: {Accept: PLAN}, quiet: true}),
    ]);
    const content = page.problem ? undefined : await parsePage(page.content);
    signal.throwIfAborted();
    plan.replaceChildren(...planned.problem ? [] : planText(JSON.parse(planned.content)));
    if (content) {
      showPage(content, query, cursor);
    } else {
      result.replaceChildren(problemBox(page, {choose: typeOf(page) === 'unserved-query' && form.choose}));
    }
    result.removeAttribute('aria-busy');
  }

  function showPage({items, next, prev, stopped, missing}, query, cursor) {
    const asked = formatQuery({...query, limit: undefined});
    const cursors = knownCursors(path + '?' + asked);
    const go = to => location.hash = '#' + withQuery(path, formatQuery({...query, cursor: to}));
    const at = cursors.indexOf(cursor ?? '');
    const before = at > 0 ? cursors[at - 1] : prev;
    const turn = (text, possible, to) => button(text, () => possible && to(), {'aria-disabled': !possible && 'true'});
    const said = [
      count(items.length, 'item'),
      items.length > 0 && at >= 0 && (cursor || next) && `page ${at + 1}`,
      stopped && `the page ended early: ${stopped}`,
      missing?.length && `${missing.length} not found`,
    ].filter(Boolean).join(' · ');
    announce(said);
    const pager = h('div', {class: 'pager', role: 'group', 'aria-label': 'Pages'},
      turn('First', cursor, () => go()),
      turn('Previous', before !== undefined, () => go(before)),
      turn('Next', next, () => {
        if (at >= 0) {
          rememberCursors(path + '?' + asked, [...cursors.slice(0, at + 1), next]);
        }
        go(next);
      }),
      h('span', {}, said));
    const focused = result.contains(document.activeElement) && document.activeElement.textContent;
    const nothing = !items.length && !asked && !cursor && !next;
    result.replaceChildren(nothing ? '' : pager, nothing ? empty(collection)
      : items.length ? table(collection, items) : h('p', {}, next
        ? 'No item of this page matches. The next page may have some.' : 'No item matches.'));
    const turned = [...pager.querySelectorAll('button')].find(each => each.textContent === focused);
    turned?.focus();
  }

  return {
    title: collection.name,
    actions: h('div', {class: 'buttons'},
      h('a', {class: 'button primary', href: `#/_new${path}`}, 'New item'),
      h('a', {class: 'button', href: `#/_import${path}`}, 'Import'),
      exportLink),
    element: h('div', {},
      h('p', {class: 'small'}, 'Key: ',
        collection.key.map(({name, type}, at) => [at ? ', then ' : '', h('code', {}, name), ` (${TYPES[type]})`])),
      form.element, plan, result),
    update,
    shown: () => update(context.query, context.signal),
  };
}

function empty(collection) {
  return h('div', {class: 'empty'},
    h('h2', {}, 'This collection is empty'),
    h('p', {}, 'An item is a JSON object with the key of the collection and whatever else you like. ',
      'Write the first one here, or with curl: “Last request” shows the command for everything that you do.'),
    h('p', {}, h('a', {class: 'button primary', href: `#/_new/${encodeURIComponent(collection.name)}`},
      'Create the first item'), ' ',
    h('a', {class: 'button', href: `#/_import/${encodeURIComponent(collection.name)}`}, 'Import a file')));
}

/**
 * The cursors of the pages of a query that this tab has shown, from the first page on, which has none. By them one can
 * go back in a scan too, whose pages have no `prev`.
 */
function knownCursors(of) {
  const kept = JSON.parse(sessionStorage.getItem(CURSORS) ?? '{}');
  return kept.of === of ? kept.cursors : [''];
}

const rememberCursors = (of, cursors) => sessionStorage.setItem(CURSORS, JSON.stringify({of, cursors}));

/** The query in controls: a row for each filter, then sorting, fields and the size of the page. */
function queryForm(collection, run) {
  const names = new Set(collection.key.map(({name}) => escapeName(name)));
  const list = h('datalist', {id: 'attributes'});
  const rows = h('div', {class: 'filters'});
  const input = (properties, value) => h('input', {autocomplete: 'off', spellcheck: 'false', ...properties, value: value ?? ''});
  const sort = input({placeholder: '-created', list: 'attributes'});
  const fields = input({placeholder: 'name,address.city'});
  const limit = select({10: '10', '': '50', 100: '100', 1000: '1,000'}, '');
  const consistent = checkbox('Consistent read, at twice the cost');

  function addRow(filter = {attribute: '', operator: 'eq', value: ''}) {
    const hint = () => HINTS[operator.value] ?? '';
    const attribute = input({'aria-label': 'Attribute', placeholder: 'attribute', list: 'attributes'}, filter.attribute);
    const operator = select(OPERATORS, filter.operator, {
      'aria-label': 'Operator', onchange: () => value.placeholder = hint(),
    });
    const value = input({'aria-label': 'Value', placeholder: hint()}, filter.value);
    const row = h('div', {class: 'filter', role: 'group', 'aria-label': 'Filter'}, attribute, operator, value,
      button('✕', () => {
        row.remove();
        add.focus();
      }, {'aria-label': 'Remove this filter', class: 'quiet'}));
    row.read = () => ({attribute: attribute.value, operator: operator.value, value: value.value});
    rows.append(row);
    return row;
  }

  const read = () => formatQuery({
    filters: [...rows.children].map(row => row.read()).filter(({attribute}) => attribute),
    sort: sort.value.trim(), fields: fields.value.trim(), limit: limit.value, consistent: consistent.input.checked && 'true',
  });

  const add = button('Add filter', () => addRow().firstChild.focus());
  const element = h('form', {
    class: 'query', 'aria-label': 'Query',
    onsubmit: event => {
      event.preventDefault();
      run(read());
    },
  }, list, rows,
  h('div', {class: 'options'}, labelled('Sort by', sort), labelled('Fields', fields), labelled('Items per page', limit),
    consistent.element),
  h('div', {class: 'buttons'}, h('button', {class: 'primary'}, 'Run query'), add, button('Clear', () => run(''))));

  return {
    element,
    /** Shows a query, unless the controls say the same. */
    show(text) {
      const {cursor, ...query} = parseQuery(text);
      if (formatQuery(query) !== read()) {
        rows.replaceChildren();
        query.filters.forEach(addRow);
        sort.value = query.sort ?? '';
        fields.value = query.fields ?? '';
        if (![...limit.options].some(option => option.value === (query.limit ?? ''))) {
          limit.append(h('option', {value: query.limit}, query.limit));
        }
        limit.value = query.limit ?? '';
        consistent.input.checked = query.consistent === 'true';
      }
      list.replaceChildren(...[...names].map(value => h('option', {value})));
    },
    /** Begins a query by the partition key of the table or an index. */
    choose({partition}) {
      const row = addRow({attribute: escapeName(partition), operator: 'eq', value: ''});
      rows.prepend(row);
      row.children[2].focus();
      announce(`Enter a value of ${partition}`);
    },
  };
}

function planText({operation, index, key, filter, check, descending, onlyWith, considered = [], fetches}) {
  const words = {Query: 'Query', Scan: 'Scan', BatchGetItem: 'Batch get', none: 'No read'};
  const conditions = (label, list) => list.length > 0 && h('div', {}, h('dt', {}, label), h('dd', {}, list.map((each, at) => [
    at ? ' and ' : '',
    h('code', {}, `${each.attribute} ${OPERATORS[each.operator] ?? each.operator} ${(each.values ?? []).join(', ')}`),
  ])));
  return [
    h('h2', {}, 'Plan'),
    h('p', {}, h('b', {}, words[operation] ?? operation), operation !== 'none' && ` on ${index ? `the index ${index}` : 'the table'}`,
      descending && ', in descending order'),
    h('dl', {},
      conditions('DynamoDB finds items by', key),
      conditions('DynamoDB leaves out, after reading, what is not', filter),
      conditions('Larder leaves out what is not', check),
      onlyWith && h('div', {}, h('dt', {}, 'Only items that have'), h('dd', {}, h('code', {}, onlyWith))),
      fetches && h('div', {}, h('dt', {}, 'Then'), h('dd', {}, 'a batch get reads what the index does not have')),
      considered.map(({index: other, why}) =>
        h('div', {}, h('dt', {}, `Not ${other ? `the index ${other}` : 'the table'}`), h('dd', {}, why)))),
    h('p', {class: 'small'}, 'The same request with ', h('code', {}, `Accept: ${PLAN}`), ' returns the plan instead of items.'),
  ];
}

/** A table of items: keys first, then the attributes in the order in which they are found. */
function table(collection, items) {
  const keys = collection.key.map(({name}) => name);
  const names = new Set(keys);
  for (const item of items) {
    for (const name of item.keys()) {
      names.add(name);
    }
  }
  names.delete('_version');
  const shown = [...names].slice(0, COLUMNS);
  const more = names.size - shown.length;
  const body = h('tbody');
  const label = item => keys.map(key => cellText(item.get(key))).join(' / ');
  const row = item => h('tr', {}, shown.map((name, at) => {
    const value = item.get(name);
    const text = value === undefined ? '' : cellText(value);
    const type = value instanceof JsonNumber ? 'number' : value === null || typeof value === 'boolean' ? 'word'
      : typeof value === 'string' ? undefined : 'nested';
    return at !== keys.length - 1 || !keys.every(key => item.has(key)) ? h('td', {class: type}, text)
      : h('th', {scope: 'row'}, h('a', {href: itemAddress(collection, item), 'aria-label': label(item)}, text));
  }));
  const rest = button('', () => {
    const first = body.children.length;
    addRows();
    body.children[first].querySelector('a')?.focus();
  });
  function addRows() {
    const from = body.children.length;
    body.append(...items.slice(from, from + ROWS).map(row));
    const left = items.length - body.children.length;
    rest.hidden = !left;
    rest.textContent = `Show ${Math.min(ROWS, left)} more of ${left.toLocaleString('en')}`;
  }
  addRows();
  return h('div', {},
    h('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Items'},
      h('table', {},
        h('thead', {}, h('tr', {}, shown.map(name => h('th', {scope: 'col', title: name}, compactText(name))))),
        body)),
    rest,
    more > 0 && h('p', {class: 'small'}, `${count(more, 'more attribute')}; choose some with Fields.`));
}

const compactText = text => text.length > CELL ? text.slice(0, CELL) + '…' : text;

/** A text as it is; in quotes if it could be taken for another type. */
function cellText(value) {
  if (typeof value === 'string' && value && !/^(-?\d|true$|false$|null$)/.test(value)) {
    return compactText(value);
  }
  return compact(value, CELL);
}
