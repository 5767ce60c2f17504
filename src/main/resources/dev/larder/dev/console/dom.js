/** Makes an element. Members of `properties` that begin with `on` are listeners, others attributes. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'value') {
      element.value = value;
    } else if (value !== false && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export const button = (text, onclick, properties = {}) => h('button', {type: 'button', onclick, ...properties}, text);

/** A control below its label. */
export const labelled = (text, control) => h('label', {class: 'field'}, h('span', {}, text), control);

/** A control before its label. */
export const checkbox = (text, properties = {}) => {
  const input = h('input', {type: 'checkbox', ...properties});
  return {input, element: h('label', {class: 'check'}, input, text)};
};

export const select = (options, chosen, properties = {}) => h('select', properties,
  Object.entries(options).map(([value, text]) => h('option', {value, selected: value === chosen}, text)));

/** Has screen readers read a text. */
export function announce(text) {
  document.getElementById('announcement').textContent = text;
}

export const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

export const size = bytes => bytes < 1000 ? count(bytes, 'byte')
  : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** A button that copies a text. */
export function copyButton(text, what) {
  return button('Copy', async event => {
    await navigator.clipboard.writeText(text());
    event.target.textContent = 'Copied';
    announce(`Copied ${what}`);
    setTimeout(() => event.target.textContent = 'Copy', 2000);
  }, {'aria-label': `Copy ${what}`});
}

/** Shows a dialog and removes it when it is closed; the browser returns the focus. */
export function showDialog(heading, ...children) {
  const dialog = h('dialog', {'aria-labelledby': 'dialog-heading', onclose: () => dialog.remove()},
    h('h2', {id: 'dialog-heading'}, heading), children);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
