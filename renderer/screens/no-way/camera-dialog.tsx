import { FileImage } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { classes } from '../../components/classes.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import style from './camera-dialog.module.css';
import { type CameraStage, useCamera } from './use-camera.ts';

interface CameraDialogProps {
  readonly onText: (text: string) => void;
  readonly onFile: () => void;
  readonly onClose: () => void;
}

/** What the camera sees, until it has seen a code; and what to do where there is nothing to see. */
export function CameraDialog({ onText, onFile, onClose }: CameraDialogProps) {
  const t = useT();
  const video = useRef<HTMLVideoElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const { stage, again } = useCamera(video, onText);
  const isOff = stage.kind === 'off';
  const tryAgain = () => {
    // The button that was pressed goes.
    close.current?.focus();
    again();
  };
  return (
    <Dialog
      isOpen
      title={t(isOff ? 'no-way.camera-off-title' : 'no-way.camera-title')}
      onClose={onClose}
      actions={
        <>
          <Button ref={close} onClick={onClose}>
            {t(isOff ? 'common.close' : 'common.cancel')}
          </Button>
          {isOff && (
            <>
              <Button icon={<FileImage />} onClick={onFile}>
                {t('no-way.file')}
              </Button>
              <Button look="primary" onClick={tryAgain}>
                {t('no-way.try-again')}
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={style.sight} hidden={isOff}>
        <video
          ref={video}
          className={classes(style.video, !(stage.kind === 'looking' && stage.facesAway) && style.mirrored)}
          aria-label={t('no-way.camera-picture')}
          muted
          playsInline
          disablePictureInPicture
        />
        <span className={style.frame} aria-hidden="true" />
      </div>
      <div role="status">
        <Said stage={stage} />
      </div>
      <p className={style.soft}>{t(isOff ? 'no-way.camera-photo' : 'no-way.camera-private')}</p>
    </Dialog>
  );
}

function Said({ stage }: { readonly stage: CameraStage }) {
  const t = useT();
  switch (stage.kind) {
    case 'opening':
      return <Notice tone="busy">{t('no-way.camera-opening')}</Notice>;
    case 'looking':
      return <Notice tone="info">{t('no-way.camera-looking')}</Notice>;
    case 'off':
      return (
        <Notice tone={stage.why === 'away' || stage.why === 'too-long' ? 'rest' : 'partly'}>
          {t(`no-way.camera-${stage.why}`)}
        </Notice>
      );
  }
}
