// Drives dev mode's console in Chromium as a newcomer would: LARDER_URL is the service, with the
// collections of .ci/console. Screenshots and downloads go to the folder that is the argument.
import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const {chromium} = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const service = process.env.LARDER_URL;
const folder = process.argv[2];
const only = process.env.ONLY;

/** Milliseconds that no task of the page may take. */
const LONGEST_TASK = 200;

const profile = mkdtempSync(join(tmpdir(), 'console-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  viewport: {width: 1360, height: 860},
  acceptDownloads: true,
  permissions: ['clipboard-read', 'clipboard-write'],
});
browser.setDefaultTimeout(60_000);

/** What no page may have: errors, and requests to other hosts. */
const faults = [];

async function open(hash = '') {
  const page = await browser.newPage();
  page.on('pageerror', error => faults.push(`uncaught: ${error.stack}`));
  page.on('console', message => {
    // Chromium writes a line for each response with an error status; those of the API are tested.
    const refused = message.text().startsWith('Failed to load resource')
      && !message.location().url.includes('/console/');
    if (['error', 'warning'].includes(message.type()) && !refused) {
      faults.push(`${message.type()}: ${message.text()} ${message.location().url}`);
    }
  });
  page.on('request', request => {
    if (!request.url().startsWith(service) && !request.url().startsWith('blob:')) {
      faults.push(`a request to ${request.url()}`);
    }
  });
  await page.addInitScript(() => {
    globalThis.tasks = [];
    new PerformanceObserver(list => globalThis.tasks.push(...list.getEntries().map(({duration}) => duration)))
      .observe({type: 'longtask', buffered: true});
  });
  await page.goto(`${service}/console/${hash}`);
  await page.getByRole('heading', {level: 1}).waitFor();
  return page;
}

const go = async (page, hash) => {
  await page.evaluate(to => location.hash = to, hash);
  await page.waitForTimeout(100);
};

const api = async (method, path, body, headers = {}) => {
  const response = await fetch(service + path, {
    method, body: body && (typeof body === 'string' ? body : JSON.stringify(body)),
    headers: {...body && {'Content-Type': 'application/json'}, ...headers},
  });
  const text = await response.text();
  return {status: response.status, text, json: () => JSON.parse(text), header: name => response.headers.get(name)};
};

/** Deletes all items of a collection. */
async function empty(collection, ...keys) {
  for (;;) {
    const {items} = (await api('GET', `/${collection}?limit=1000&fields=${keys}`)).json();
    if (!items.length) {
      return;
    }
    await bulk('DELETE', collection, items);
  }
}

/** Makes a bulk request none of whose entries may fail. */
async function bulk(method, collection, items) {
  const {status, text} = await api(method, `/${collection}`, items);
  assert.equal(status, 200, text.slice(0, 2000));
}

const text = (page, selector) => page.locator(selector).innerText();
const said = (page, what) => page.locator('main').getByText(what).first();
const editor = page => page.locator('.editor textarea');
const click = (page, name) => page.getByRole('button', {name, exact: true}).click();
const last = page => page.locator('aside .last');
const shot = (page, name) => page.screenshot({path: join(folder, `${name}.png`), fullPage: true});

/** Moves the focus by the keyboard to what has a text, and says whether the focus is to be seen. */
async function tabTo(page, name) {
  for (let count = 0; count < 60; count++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const {activeElement: element} = document;
      const {outlineStyle} = getComputedStyle(element);
      const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
      return {label: label.trim(), visible: outlineStyle !== 'none'};
    });
    assert.ok(focused.visible, `no focus is to be seen on ${focused.label}`);
    if (focused.label === name) {
      return;
    }
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

