import type { Schemas } from '../api/client';
import { texts } from '../texts';
import classes from './TestResult.module.css';

/** What came of a test call. */
export function TestResult({ result: { httpStatus, durationSeconds, result, errorMessage, awaited } }: { result: Schemas['ToolTest'] }) {
  const { test } = texts.tools;
  return (
    <div className={classes.result}>
      <p className={classes.facts} data-failed={errorMessage !== null || undefined}>
        <strong>{httpStatus === null ? test.noStatus : test.status(httpStatus)}</strong>
        <span className="vv-num">{test.took(durationSeconds)}</span>
      </p>
      {errorMessage !== null && (
        <>
          <h3>{test.error}</h3>
          <p className={classes.error}>{errorMessage}</p>
        </>
      )}
      <h3>{test.reads}</h3>
      <pre tabIndex={0} aria-label={test.reads}>
        {result}
      </pre>
      {!awaited && <p>{test.unawaited}</p>}
    </div>
  );
}
