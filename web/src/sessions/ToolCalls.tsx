import type { Schemas } from '../api/client';
import { Code } from '../lab/Code';
import { texts } from '../texts';
import classes from './ToolCalls.module.css';

/** What the persona did besides talking, in order. */
export function ToolCalls({ calls }: { calls: readonly Schemas['ToolCall'][] }) {
  const { tool, noTools, waterfall } = texts.session;
  if (calls.length === 0) return <p className={classes.none}>{noTools}</p>;
  return (
    <ol className={classes.calls}>
      {calls.map((call) => (
        <li key={call.toolCallId}>
          <div className={classes.head}>
            <code>{call.toolName}</code>
            <span>{waterfall.turn(call.turnIndex + 1)}</span>
            {call.durationSeconds !== null && <span className="vv-num">{tool.took(call.durationSeconds)}</span>}
            {call.status === 'failed' && <strong>{tool.failed}</strong>}
          </div>
          {call.errorMessage && <p>{call.errorMessage}</p>}
          {call.arguments && <Code label={tool.arguments} code={JSON.stringify(call.arguments, null, 2)} />}
          {call.result && <Code label={tool.result} code={call.result} />}
        </li>
      ))}
    </ol>
  );
}
