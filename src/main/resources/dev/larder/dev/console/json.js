/**
 * JSON without loss: JavaScript's own would round numbers and reorder members. A number is a
 * {@link JsonNumber}, an object a Map, anything else what JavaScript has for it.
 */

/** Deeper than any item can be, and shallow enough for the call stack. */
const DEPTH = 500;

/** How long a task may take before the browser gets a turn. */
const TASK = 40;

/** Characters of a line of more than one member or element. */
const LINE = 72;

/** Elements of a list that may have a line each. */
const SHORT = 1000;

const WORD = /[^\s,:[\]{}"]*/y;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const LITERALS = {true: true, false: false, null: null};

/** A number by its text. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

/** What is wrong with a text, and where. */
export class JsonError extends Error {
  constructor(message, text, at) {
    super(message);
    const before = text.slice(0, at);
    this.at = at;
    this.line = before.split('\n').length;
    this.column = at - before.lastIndexOf('\n');
  }
}

class Parser {
  /** @param pointer the JSON Pointer of a value whose place is to be found, as `found` */
  constructor(text, pointer) {
    this.text = text;
    this.at = 0;
    this.depth = 0;
    this.pointer = pointer;
    this.path = '';
  }

  fail(message, at = this.at) {
    throw new JsonError(message, this.text, at);
  }

  space() {
    let code;
    while ((code = this.text.charCodeAt(this.at)) === 32 || code === 10 || code === 13 || code === 9) {
      this.at++;
    }
  }

  /** Takes a character after white space, if it is the next one. */
  take(character) {
    this.space();
    if (this.text[this.at] !== character) {
      return false;
    }
    this.at++;
    return true;
  }

  /** Takes the end of an object or array. */
  close(character) {
    if (!this.take(character)) {
      this.fail(`Expected a comma or ${character}`);
    }
    this.depth--;
  }

  /** Takes the beginning of an object or array; says whether something is in it. */
  open(character, end) {
    if (!this.take(character)) {
      this.fail(`Expected ${character}`);
    } else if (++this.depth > DEPTH) {
      this.fail(`There are more than ${DEPTH} levels`);
    } else if (this.take(end)) {
      this.depth--;
      return false;
    }
    return true;
  }

  end() {
    this.space();
    if (this.at < this.text.length) {
      this.fail('Nothing may follow the value');
    }
  }

  value() {
    this.space();
    if (this.path === this.pointer) {
      this.found = this.at;
    }
    switch (this.text[this.at]) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case undefined:
        return this.fail('The text ends where a value should be');
      default:
        return this.literal();
    }
  }

  /** Reads a value inside another one, whose name or index is given. */
  inner(name) {
    if (this.pointer === undefined) {
      return this.value();
    }
    const path = this.path;
    this.path += '/' + `${name}`.replaceAll('~', '~0').replaceAll('/', '~1');
    const value = this.value();
    this.path = path;
    return value;
  }

  object() {
    const members = new Map();
    if (this.open('{', '}')) {
      do {
        const at = this.at;
        const name = this.name();
        if (members.has(name)) {
          this.fail(`There is a second "${name}"`, at);
        }
        members.set(name, this.inner(name));
      } while (this.take(','));
      this.close('}');
    }
    return members;
  }

  array() {
    const elements = [];
    if (this.open('[', ']')) {
      do {
        elements.push(this.inner(elements.length));
      } while (this.take(','));
      this.close(']');
    }
    return elements;
  }

  /** Reads the name of a member, and the colon. */
  name() {
    this.space();
    if (this.text[this.at] !== '"') {
      this.fail('Expected a name in double quotes');
    }
    const name = this.string();
    if (!this.take(':')) {
      this.fail('Expected a colon');
    }
    return name;
  }

  string() {
    const start = this.at++;
    let plain = true;
    for (let code; (code = this.text.charCodeAt(this.at)) !== 34; this.at += code === 92 ? 2 : 1) {
      if (code === 10 || Number.isNaN(code)) {
        this.fail('A string has no end', start);
      }
      plain &&= code !== 92 && code > 31;
    }
    this.at++;
    if (plain) {
      return this.text.slice(start + 1, this.at - 1);
    }
    try {
      return JSON.parse(this.text.slice(start, this.at));
    } catch {
      return this.fail('A string has a control character or a wrong escape', start);
    }
  }

  literal() {
    const start = this.at;
    WORD.lastIndex = start;
    const [text] = WORD.exec(this.text);
    this.at += text.length;
    if (NUMBER.test(text)) {
      return new JsonNumber(text);
    } else if (Object.hasOwn(LITERALS, text)) {
      return LITERALS[text];
    }
    return this.fail(text ? `${text.slice(0, 40)} is not a JSON value` : 'Expected a value', start);
  }
}

