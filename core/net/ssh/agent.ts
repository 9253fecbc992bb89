/** Of OpenSSH for Windows; PuTTY's Pageant takes it over where it is told to. */
const WINDOWS_PIPE = '\\\\.\\pipe\\openssh-ssh-agent';
const PIPE = /^[/\\]{2}\.[/\\]pipe[/\\]./;

/**
 * Where the person's SSH agent listens: SSH_AUTH_SOCK, on Windows a pipe; undefined where there is none. Whether anybody answers
 * shows only when it is asked.
 */
export function findAgent(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const told = environment.SSH_AUTH_SOCK;
  if (platform !== 'win32') return told === '' ? undefined : told;
  // Any other path is Cygwin's, and has to be looked up by a program of it.
  return told !== undefined && PIPE.test(told) ? told : WINDOWS_PIPE;
}
