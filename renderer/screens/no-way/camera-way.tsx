import { ScanQrCode } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { useT } from '../../i18n/context.ts';
import { CameraDialog } from './camera-dialog.tsx';
import { useHasCamera } from './use-camera.ts';

interface CameraWayProps {
  readonly onText: (text: string) => void;
  /** The person takes a photo instead. */
  readonly onFile: () => void;
}

/** Reads a code that is held up to the camera, where there is one. It is asked for only after the press. */
export function CameraWay({ onText, onFile }: CameraWayProps) {
  const t = useT();
  const has = useHasCamera();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      {has && (
        <Button icon={<ScanQrCode />} onClick={() => setIsOpen(true)}>
          {t('no-way.camera')}
        </Button>
      )}
      {isOpen && (
        <CameraDialog
          onText={(text) => {
            setIsOpen(false);
            onText(text);
          }}
          onFile={() => {
            setIsOpen(false);
            onFile();
          }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </>
  );
}