/** Reads a text; throws a JsonError. */
export function parse(text) {
  const parser = new Parser(text);
  const value = parser.value();
  parser.end();
  return value;
}

/** Returns the place in a text of the value that a JSON Pointer names, or of the nearest one. */
export function locate(text, pointer) {
  for (let of = pointer; ; of = of.slice(0, of.lastIndexOf('/'))) {
    const parser = new Parser(text, of);
    parser.value();
    if (parser.found !== undefined || !of) {
      return parser.found ?? 0;
    }
  }
}

/** Gives the browser a turn. */
export const turn = () => new Promise(resolve => setTimeout(resolve));

/** Gives the browser a turn whenever the current task has taken long. */
export function breather() {
  let until = performance.now() + TASK;
  return async () => {
    if (performance.now() > until) {
      await turn();
      until = performance.now() + TASK;
    }
  };
}

/** Reads a page, with turns for the browser, since a page can have 6 MB. */
export async function parsePage(text) {
  const breathe = breather();
  const parser = new Parser(text);
  const page = {items: []};
  parser.open('{', '}');
  do {
    const name = parser.name();
    if (name !== 'items') {
      page[name] = parser.value();
    } else if (parser.open('[', ']')) {
      do {
        page.items.push(parser.value());
        await breathe();
      } while (parser.take(','));
      parser.close(']');
    }
  } while (parser.take(','));
  return page;
}

/** Yields the text of each element of an array, with the line at which it begins. */
export function* elements(text) {
  const parser = new Parser(text);
  let line = 1;
  let counted = 0;
  if (parser.open('[', ']')) {
    do {
      parser.space();
      const start = parser.at;
      for (; counted < start; counted++) {
        line += text.charCodeAt(counted) === 10 ? 1 : 0;
      }
      parser.value();
      yield {text: text.slice(start, parser.at), line};
    } while (parser.take(','));
    parser.close(']');
  }
  parser.end();
}

/** Writes a value on as few characters as possible, or only the beginning of it. */
export function compact(value, most = Infinity) {
  let text = '';
  const write = part => {
    if (text.length > most) {
      return;
    } else if (part instanceof JsonNumber) {
      text += part.text;
    } else if (part instanceof Map) {
      text += '{';
      let first = true;
      for (const [name, member] of part) {
        text += (first ? '' : ', ') + JSON.stringify(name) + ': ';
        first = false;
        write(member);
        if (text.length > most) {
          return;
        }
      }
      text += '}';
    } else if (Array.isArray(part)) {
      text += '[';
      for (let index = 0; index < part.length && text.length <= most; index++) {
        text += index ? ', ' : '';
        write(part[index]);
      }
      text += ']';
    } else {
      text += JSON.stringify(part);
    }
  };
  write(value);
  return text.length > most ? text.slice(0, most) + '…' : text;
}

/** Writes a value with a line for each member and each element, unless they fit on one. */
export function pretty(value, indent = '') {
  const inner = indent + '  ';
  if (!(value instanceof Map || Array.isArray(value)) || !(value.size ?? value.length)) {
    return compact(value);
  }
  const line = compact(value, LINE);
  if (indent && !line.endsWith('…') && ![...value.values()].some(part => part instanceof Map || Array.isArray(part))) {
    return line;
  } else if (value instanceof Map) {
    const lines = [...value].map(([name, member]) => `${inner}${JSON.stringify(name)}: ${pretty(member, inner)}`);
    return `{\n${lines.join(',\n')}\n${indent}}`;
  }
  return `[\n${lines(value.map(element => pretty(element, inner)), inner).join(',\n')}\n${indent}]`;
}

/** The lines of a list; of a long one several elements share a line, since browsers lay out each line. */
function lines(elements, indent) {
  if (elements.length <= SHORT) {
    return elements.map(element => indent + element);
  }
  const filled = [];
  for (const element of elements) {
    const longer = `${filled.at(-1)}, ${element}`;
    if (filled.length && longer.length <= LINE + indent.length) {
      filled[filled.length - 1] = longer;
    } else {
      filled.push(indent + element);
    }
  }
  return filled;
}

/** Says whether two values are the same, whatever the order of members. */
export function same(one, other) {
  if (one instanceof JsonNumber) {
    return other instanceof JsonNumber && one.text === other.text;
  } else if (one instanceof Map) {
    return other instanceof Map && one.size === other.size
      && [...one].every(([name, member]) => other.has(name) && same(member, other.get(name)));
  } else if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length
      && one.every((element, index) => same(element, other[index]));
  }
  return one === other;
}
