#!/usr/bin/env node
// Behaves like macOS's networksetup for proxies, for tests: as a program on its state in the file NETWORKSETUP_STATE names,
// or called with a state.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const yes = (on) => (on ? 'Yes' : 'No');
const answer = (text, code = 0) => ({ code, text: `${text}\n` });

/** Carries out one command on a state; its exit code and what it prints. */
export function networksetup(state, [command = '', name = '', ...words]) {
  if (command === '-listallnetworkservices') {
    const names = state.services.map(({ name: service, disabled }) => `${disabled ? '*' : ''}${service}`);
    return answer(['An asterisk (*) denotes that a network service is disabled.', ...names].join('\n'));
  }
  const service = state.services.find((one) => one.name === name);
  if (service === undefined) return answer(`${name} is not a recognized network service.`, 4);
  const [, verb, what] = /^-(get|set)(.+)$/.exec(command) ?? [];
  if (verb === 'get') return answer(told(service, what));
  if (state.needsPassword) return answer('** Error: Command requires admin privileges.', 14);
  if (service.refuses) return answer('** Error: The service could not be changed.', 10);
  set(service, what, words);
  return answer('');
}

function told(service, what) {
  if (what === 'autoproxyurl') return `URL: ${service.url ?? '(null)'}\nEnabled: ${yes(service.auto)}`;
  if (what === 'proxyautodiscovery') return `Auto Proxy Discovery: ${service.discovery ? 'On' : 'Off'}`;
  if (what === 'proxybypassdomains')
    return service.bypass?.join('\n') ?? `There aren't any bypass domains set on ${service.name}.`;
  const { server = '', port = 0, on = false, password = false } = service[what] ?? {};
  return `Enabled: ${yes(on)}\nServer: ${server}\nPort: ${port}\nAuthenticated Proxy Enabled: ${Number(password)}`;
}

function set(service, what, words) {
  if (what === 'autoproxyurl') {
    service.url = words[0] === '' ? null : words[0];
    service.auto = true;
  } else if (what === 'autoproxystate') service.auto = words[0] === 'on';
  else if (what === 'proxyautodiscovery') service.discovery = words[0] === 'on';
  else if (what.endsWith('state')) {
    const kind = what.slice(0, -'state'.length);
    service[kind] = { server: '', port: 0, ...service[kind], on: words[0] === 'on' };
  } else service[what] = { server: words[0], port: Number(words[1]), on: true };
}

const file = process.env.NETWORKSETUP_STATE;
const isProgram =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (file !== undefined && isProgram) {
  const state = JSON.parse(readFileSync(file, 'utf8'));
  const { code, text } = networksetup(state, process.argv.slice(2));
  process.stdout.write(text);
  if (code === 0 && process.argv[2]?.startsWith('-set')) writeFileSync(file, JSON.stringify(state));
  process.exitCode = code;
}
