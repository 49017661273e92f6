import { IconBooks, IconDeviceLaptop, IconMessageCog, IconWebhook, type Icon } from '@tabler/icons-react';

import type { ToolKind } from './kinds';

const ICONS: Record<ToolKind, Icon> = {
  SERVER_WEBHOOK: IconWebhook,
  CLIENT: IconDeviceLaptop,
  SERVER_RAG: IconBooks,
  SYSTEM: IconMessageCog,
};

export function KindIcon({ kind, size = 17 }: { kind: ToolKind; size?: number }) {
  const Shown = ICONS[kind];
  return <Shown size={size} stroke={1.7} aria-hidden="true" />;
}
