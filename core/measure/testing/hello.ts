import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { BrowserHelloSchema } from '../../model/browser-hello.ts';

/** The hello that ships. */
export const recordedHello = v.parse(
  BrowserHelloSchema,
  JSON.parse(readFileSync(new URL('../../../resources/hellos/chrome.json', import.meta.url), 'utf8')),
);