/** Asserts that axe finds nothing in light, dark, and at a width of 360 pixels. */
async function accessible(page, view) {
  await page.evaluate(axe);
  const viewport = page.viewportSize();
  for (const [name, scheme, width] of [['light', 'light', 1360], ['dark', 'dark', 1360], ['narrow', 'light', 360]]) {
    await page.emulateMedia({colorScheme: scheme, reducedMotion: 'reduce'});
    await page.setViewportSize({width, height: 860});
    const {violations} = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({id, nodes}) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`), [],
      `${view}, ${name}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${view} is ${wide} pixels wider than a screen of ${width}`);
  }
  await page.emulateMedia({colorScheme: 'light'});
  await page.setViewportSize(viewport);
  // axe's own tasks are none of the console's.
  await page.waitForTimeout(100);
  await page.evaluate(() => globalThis.tasks.length = 0);
}

/** Shows an address up to five times, since others use the processor too, and returns the longest task. */
async function longestTask(hash, ready) {
  const longest = [];
  for (let count = 0; count < 5 && !(Math.min(...longest) <= LONGEST_TASK); count++) {
    const page = await open('#/films');
    await page.evaluate(() => globalThis.tasks.length = 0);
    await go(page, hash);
    await ready(page);
    await page.waitForTimeout(300);
    longest.push(Math.max(0, ...await page.evaluate(() => globalThis.tasks)));
    await page.close();
  }
  return Math.min(...longest);
}

const scenarios = {
  async 'the first item of an empty collection'() {
    await empty('items', 'id');
    const page = await open();
    await said(page, 'This collection is empty').waitFor();
    assert.equal(new URL(page.url()).hash, '#/items');
    await shot(page, 'empty');
    await accessible(page, 'empty collection');
    await page.getByRole('link', {name: 'Create the first item'}).click();
    await accessible(page, 'new item');
    await editor(page).fill('{"id": "ada",\n "born": 1815,, "name": "Ada"}');
    await page.getByRole('button', {name: 'Line 2, column 15: Expected a name in double quotes'}).click();
    assert.equal(await editor(page).evaluate(area => area.selectionStart), 28);
    await editor(page).fill('{"id": "ada", "name": "Ada", "exact": 12345678901234567890.123456789012345678, "1": "b", "0": "a"}');
    await click(page, 'Create');
    await page.getByRole('heading', {name: 'ada', level: 1}).waitFor();
    await editor(page).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1');
    assert.match(await editor(page).inputValue(), /"exact": 12345678901234567890\.123456789012345678,?\n/);
    await editor(page).fill((await editor(page).inputValue()).replace('"Ada"', '"Ada Lovelace"'));
    await click(page, 'Save');
    await said(page, 'Saved.').waitFor();
    assert.match(await text(page, '.last .command pre'), /-X PUT '.*\/items\/ada' .*'If-Match: "/s);
    assert.equal((await api('GET', '/items/ada')).text.match(/"exact":([\d.]+)/)[1], '12345678901234567890.123456789012345678');
    await page.reload();
    await page.getByRole('heading', {name: 'ada', level: 1}).waitFor();
    await click(page, 'Delete');
    await page.getByRole('dialog').waitFor();
    await accessible(page, 'dialog');
    await page.getByRole('dialog').getByRole('button', {name: 'Delete', exact: true}).click();
    await said(page, 'This collection is empty').waitFor();
    assert.equal((await api('GET', '/items/ada')).status, 404);
  },

  async 'an item that exists, and one that cannot be stored'() {
    await api('PUT', '/items/taken', {});
    const page = await open('#/_new/items');
    await editor(page).fill('{"id": "taken"}');
    await click(page, 'Create');
    await said(page, 'The item already exists (409)').waitFor();
    await accessible(page, 'problem');
    await page.getByRole('link', {name: 'Open the existing item'}).waitFor();
    await editor(page).fill('{\n  "id": "new",\n  "deep": {"n": 1234567890123456789012345678901234567890}\n}');
    await click(page, 'Create');
    await page.getByRole('button', {name: '/deep/n: the place in the item'}).click();
    assert.equal(await editor(page).evaluate(area => area.value.slice(area.selectionStart, area.selectionStart + 1)), '1');
    await api('DELETE', '/items/taken');
    page.on('dialog', dialog => dialog.accept());
    await page.close();
  },

  async 'pages, filters, the plan, and a query that nothing serves'() {
    await empty('films', 'year', 'title');
    const films = Array.from({length: 130}, (_, index) => ({
      year: 1970 + index % 13, title: `Film ${String(index).padStart(3, '0')}`, cast: ['Roy Scheider', `Actor ${index % 7}`],
      director: ['Spielberg', 'Varda', 'Kurosawa'][index % 3], minutes: 80 + index % 50, restored: index % 4 === 0,
    }));
    await bulk('POST', 'films', films);
    const page = await open('#/films');
    const rows = page.locator('tbody tr');
    await rows.nth(49).waitFor();
    const first = await rows.first().innerText();
    await click(page, 'Next');
    await said(page, '50 items · page 2').waitFor();
    assert.notEqual(await rows.first().innerText(), first);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Next');
    await page.reload();
    await said(page, '50 items · page 2').waitFor();
    await click(page, 'Next');
    await said(page, '30 items · page 3').waitFor();
    await click(page, 'Previous');
    await said(page, '50 items · page 2').waitFor();
    await page.goBack();
    await said(page, '30 items · page 3').waitFor();
    await click(page, 'First');
    await said(page, '50 items · page 1').waitFor();
    assert.equal(await rows.first().innerText(), first);

    await click(page, 'Add filter');
    await page.getByLabel('Attribute').fill('director');
    await page.getByLabel('Value').fill('Varda');
    await click(page, 'Run query');
    await said(page, 'No key or index serves the query (400)').waitFor();
    await shot(page, 'refused');
    await accessible(page, 'refused query');
    await click(page, 'year, optionally title');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Value');
    await page.keyboard.type('1975');
    await page.keyboard.press('Enter');
    await said(page, 'DynamoDB finds items by').waitFor();
    assert.equal(new URL(page.url()).hash, '#/films?year=1975&director=Varda');
    assert.match(await text(page, '.plan'), /Query on the table.*year is 1975.*leaves out.*director is Varda/s);
    assert.match(await last(page).innerText(), /Read units\s+0\.5[\s\S]*DynamoDB\s+1 call/);
    assert.match(await text(page, '.last pre'), /^curl -i '.*\/films\?year=1975&director=Varda'$/);
    await last(page).getByRole('button', {name: 'Copy the curl command'}).click();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text(page, '.last pre'));

    await go(page, '#/films?year=1976&limit=3');
    await said(page, '3 items · page 1').waitFor();
    const before = await rows.first().innerText();
    await click(page, 'Next');
    await said(page, '3 items · page 2').waitFor();
    const another = await open(new URL(page.url()).hash);
    await said(another, '3 items').waitFor();
    await click(another, 'Previous');
    await another.getByRole('button', {name: 'Previous', disabled: true}).waitFor();
    assert.equal(await another.locator('tbody tr').first().innerText(), before);
    await another.close();

    await go(page, '#/films?year=1975&title[between]=Film 010,Film 099&sort=-title&fields=title,year,cast&limit=10');
    await rows.first().waitFor();
    await said(page, 'in descending order').waitFor();
    assert.equal(await page.getByLabel('Sort by').inputValue(), '-title');
    assert.deepEqual((await page.locator('thead th').allInnerTexts()), ['year', 'title', 'cast']);
    await shot(page, 'plan');
    await accessible(page, 'collection with a plan');
    await page.setViewportSize({width: 360, height: 800});
    await shot(page, 'narrow');
    await page.setViewportSize({width: 1360, height: 860});
    await page.emulateMedia({colorScheme: 'dark'});
    await shot(page, 'dark');
    await page.emulateMedia({colorScheme: 'light'});
    await go(page, '#/films');
    await rows.nth(49).waitFor();
    await shot(page, 'collection');
    await accessible(page, 'collection');
    await page.getByRole('link', {name: (await rows.first().locator('th').innerText())}).first().click();
    await editor(page).waitFor();
    await shot(page, 'item');
    await accessible(page, 'item');
    await page.close();
  },

  async 'indexes that can serve a query'() {
    const page = await open('#/notes?text=a');
    await click(page, 'owner (index by-owner)');
    await page.keyboard.type('ada');
    await page.keyboard.press('Enter');
    await said(page, 'on the index by-owner').waitFor();
    assert.equal(new URL(page.url()).hash, '#/notes?owner=ada&text=a');
    await page.close();
  },

  async 'an item that violates its schema'() {
    const page = await open('#/_new/people');
    await editor(page).fill('{\n  "id": "ada",\n  "born": {\n    "year": "1815"\n  }\n}');
    await click(page, 'Create');
    await page.getByRole('button', {name: '/born/year: must be an integer'}).click();
    assert.equal(await editor(page).evaluate(area => area.value.slice(area.selectionStart).split('\n')[0]), '"1815"');
    await editor(page).fill('{"id": "ada", "born": {"year": 1815}}');
    await click(page, 'Create');
    await page.getByRole('heading', {name: 'ada', level: 1}).waitFor();
    await page.close();
    await api('DELETE', '/people/ada');
  },

  async 'values with commas and names with dots'() {
    await empty('copies', 'id');
    for (const id of ['c,d', 'a', 'x/y?z%', 'Å "q" \\']) {
      await api('POST', '/copies', {id, 'a.b': 1, limit: 3});
    }
    const page = await open('#/copies?id[in]=c%2Cd,a');
    await said(page, '2 items').waitFor();
    assert.equal(await page.getByLabel('Value').inputValue(), '"c,d",a');
    await click(page, 'Run query');
    await said(page, '2 items').waitFor();
    await go(page, '#/copies?id=a&a%5C.b=1&limit[eq]=3');
    await said(page, '1 item').waitFor();
    assert.deepEqual(await page.getByLabel('Attribute').evaluateAll(all => all.map(({value}) => value)), ['id', 'a\\.b', 'limit']);
    await go(page, '#/copies');
    for (const id of ['x/y?z%', 'Å "q" \\', 'c,d']) {
      await page.getByRole('link', {name: id, exact: true}).click();
      await editor(page).waitFor();
      assert.equal(JSON.parse(await editor(page).inputValue()).id, id);
      await page.goBack();
    }
    await page.close();
  },

  async 'a conflict of two writers'() {
    await api('PUT', '/items/shared', {title: 'Jaws', director: 'Spielberg', minutes: 124, tags: ['shark', 'sea'], year: 1975});
    const [mine, theirs] = [await open('#/items/shared'), await open('#/items/shared')];
    const change = async (page, from, to) => {
      await page.bringToFront();
      await editor(page).waitFor();
      await editor(page).fill((await editor(page).inputValue()).replace(from, to));
      await click(page, 'Save');
    };
    await change(theirs, '124', '130');
    await said(theirs, 'Saved.').waitFor();
    await change(mine, '"shark"', '"shark", "summer"');
    await mine.getByRole('heading', {name: 'Another writer changed this item'}).waitFor();
    assert.deepEqual(await mine.locator('.differs').evaluateAll(rows => rows.map(row => row.innerText.replace(/\s+/g, ' '))), [
      'minutes differs 124 130', 'tags differs ["shark", "summer", "sea"] ["shark", "sea"]',
    ]);
    assert.equal(await mine.evaluate(() => document.activeElement.tagName), 'H2');
    await shot(mine, 'conflict');
    await accessible(mine, 'conflict');
    await click(mine, 'Edit and save again');
    await editor(mine).fill((await editor(mine).inputValue()).replace('124', '130'));
    await click(mine, 'Save my edited version');
    await said(mine, 'Saved.').waitFor();
    assert.deepEqual((await api('GET', '/items/shared?fields=minutes,tags')).json(), {minutes: 130, tags: ['shark', 'summer', 'sea']});

    await change(theirs, '130', '131');
    await said(theirs, 'Another writer changed this item').waitFor();
    await click(theirs, 'Keep mine');
    await said(theirs, 'Saved.').waitFor();
    assert.equal((await api('GET', '/items/shared')).json().minutes, 131);

    await change(mine, '130', '132');
    await click(mine, 'Take theirs');
    await mine.waitForFunction(() => document.querySelector('.editor textarea').value.includes('"minutes": 131'));

    await api('DELETE', '/items/shared');
    await change(mine, '131', '140');
    await said(mine, 'Another writer deleted this item').waitFor();
    await click(mine, 'Keep mine');
    await said(mine, 'Saved.').waitFor();
    assert.equal((await api('GET', '/items/shared')).json().minutes, 140);
    await api('PATCH', '/items/shared', {minutes: 141});
    await click(mine, 'Delete');
    await mine.getByRole('dialog').getByRole('button', {name: 'Delete', exact: true}).click();
    await click(mine, 'Delete it all the same');
    await said(mine, 'New item').waitFor();
    assert.equal((await api('GET', '/items/shared')).status, 404);
    await mine.close();
    await theirs.close();
  },

  async 'sets keep their type in the typed form'() {
    await api('PUT', '/items/typed', {id: {S: 'typed'}, tags: {SS: ['a', 'b']}, n: {N: '1'}},
      {'Content-Type': 'application/vnd.larder.dynamodb+json'});
    const page = await open('#/items/typed');
    await editor(page).waitFor();
    await editor(page).press('End');
    await editor(page).pressSequentially(' ');
    await said(page, 'Sets or binary values are in tags.').waitFor();
    page.on('dialog', dialog => dialog.accept());
    await page.getByLabel('DynamoDB’s typed form').check();
    await page.waitForFunction(() => document.querySelector('.editor textarea').value.includes('"SS"'));
    await editor(page).fill((await editor(page).inputValue()).replace('"1"', '"2.50"'));
    await click(page, 'Save');
    await said(page, 'Saved.').waitFor();
    const {tags, n} = (await api('GET', '/items/typed', undefined, {Accept: 'application/vnd.larder.dynamodb+json'})).json();
    assert.deepEqual([tags, n], [{SS: ['a', 'b']}, {N: '2.5'}]);
    await page.close();
  },

  async 'import and export of 10,000 items'() {
    await empty('items', 'id');
    await empty('copies', 'id');
    const lines = Array.from({length: 10_000}, (_, index) =>
      `{"id":"${String(index).padStart(5, '0')}","n":${index}.${index % 9 + 1}e2,"text":"line \\n ${index} \\"ü\\" ,","list":[1,{"a":null}],"exact":1234567890123456789.${index % 9 + 1}}`);
    const file = join(folder, 'items.ndjson');
    writeFileSync(file, lines.join('\n') + '\nnot json\n{"name": "no key"}\n');
    const page = await open('#/_import/items');
    await accessible(page, 'import');
    await page.getByLabel('File').setInputFiles(file);
    await click(page, 'Import');
    await said(page, '10,002 of 10,002 entries · 10,000 written · 2 failed').waitFor({timeout: 180_000});
    assert.match(await text(page, '.scroll table'), /10001\s+400[\s\S]*10002\s+422\s+The key attribute id is missing/);
    await shot(page, 'import');
    await accessible(page, 'imported');
    assert.match(await text(page, '.last pre'), /--data-binary @'items.ndjson'/);

    const exported = async (collection, format) => {
      await go(page, `#/_export/${collection}`);
      await page.getByLabel('Format').selectOption({label: format});
      await page.getByLabel('Without _version').setChecked(format === 'NDJSON');
      const [download] = await Promise.all([page.waitForEvent('download', {timeout: 180_000}), click(page, 'Export')]);
      await said(page, '10,000 items').waitFor();
      const path = join(folder, download.suggestedFilename());
      await download.saveAs(path);
      return path;
    };
    const stored = path => readFileSync(path, 'utf8').trim().split('\n').map(line => {
      const exact = /"exact":([\d.]+)/.exec(line)[1];
      return JSON.stringify(Object.entries({...JSON.parse(line), exact}).sort());
    }).sort();
    const original = stored(await exported('items', 'NDJSON'));
    assert.equal(original.length, 10_000);
    assert.deepEqual(original, lines.map(line => {
      const exact = /"exact":([\d.]+)/.exec(line)[1];
      return JSON.stringify(Object.entries({...JSON.parse(line), exact}).sort());
    }).sort());
    const csv = await exported('items', 'CSV');
    await accessible(page, 'exported');
    await go(page, '#/_import/copies');
    await page.getByLabel('File').setInputFiles(csv);
    assert.equal(await page.getByLabel('Format').inputValue(), 'text/csv');
    await page.getByLabel('Restore').check();
    await click(page, 'Import');
    await said(page, '10,000 of 10,000 entries · 10,000 written · 0 failed').waitFor({timeout: 180_000});
    assert.deepEqual(stored(await exported('copies', 'NDJSON')), original);

    const array = join(folder, 'array.json');
    writeFileSync(array, `[\n {"id": "one", "n": 1.0000000000000000000001},\n {"id": "two"}]`);
    await go(page, '#/_import/copies');
    await page.getByLabel('File').setInputFiles(array);
    await click(page, 'Import');
    await said(page, '2 of 2 entries · 2 written · 0 failed').waitFor();
    assert.match((await api('GET', '/copies/one')).text, /1\.0000000000000000000001/);
    const longest = Math.max(0, ...await page.evaluate(() => globalThis.tasks));
    assert.ok(longest <= 2 * LONGEST_TASK, `a task took ${longest} ms`);
    await page.close();
  },

  async 'an import that stops and goes on'() {
    await empty('copies', 'id');
    const file = join(folder, 'cells.csv');
    writeFileSync(file, 'id,text\n' + Array.from({length: 6}, (_, index) => `c${index},"two\n""lines"" ${index}"\n`).join(''));
    const page = await open('#/_import/copies');
    const answers = [
      route => route.fulfill({status: 207, json: {
        succeeded: 2, failed: 0, notTriedFrom: 2,
        results: [{entries: {from: 2}, lines: {from: 6}, status: 503, problem: {status: 503, title: 'Late', detail: 'Late.'}}],
      }}),
      route => route.abort(),
      route => route.continue(),
    ];
    const bodies = [];
    await page.route('**/copies', route => {
      bodies.push(route.request().postData());
      return answers.shift()(route);
    });
    await page.getByLabel('File').setInputFiles(file);
    await click(page, 'Import');
    await said(page, 'No response').waitFor();
    await click(page, 'Continue from line 6');
    await said(page, '6 of 6 entries · 6 written · 0 failed').waitFor();
    assert.deepEqual(bodies.map(body => body.split('\n').slice(0, 2)), [
      ['id,text', 'c0,"two'], ['id,text', 'c2,"two'], ['id,text', 'c2,"two'],
    ]);
    assert.equal((await api('GET', '/copies/c5')).json().text, 'two\n"lines" 5');
    assert.equal((await api('GET', '/copies/c1')).status, 404);
    await page.unroute('**/copies');
    writeFileSync(file, Buffer.from([0x69, 0x64, 0x0a, 0xe5]));
    await page.getByLabel('File').setInputFiles(file);
    await click(page, 'Import');
    await said(page, 'It is not encoded in UTF-8.').waitFor();
    await page.close();
  },

  async 'a page of 1,000 items and items of 400 KB without a stall'() {
    await empty('copies', 'id');
    await bulk('POST', 'copies', Array.from({length: 1000}, (_, index) => ({
      id: `c${index}`, ...Object.fromEntries('abcdefghijk'.split('').map(name => [name, `${name} ${'x'.repeat(65)}`])),
    })));
    await api('PUT', '/items/large', {text: 'word '.repeat(78_000)});
    await api('PUT', '/items/many', {list: Array.from({length: 24_000}, (_, index) => ({n: index}))});
    await api('PUT', '/items/lines', {text: 'a line\n'.repeat(50_000)});
    await api('PUT', '/items/numbers', {list: Array.from({length: 120_000}, (_, index) => index % 10)});
    await api('PUT', '/items/names', Object.fromEntries(Array.from({length: 36_000}, (_, index) => [`n${index}`, 1])));
    const found = {};
    found['a page of 1,000'] = await longestTask('#/copies?limit=1000', page => said(page, '1,000 items').waitFor());
    for (const id of ['large', 'many', 'lines', 'numbers', 'names']) {
      found[id] = await longestTask(`#/items/${id}`, page => editor(page).waitFor());
    }
    console.log(`  longest tasks, ms: ${JSON.stringify(found)}`);
    const page = await open('#/items/large');
    await editor(page).waitFor();
    await editor(page).press('Control+End');
    await editor(page).press('ArrowUp');
    await editor(page).press('End');
    await click(page, 'Save');
    await said(page, 'Saved.').waitFor();
    await go(page, '#/items?id[in]=large,many');
    await said(page, '2 items').waitFor();
    assert.ok(Math.max(...(await page.locator('td').allInnerTexts()).map(cell => cell.length)) < 80);
    await page.close();
    await api('DELETE', '/items', ['large', 'many', 'lines', 'numbers', 'names'].map(id => ({id})));
    for (const [name, longest] of Object.entries(found)) {
      assert.ok(longest <= LONGEST_TASK, `${name}: ${longest} ms`);
    }
  },

  async 'a job'() {
    const page = await open('#/_new/items');
    await editor(page).fill('{"id": "later", "name": "Later"}');
    await page.getByLabel('Respond before the write is done').check();
    await click(page, 'Create');
    await said(page, 'Done: the request was answered with 201.').waitFor();
    await accessible(page, 'job');
    await page.getByRole('link', {name: '/items/later'}).click();
    await editor(page).waitFor();
    await page.getByRole('link', {name: 'Jobs'}).click();
    await page.getByRole('link', {name: 'POST /items'}).waitFor();
    await accessible(page, 'jobs');
    await page.close();
  },

  async 'a transaction'() {
    await api('DELETE', '/items/tx');
    const page = await open('#/_transactions');
    await page.getByLabel('Path').fill('/items/tx');
    await page.getByLabel('Body').fill('{"n": 1.00000000000000000001}');
    await click(page, 'Add operation');
    await page.getByLabel('Method').selectOption('CHECK');
    await page.getByLabel('Path').fill('/items/absent');
    await page.getByRole('combobox', {name: 'Condition', exact: true}).selectOption('ifMatch');
    await page.getByLabel('Value of the condition').fill('*');
    await click(page, 'Add operation');
    await click(page, 'Send');
    await said(page, 'The transaction failed (409)').waitFor();
    await page.getByRole('button', {name: '/operations/1: The precondition requires an item'}).click();
    assert.match(await editor(page).evaluate(area => area.value.slice(area.selectionStart)), /^\{"method": "CHECK"/);
    await shot(page, 'transaction');
    await accessible(page, 'transaction');
    await editor(page).fill((await editor(page).inputValue()).replace('ifMatch', 'ifNoneMatch'));
    await click(page, 'Send');
    await said(page, 'All operations are done.').waitFor();
    assert.match((await api('GET', '/items/tx')).text, /1\.00000000000000000001/);
    await editor(page).fill((await editor(page).inputValue()).replace('1.0', '1.00000000000000000000'));
    await click(page, 'Send');
    await page.getByRole('button', {name: '/operations/0/body/n: the place in the item'}).click();
    assert.equal(await editor(page).evaluate(area => area.value.slice(area.selectionStart).slice(0, 4)), '1.00');
    await page.close();
  },

  async 'the keyboard alone'() {
    await empty('films', 'year', 'title');
    const page = await open('#/films');
    await said(page, 'This collection is empty').waitFor();
    await tabTo(page, 'Skip to content');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Create the first item');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', {name: 'New item of films'}).waitFor();
    await tabTo(page, 'Item');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{"year": 1975, "title": "Jaws"}');
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', {name: '1975 / Jaws'}).waitFor();
    await editor(page).waitFor();
    await tabTo(page, 'films');
    await page.keyboard.press('Enter');
    await page.getByRole('link', {name: '1975 / Jaws'}).waitFor();
    await tabTo(page, 'Next');
    await page.close();
  },

  async 'a token stays in the tab and out of addresses'() {
    const page = await open('#/items');
    await click(page, 'Caller and address');
    await accessible(page, 'caller');
    await page.getByLabel('Bearer token').fill('secret-token');
    await page.getByRole('textbox', {name: 'Address'}).fill(`${service}/`);
    await click(page, 'Use these');
    await page.waitForFunction(() => document.querySelector('.last pre')?.textContent.includes('$TOKEN'));
    assert.equal((await page.content()).includes('secret-token'), false);
    assert.equal(page.url().includes('secret'), false);
    await page.reload();
    await page.waitForFunction(() => document.querySelector('.last pre')?.textContent.includes('$TOKEN'));
    await click(page, 'Forget');
    await page.waitForFunction(() => !document.querySelector('.last pre')?.textContent.includes('$TOKEN'));
    assert.equal(await page.evaluate(() => JSON.stringify(sessionStorage).includes('secret')), false);
    await page.close();
  },

  async 'an API at another address, below a stage'() {
    const page = await open('#/items');
    const other = service.replace('localhost', '127.0.0.1');
    await browser.route(`${other}/prod/**`, async route => {
      const response = await route.fetch({url: route.request().url().replace('/prod/', '/')});
      const headers = response.headers();
      if (headers.location) {
        headers.location = '/prod' + headers.location;
      }
      await route.fulfill({response, headers});
    });
    await click(page, 'Caller and address');
    await page.getByRole('textbox', {name: 'Address'}).fill(`${other}/prod/`);
    await click(page, 'Use these');
    await page.getByText(`at ${other}/prod`).waitFor();
    await go(page, '#/_new/items');
    await editor(page).fill('{"id": "far"}');
    await click(page, 'Create');
    await page.getByRole('heading', {name: 'far', level: 1}).waitFor();
    await editor(page).fill('{"id": "far", "n": 1}');
    await click(page, 'Save');
    await said(page, 'Saved.').waitFor();
    assert.match(await last(page).innerText(), /Write units\s+1/);
    assert.equal((await api('GET', '/items/far')).json().n, 1);
    await browser.unrouteAll();
    faults.splice(0, Infinity, ...faults.filter(fault => !fault.startsWith(`a request to ${other}/prod/`)));
    await page.close();
  },
};

