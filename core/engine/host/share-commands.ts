import type { Connecting } from './connecting.ts';
import type { Desk } from './desk.ts';
import { DONE, type Handlers, refused } from './outcomes.ts';

/** Commands about sharing with phones. */
export function createShareCommands(
  { lifecycle }: Pick<Connecting, 'lifecycle'>,
  desk: Pick<Desk, 'model'>,
): Pick<Handlers, 'sharePhones' | 'blockDevice' | 'phoneLink'> {
  const sharing = () => (desk.model().phase === 'on' ? (lifecycle.current()?.sharing ?? null) : null);
  return {
    async sharePhones({ on, isSure, keep }) {
      const current = sharing();
      if (current === null) return refused('wrong-phase');
      await (on ? current.begin({ isSure, keep }) : current.end());
      return DONE;
    },
    async blockDevice({ id, on }) {
      const current = sharing();
      if (current === null) return refused('wrong-phase');
      return current.block(id, on) ? DONE : refused('not-found');
    },
    async phoneLink() {
      const { mtproto, socks } = sharing()?.links() ?? { mtproto: null, socks: null };
      const link = mtproto ?? socks;
      if (link === null) return refused('wrong-phase');
      return { ok: true, value: { link, other: link === socks ? null : socks } };
    },
  };
}
