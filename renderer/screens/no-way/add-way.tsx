import { FileImage, Search } from 'lucide-react';
import { type ClipboardEvent, useId, useRef } from 'react';
import type { WantedProgram } from '../../../core/contract.ts';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { TextField } from '../../components/text-field.tsx';
import { useT } from '../../i18n/context.ts';
import type { Translate } from '../../i18n/translator.ts';
import { CameraWay } from './camera-way.tsx';
import { Findings } from './findings.tsx';
import style from './no-way.module.css';
import { problemWords, takeWords } from './problem-words.ts';
import { ProgramPanel } from './program-panel.tsx';
import { TAKE_LIMITS } from './take-in.ts';
import { TrialPanel } from './trial-panel.tsx';
import { useDrop } from './use-drop.ts';
import type { Intake, IntakeControls } from './use-intake.ts';

/** Takes a server that somebody was given: pasted, in a picture or a file, or of a program on this computer. */
export function AddWay({ controls }: { readonly controls: IntakeControls }) {
  const t = useT();
  const id = useId();
  const { intake, text, setText, look, take, takeCode, detect, startOver } = controls;
  const drop = useDrop(take);
  const file = useRef<HTMLInputElement>(null);
  if (intake.stage === 'accepted') return <TrialPanel onAnother={startOver} />;
  const onPaste = (event: ClipboardEvent) => {
    const [picture] = event.clipboardData.files;
    if (picture === undefined) return;
    event.preventDefault();
    take(picture);
  };
  const openFile = () => file.current?.click();
  const [error, advice] = errorOf(intake, t);
  const isBusy = ['reading', 'looking', 'fetching'].includes(intake.stage);
  return (
    <section
      className={classes(style.sheet, drop.isOver && style.over)}
      aria-labelledby={id}
      {...drop.handlers}
    >
      <h2 id={id}>{t('no-way.add-title')}</h2>
      <form
        className={style.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) look();
        }}
      >
        <TextField
          label={t('no-way.paste-label')}
          hint={t('no-way.paste-hint')}
          error={error}
          advice={advice}
          value={text}
          onChange={setText}
          rows={3}
          maxLength={TAKE_LIMITS.text}
          isExact
          onPaste={onPaste}
        />
        <div className={style.buttons}>
          <Button look="primary" type="submit" isBusy={intake.stage === 'reading'}>
            {t(intake.stage === 'reading' ? 'no-way.looking' : 'no-way.look')}
          </Button>
          <Button icon={<FileImage />} onClick={openFile}>
            {t('no-way.file')}
          </Button>
          <CameraWay onText={takeCode} onFile={openFile} />
          <input
            ref={file}
            type="file"
            hidden
            onChange={({ currentTarget }) => {
              const [chosen] = currentTarget.files ?? [];
              if (chosen !== undefined) take(chosen);
              currentTarget.value = '';
            }}
          />
        </div>
      </form>
      <p className={style.soft}>{t(drop.isOver ? 'no-way.drop-now' : 'no-way.drop')}</p>
      <p className={style.soft}>{t('no-way.photo')}</p>
      <Findings controls={controls} />
      <ProgramPanel programs={programsFor(intake)} onHere={look} />
      <div className={style.programs}>
        <h3>{t('no-way.detect-title')}</h3>
        <p>{t('no-way.detect-about')}</p>
        <div className={style.buttons}>
          <Button icon={<Search />} isBusy={intake.stage === 'looking'} onClick={detect}>
            {t(intake.stage === 'looking' ? 'no-way.detecting' : 'no-way.detect')}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** Programs that a link in what was given needs. */
function programsFor(intake: Intake): readonly WantedProgram[] {
  const problems = intake.stage === 'read' ? intake.problems : [];
  return problems.find(({ programs = [] }) => programs.length > 0)?.programs ?? [];
}

const ERRORS = ['too-many', 'cannot-save', 'not-found', 'engine-lost', 'timed-out'] as const;

/** What is wrong with what was given, where nothing in it can be used, and what to do with it instead. */
function errorOf(intake: Intake, t: Translate): readonly string[] {
  if (intake.stage === 'unreadable') return [t(takeWords(intake.problem))];
  if (intake.stage === 'failed') {
    return [t(`no-way.error-${ERRORS.find((code) => code === intake.code) ?? 'other'}`)];
  }
  if (intake.stage === 'list-failed') return [t(`lists.failed-${intake.failure}`, { host: intake.host })];
  if (intake.stage !== 'read' || intake.source === 'programs') return [];
  if (intake.proposals.length + intake.lists.length > 0) return [];
  const [problem, ...more] = intake.problems;
  if (problem === undefined) return [t('no-way.problem-nothing-found')];
  if (more.length > 0) return [];
  return problemWords(problem).map((key) =>
    t(key, { scheme: problem.scheme ?? '', programs: problem.needs ?? '' }),
  );
}
