import { Bridge } from '../scene/bridge.tsx';

/**
 * What is seen before there is anything to say. The build draws it into the page itself (vite.config.ts), so that it needs no
 * program; it has no words but the name, which is the same in every language, and no side that a direction could turn.
 */
export function FirstPainting() {
  return (
    <div className="quiet">
      <Bridge stage="off" part={0} label={null} />
      <p className="name">Footbridge</p>
    </div>
  );
}
