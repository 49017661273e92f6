import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';

import { texts } from '../texts';
import { adviceFor, isSlow } from './advice';
import type { LlmTest } from './queries';
import classes from './Tested.module.css';

/** What came of one prompt: when it began to speak, what it said, or what its provider says is wrong. */
export function Tested({ test }: { test: LlmTest }) {
  const { llmTest } = texts;
  const Icon = test.ok ? IconCircleCheck : IconAlertTriangle;
  return (
    <div className={classes.tested} role="status">
      <p className={classes.verdict} data-ok={test.ok || undefined}>
        <Icon size={19} aria-hidden="true" />
        {test.ok ? llmTest.ok : llmTest.bad}
      </p>
      <dl className={classes.times}>
        <div>
          <dt>{llmTest.first}</dt>
          <dd className="vv-num" data-slow={isSlow(test) || undefined}>
            {test.firstTokenMs === null ? llmTest.none : llmTest.ms(test.firstTokenMs)}
          </dd>
        </div>
        <div>
          <dt>{llmTest.whole}</dt>
          <dd className="vv-num">{llmTest.ms(test.totalMs)}</dd>
        </div>
      </dl>
      {test.text && (
        <div>
          <h3>{llmTest.said}</h3>
          <blockquote className={classes.said} dir="auto">
            {test.text}
          </blockquote>
        </div>
      )}
      {test.error !== null && (
        <div>
          <h3>{llmTest.error}</h3>
          <pre className={classes.error} tabIndex={0}>
            {test.error}
          </pre>
          <p className={classes.advice}>{llmTest.advice[adviceFor(test.error)]}</p>
        </div>
      )}
      {isSlow(test) && <p className={classes.advice}>{llmTest.slow}</p>}
    </div>
  );
}
