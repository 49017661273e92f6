import { csrfHeader } from '../api/csrf';
import { Refused } from '../api/refused';

/** Sends a file into a folder. An XMLHttpRequest, because `fetch` does not tell how far it is. Throws Refused. */
export function send(folder: string, file: File, onShare: (share: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/v1/knowledge/groups/${encodeURIComponent(folder)}/documents`);
    for (const [name, value] of Object.entries(csrfHeader())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onShare(total ? loaded / total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(new Refused(request.status, messageIn(request.responseText))));
    request.onerror = () => reject(new TypeError('The server did not answer'));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}

/** The server's own sentence about the file; for one field the message bears its name in front. */
function messageIn(answer: string): string {
  try {
    const { message, details } = JSON.parse(answer) as { message?: string; details?: { message: string }[] };
    return details?.[0]?.message ?? message ?? answer;
  } catch {
    return answer;
  }
}
