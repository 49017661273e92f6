import { Button } from '@mantine/core';

import { texts } from '../texts';
import classes from './Pages.module.css';

interface PagesProps {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

export function Pages({ page, pages, onPage }: PagesProps) {
  if (pages <= 1) return null;
  const { label, before, next, at } = texts.sessions.pages;
  return (
    <nav className={classes.pages} aria-label={label}>
      <Button variant="default" size="xs" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {before}
      </Button>
      <span className="vv-num" aria-live="polite">
        {at(page, pages)}
      </span>
      <Button variant="default" size="xs" disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {next}
      </Button>
    </nav>
  );
}
