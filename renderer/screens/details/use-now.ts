import { useEffect, useState } from 'react';

/** The time of day in milliseconds since 1970, anew each second for as long as something on the screen moves by itself. */
export function useNow(isMoving: (now: number) => boolean): number {
  const [now, setNow] = useState(Date.now);
  const moves = isMoving(now);
  useEffect(() => {
    setNow(Date.now());
    if (!moves) return;
    const timer = setInterval(() => {
      if (!document.hidden) setNow(Date.now());
    }, 1000);
    return () => clearInterval(timer);
  }, [moves]);
  return now;
}
