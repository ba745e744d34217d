/**
 * Scanning with the camera of a phone. Where the browser gives a live picture (https) codes are read from it one after
 * the other; on a plain intranet address, which has none to give, a photo of the label is read instead.
 */
import { Button, FileButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import classes from './CameraScan.module.css';

const FRAME_MS = 250;
/** The same label stays in the picture for a while: it counts once in this time. */
const AGAIN_MS = 3000;

async function read(picture: Blob | ImageData): Promise<string | null> {
  const { readBarcode } = await import('../../state/readBarcode.ts');
  return readBarcode(picture);
}

/** Types of the DOM say it is always there; a plain http page has none. */
const camera = (): MediaDevices | undefined => (navigator as { mediaDevices?: MediaDevices }).mediaDevices;

function Live({ onCode, onFail }: { onCode: (code: string) => void; onFail: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const latest = useRef({ onCode, onFail });
  useEffect(() => {
    latest.current = { onCode, onFail };
  });
  useEffect(() => {
    let stream: MediaStream | undefined;
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const seen = new Map<string, number>();
    const canvas = document.createElement('canvas');
    const look = async (): Promise<void> => {
      const picture = video.current;
      const context = canvas.getContext('2d', { willReadFrequently: true });
      if (picture !== null && context !== null && picture.videoWidth > 0) {
        canvas.width = picture.videoWidth;
        canvas.height = picture.videoHeight;
        context.drawImage(picture, 0, 0);
        const code = await read(context.getImageData(0, 0, canvas.width, canvas.height)).catch(() => null);
        const now = performance.now();
        if (code !== null && !ended && now - (seen.get(code) ?? Number.NEGATIVE_INFINITY) > AGAIN_MS) latest.current.onCode(code);
        if (code !== null) seen.set(code, now);
      }
      if (!ended) timer = setTimeout(() => void look(), FRAME_MS);
    };
    const begin = async (): Promise<void> => {
      try {
        stream = await camera()?.getUserMedia({ video: { facingMode: 'environment' } });
        if (stream === undefined || video.current === null) throw new Error('there is no camera');
        if (ended) {
          stream.getTracks().forEach((track) => track.stop());
          return;
        }
        video.current.srcObject = stream;
        await video.current.play();
        await look();
      } catch {
        if (!ended) latest.current.onFail();
      }
    };
    void begin();
    return () => {
      ended = true;
      if (timer !== undefined) clearTimeout(timer);
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, []);
  return <video ref={video} className={classes['live']} muted playsInline aria-label={t('rounds:camera.live')} />;
}

export function CameraScan({ onCode }: { onCode: (code: string) => void }) {
  const { t } = useTranslation();
  const [live, setLive] = useState(false);
  const [fault, setFault] = useState<'no-camera' | 'nothing-read' | null>(null);
  const [reading, setReading] = useState(false);
  const takePhoto = async (photo: File | null): Promise<void> => {
    if (photo === null) return;
    setReading(true);
    const code = await read(photo).catch(() => null);
    setReading(false);
    setFault(code === null ? 'nothing-read' : null);
    if (code !== null) onCode(code);
  };
  return (
    <div className={classes['camera']}>
      {live && <Live onCode={onCode} onFail={() => { setLive(false); setFault('no-camera'); }} />}
      <div className={classes['buttons']}>
        {camera() !== undefined && (
          <Button variant="default" leftSection={<Icon name="scan" size={16} />} onClick={() => { setFault(null); setLive(!live); }}>
            {t(live ? 'rounds:camera.stop' : 'rounds:camera.start')}
          </Button>
        )}
        <FileButton accept="image/*" capture="environment" onChange={(file) => void takePhoto(file)}>
          {(props) => <Button {...props} variant="default" loading={reading} leftSection={<Icon name="scan" size={16} />}>{t('rounds:camera.photo')}</Button>}
        </FileButton>
      </div>
      {fault !== null && <Notice tone="warn">{t(`rounds:camera.${fault}`)}</Notice>}
    </div>
  );
}
