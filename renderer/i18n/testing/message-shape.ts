import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';

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

function collect(elements: readonly MessageFormatElement[], found: Found): void {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    found.names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
    if (element.type === TYPE.tag) collect(element.children, found);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
    const forms = Object.keys(element.options);
    if (element.type === TYPE.plural) found.plurals.push(forms);
    else found.choices.add(`${element.value}: ${forms.toSorted().join(' ')}`);
    for (const { value } of Object.values(element.options)) collect(value, found);
  }
}

/** What a message in ICU format has besides words. Throws where it does not parse. */
export function shapeOf(message: string): Shape {
  const found: Found = { names: new Set(), choices: new Set(), plurals: [] };
  collect(parse(message), found);
  return { names: [...found.names].sort(), choices: [...found.choices].sort(), plurals: found.plurals };
}
