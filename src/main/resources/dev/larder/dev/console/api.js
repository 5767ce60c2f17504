/** The requests of the console: where they go, on whose behalf, and the curl that does the same. */

const STORE = 'larder.console.connection';
const NOBODY = {base: '', token: '', sub: '', scope: ''};

/** Bodies up to this length are part of the curl; longer ones are a file. */
const INLINE = 2000;

export const JSON_TYPE = 'application/json';
export const TYPED = 'application/vnd.larder.dynamodb+json';

/** The address of the API and the caller, until the tab is closed. */
export const connection = {...NOBODY, ...JSON.parse(sessionStorage.getItem(STORE) ?? '{}')};

export function connect(values) {
  Object.assign(connection, values, {base: values.base.trim().replace(/\/+$/, '')});
  sessionStorage.setItem(STORE, JSON.stringify(connection));
}

export function forget() {
  Object.assign(connection, NOBODY);
  sessionStorage.removeItem(STORE);
}

const base = () => connection.base || location.origin;

/** Removes the address and its stage from a reference of the API. */
function local(reference) {
  const url = new URL(reference, base() + '/');
  const stage = new URL(base()).pathname.replace(/\/$/, '');
  const path = url.pathname + url.search;
  return stage && path.startsWith(stage + '/') ? path.slice(stage.length) : path;
}

/** Header fields have ASCII only, so other characters are escaped as JSON has it. */
const ascii = text => text.replace(/[^\x20-\x7e]/g,
  character => '\\u' + character.charCodeAt(0).toString(16).padStart(4, '0'));

function identity() {
  if (connection.token) {
    return {Authorization: `Bearer ${connection.token}`};
  } else if (connection.sub && !connection.base) {
    const {sub, scope} = connection;
    return {'Larder-Dev-Caller': ascii(JSON.stringify(scope ? {sub, scope} : {sub}))};
  }
  return {};
}

const quote = text => `'${text.replaceAll("'", "'\\''")}'`;

function curl(method, url, headers, body, file) {
  const options = [];
  for (const [name, value] of Object.entries(headers)) {
    options.push(name === 'Authorization' ? '-H "Authorization: Bearer $TOKEN"' : `-H ${quote(`${name}: ${value}`)}`);
  }
  if (file || body?.length > INLINE) {
    options.push(`--data-binary @${file ? quote(file) : 'body.json'}`);
  } else if (body !== undefined) {
    options.push(`--data-binary ${quote(body)}`);
  }
  const command = `curl -i${/[[\]{}]/.test(url) ? ' -g' : ''}${method === 'GET' ? '' : ` -X ${method}`} ${quote(url)}`;
  return [command, ...options].join(' \\\n  ');
}

/**
 * Makes a request and returns the exchange. A failure of the network is one with the status 0.
 *
 * @param headers fields besides those of the caller
 * @param file the name of the file from which the body is, for the curl
 * @param blob whether the body is not to be read as text
 * @param quiet whether the exchange is not shown
 */
export async function request(method, path, {headers = {}, body, file, blob, quiet, signal} = {}) {
  const url = base() + path;
  const all = {...headers, ...identity()};
  const exchange = {method, path, status: 0, header: () => null, curl: curl(method, url, all, body, file)};
  const start = performance.now();
  try {
    const response = await fetch(url, {
      method, headers: all, body, signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
    });
    Object.assign(exchange, {
      status: response.status,
      redirected: response.redirected,
      header: name => response.headers.get(name),
      location: response.headers.has('Location') ? local(response.headers.get('Location')) : undefined,
    });
    const failed = response.status >= 400;
    exchange.content = blob && !failed ? await response.blob() : await response.text();
    exchange.bytes = exchange.content.size ?? new Blob([exchange.content]).size;
    if (failed) {
      exchange.problem = problem(exchange.content);
    }
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    exchange.problem = {
      title: 'No response',
      detail: `${new URL(url).origin} did not respond, or its CORS settings do not let this page read the response. ${error.message}`,
    };
  }
  exchange.ms = performance.now() - start;
  if (!quiet) {
    document.dispatchEvent(new CustomEvent('exchange', {detail: exchange}));
  }
  return exchange;
}

/** Reads problem details, or the message of a gateway. */
function problem(text) {
  const title = 'The request failed';
  try {
    const {message: detail, ...problem} = JSON.parse(text);
    return {title, detail, ...problem};
  } catch {
    return {title, detail: text.slice(0, 500)};
  }
}

/** The reference of a response's `Link` to the next page. */
export function next(exchange) {
  const link = /<([^>]*)>;\s*rel="next"/.exec(exchange.header('Link') ?? '');
  return link && local(link[1]);
}

/** The name of a problem type. */
export const typeOf = exchange => exchange.problem?.type?.split(':').pop();

/**
 * The collections of `/openapi`, as objects with name, path as the template of their items' paths, and key as its
 * attributes with name and type.
 */
export async function collections(signal) {
  const exchange = await request('GET', '/openapi', {quiet: true, signal});
  if (exchange.problem) {
    return {exchange, list: []};
  }
  const {paths} = JSON.parse(exchange.content);
  const list = [];
  for (const [path, item] of Object.entries(paths)) {
    const name = item.put?.tags?.[0];
    if (name && item.patch && paths['/' + name]?.get) {
      const key = (item.parameters ?? item.get.parameters).filter(parameter => parameter.in === 'path').map(({name, schema}) => ({
        name,
        type: schema.type === 'number' ? 'N' : schema.contentEncoding ? 'B' : 'S',
      }));
      list.push({name, path, key});
    }
  }
  return {exchange, list: list.sort((one, other) => one.name < other.name ? -1 : 1)};
}
