import './design/design.css';
import { firstPaint } from './first-paint.ts';

void firstPaint().then(() => import('./start.tsx'));
