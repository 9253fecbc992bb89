import { IntlMessageFormat } from 'intl-messageformat';

/** What a message has besides words. */
interface Shape {
  /** Placeholders and tags, sorted. */
  readonly names: readonly string[];
  /** Of each `select`, its name and the choices, sorted. */
  readonly choices: readonly string[];
  /** Of each `plural`, the forms. */
  readonly plurals: readonly (readonly string[])[];
}

interface Found {
  readonly names: Set<string>;
  readonly choices: Set<string>;
  readonly plurals: string[][];
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];
/** The parser's number for plain words. */
const LITERAL = 0;

function collect(elements: readonly Element[], found: Found): void {
  for (const element of elements) {
    if (!('value' in element) || element.type === LITERAL) continue;
    found.names.add('children' in element ? `<${element.value}>` : element.value);
    if ('children' in element) collect(element.children, found);
    if (!('options' in element)) continue;
    const forms = Object.keys(element.options).sort();
    if ('pluralType' in element) found.plurals.push(forms);
    else found.choices.add(`${element.value}: ${forms.join(' ')}`);
    for (const { value } of Object.values(element.options)) collect(value, found);
  }
}

/** What a message in ICU format has besides words. Throws where it does not parse. */
export function shapeOf(message: string): Shape {
  const found: Found = { names: new Set(), choices: new Set(), plurals: [] };
  collect(new IntlMessageFormat(message, 'en').getAst(), found);
  return { names: [...found.names].sort(), choices: [...found.choices].sort(), plurals: found.plurals };
}
