/** The query of a collection as the API has it, which is also the address of its view. */

export const OPERATORS = {
  eq: 'is', ne: 'is not', lt: '<', lte: '≤', gt: '>', gte: '≥', between: 'between', prefix: 'begins with',
  contains: 'contains', in: 'is one of', exists: 'exists',
};

const RESERVED = ['limit', 'cursor', 'sort', 'fields', 'consistent', 'count', 'formulas'];
const LISTS = ['in', 'between'];

/** Percent-encodes what a query needs encoded; commas separate values. */
const encode = text => encodeURIComponent(text).replaceAll('%2C', ',');

function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Decodes values; one with an encoded comma gets quotes, since the comma belongs to it. */
const decodeList = text => text.split(',').map(decode)
  .map(value => value.includes(',') && !value.startsWith('"') ? `"${value}"` : value).join(',');

/** Reads a query string. */
export function parseQuery(text) {
  const query = {filters: []};
  for (const parameter of text.split('&').filter(Boolean)) {
    const equals = (parameter + '=').indexOf('=');
    const name = decode(parameter.slice(0, equals));
    const value = parameter.slice(equals + 1);
    if (RESERVED.includes(name)) {
      query[name] = decode(value);
      continue;
    }
    const [, attribute, operator] = /^(.*[^\\])\[(\w+)\]$/s.exec(name) ?? [null, name, 'eq'];
    query.filters.push({attribute, operator, value: (LISTS.includes(operator) ? decodeList : decode)(value)});
  }
  return query;
}

/** Writes a query string. */
export function formatQuery(query) {
  const parameters = query.filters.map(({attribute, operator, value}) => {
    const bare = operator === 'eq' && !RESERVED.includes(attribute);
    const name = encodeURIComponent(attribute) + (bare ? '' : `[${operator}]`);
    return `${name}=${LISTS.includes(operator) ? encode(value) : encodeURIComponent(value)}`;
  });
  for (const name of RESERVED) {
    if (query[name]) {
      parameters.push(`${name}=${encode(query[name])}`);
    }
  }
  return parameters.join('&');
}

/** An attribute's name as queries write it: these characters would lead into it. */
export const escapeName = name => name.replace(/[\\,.[\]]/g, '\\$&');

/** A path with a question mark and the query, if there is one. */
export const withQuery = (path, query) => query ? `${path}?${query}` : path;
