/** Entry of the browser's half. Words are read before anything is drawn. */
import './theme/mantineStyles.ts';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startI18n } from './i18n/i18n.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with id "root"');
await startI18n();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
