import { useCallback, useEffect, useState } from 'react';

import type { Persona } from './status';

const asked = () => new URLSearchParams(location.search).get('persona');

/** Which persona is chosen: the one in `?persona=`, else the first. The choice is an address that can be shared. */
export function usePersonaChoice(personas: readonly Persona[]): [Persona | undefined, (id: string) => void] {
  const [id, setId] = useState(asked);

  useEffect(() => {
    const onBack = () => setId(asked());
    window.addEventListener('popstate', onBack);
    return () => window.removeEventListener('popstate', onBack);
  }, []);

  const choose = useCallback((wanted: string) => {
    const url = new URL(location.href);
    url.searchParams.set('persona', wanted);
    history.pushState(null, '', url);
    setId(wanted);
  }, []);

  return [personas.find((persona) => persona.id === id) ?? personas[0], choose];
}
