import { useT } from '../i18n/context.ts';
import { Bridge, type BridgeProps } from './bridge.tsx';

/** The footbridge, and in words what it shows. */
export function BridgeScene({ stage, part }: BridgeProps) {
  const t = useT();
  return <Bridge stage={stage} part={part} label={t(`home.scene-${stage}`)} />;
}