/** With an authorizer: dev mode's caller. */
const guarded = {
  async 'a caller of dev mode'() {
    const page = await open('#/notes');
    await said(page, 'The service wants to know the caller').waitFor();
    await accessible(page, 'no caller');
    const be = async sub => {
      await click(page, 'Caller and address');
      await page.getByLabel('Subject (sub)').fill(sub);
      await click(page, 'Use these');
      await page.getByText(`as ${sub}`).waitFor();
    };
    await be('adä');
    await page.getByRole('link', {name: 'New item'}).click();
    await editor(page).fill('{"id": "mine"}');
    await click(page, 'Create');
    await page.getByRole('heading', {name: 'mine'}).waitFor();
    await editor(page).waitFor();
    assert.match(await editor(page).inputValue(), /"owner": "adä"/);
    assert.match(await text(page, '.last pre'), /Larder-Dev-Caller: \{"sub":"ad\\u00e4"\}/);
    await be('grace');
    await said(page, 'The item does not exist (404)').waitFor();
    await page.close();
  },
};

let failed = 0;
const open401 = (await api('GET', '/items')).status === 401;
for (const [name, scenario] of Object.entries(open401 ? guarded : scenarios)) {
  if (only && !name.includes(only)) {
    continue;
  }
  const start = Date.now();
  try {
    await scenario();
    assert.deepEqual(faults, []);
    console.log(`ok: ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.error(`FAILED: ${name}\n${error.stack}`);
    for (const page of browser.pages().slice(1)) {
      await page.screenshot({path: join(folder, `failed-${failed}.png`)}).catch(() => {});
      await page.close({runBeforeUnload: false});
    }
  }
  faults.length = 0;
}
await browser.close();
rmSync(profile, {recursive: true, force: true});
process.exitCode = failed ? 1 : 0;
