import { texts } from '../texts';
import { type Step, STEPS } from './search';
import classes from './StepList.module.css';

export function StepList({ step }: { step: Step }) {
  const { steps, stepsLabel } = texts.newAvatar;
  const now = STEPS.indexOf(step);
  return (
    <ol className={classes.steps} aria-label={stepsLabel}>
      {STEPS.map((name, index) => (
        <li key={name} aria-current={index === now ? 'step' : undefined} data-done={index < now || undefined}>
          {steps[name]}
        </li>
      ))}
    </ol>
  );
}
