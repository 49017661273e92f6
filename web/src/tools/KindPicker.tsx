import { texts } from '../texts';
import { KindIcon } from './KindIcon';
import classes from './KindPicker.module.css';
import { KINDS, type ToolKind } from './kinds';

export function KindPicker({ kind, onPick }: { kind: ToolKind; onPick: (kind: ToolKind) => void }) {
  const { form, kinds, kindHints } = texts.tools;
  return (
    <fieldset className={classes.kinds}>
      <legend>{form.kind}</legend>
      {KINDS.map((one) => (
        <label key={one} data-picked={kind === one || undefined}>
          <input type="radio" name="kind" value={one} checked={kind === one} onChange={() => onPick(one)} aria-describedby={`about-${one}`} />
          <KindIcon kind={one} size={20} />
          <strong>{kinds[one]}</strong>
          <span id={`about-${one}`}>{kindHints[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
