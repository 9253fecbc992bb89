import type { RecordedStep } from '../record.ts';

/** What a step asked, and what was answered, in one line for experts. */
export function subjectOf(step: RecordedStep): string {
  switch (step.operation) {
    case 'resolve': {
      const answers = step.addresses.length === 0 ? '' : ` → ${step.addresses.join(', ')}`;
      return `${step.resolver}: ${step.name}${answers}`;
    }
    case 'connect':
      return `${step.ip} port ${step.port}`;
    case 'tls': {
      const issuer = step.issuer === undefined ? '' : `, certificate of “${step.issuer}”`;
      const shown =
        step.chain === undefined ? '' : `: ${step.chain.map(({ name }) => name || '?').join(' ← ')}`;
      return `${step.serverName} (${step.hello === 'chrome' ? 'a browser’s hello' : 'our hello'})${issuer}${shown}`;
    }
    case 'proxy':
      return step.protocol;
    case 'read':
      return `${step.bytes} bytes`;
    case 'dialogue': {
      const { answer, datagrams } = step;
      if (datagrams !== undefined) {
        const { ip, port, sent, received } = datagrams;
        return `${step.protocol}: ${ip} port ${port}, ${sent} bytes sent by UDP, ${received} came`;
      }
      if (answer === undefined) return step.protocol;
      const to = answer.location === undefined ? '' : ` to ${answer.location}`;
      const page = answer.fingerprint === undefined ? '' : `, known page ${answer.fingerprint}`;
      return `${step.protocol}: status ${answer.status}${to}${page}`;
    }
    case 'bulk':
      return `${step.bytes} bytes, ${Math.round(step.bytesPerSecond / 1024)} KiB/s`;
  }
}
