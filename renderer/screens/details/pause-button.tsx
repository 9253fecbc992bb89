import { Pause, Play } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { useT } from '../../i18n/context.ts';

interface PauseButtonProps {
  readonly isPaused: boolean;
  readonly onChange: (isPaused: boolean) => void;
}

/** Holds what moves, to read it in peace (WCAG 2.2.2). */
export function PauseButton({ isPaused, onChange }: PauseButtonProps) {
  const t = useT();
  return (
    <Button icon={isPaused ? <Play /> : <Pause />} onClick={() => onChange(!isPaused)}>
      {t(isPaused ? 'details.resume' : 'details.pause')}
    </Button>
  );
}
