import { Save } from 'lucide-react';
import { useState } from 'react';
import { REPORT_PARTS, type ReportPart, type ReportWish } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/switch.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import { downloadFile } from './download-file.ts';
import { SendCard } from './send-card.tsx';

const PART_WORDS = {
  'report.html': 'send.part-page',
  'measurements.jsonl': 'send.part-data',
  'events.log': 'send.part-log',
  'history.jsonl': 'send.part-history',
} as const satisfies Record<ReportPart, string>;

interface SaveCardProps {
  readonly wish: ReportWish;
  readonly onChange: (wish: Omit<ReportWish, 'language'>) => void;
}

/** What is to be in the report, and the button that saves it. */
export function SaveCard({ wish, onChange }: SaveCardProps) {
  const t = useT();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const [isBusy, setIsBusy] = useState(false);
  const { parts, tellsCountry, operator } = wish;
  const change = (changes: Partial<ReportWish>) => onChange({ parts, tellsCountry, operator, ...changes });
  const choose = (part: ReportPart, isIn: boolean) =>
    change({ parts: REPORT_PARTS.filter((one) => (one === part ? isIn : parts.includes(one))) });
  const save = async () => {
    setIsBusy(true);
    const outcome = await bridge.call('saveReport', wish);
    setIsBusy(false);
    if (!outcome.ok) return toast(t(`common.error-${outcome.error.code}`), 'blocked');
    if (outcome.value.outcome === 'cancelled') return;
    if (outcome.value.outcome === 'download') downloadFile(outcome.value.name, outcome.value.base64);
    toast(t('send.saved'));
  };
  return (
    <SendCard title={t('send.save-title')}>
      {REPORT_PARTS.map((part) => (
        <Switch
          key={part}
          label={t(PART_WORDS[part])}
          isOn={parts.includes(part)}
          onChange={(isIn) => choose(part, isIn)}
        />
      ))}
      <Switch
        label={t('send.country')}
        description={t('send.country-more')}
        isOn={tellsCountry}
        onChange={(isOn) => change({ tellsCountry: isOn })}
      />
      <TextField
        label={t('send.operator')}
        value={operator}
        maxLength={64}
        onChange={(text) => change({ operator: text })}
      />
      <div>
        <Button look="primary" icon={<Save />} isBusy={isBusy} onClick={() => void save()}>
          {t('send.save')}
        </Button>
      </div>
    </SendCard>
  );
}
