/** What the server takes. */
const KINDS = ['image/jpeg', 'image/png', 'image/webp'];
const MOST_BYTES = 4_500_000;
/** More than the largest frame can show. */
const MOST_SIDE_PX = 3_000;
const QUALITY = 0.92;

/** This browser cannot show it, so it is none that can be sent. */
export class NoPhoto extends Error {}

/** The photo as it can be sent: as it is, or made smaller or of another kind here. Throws NoPhoto. */
export async function sendable(file: File): Promise<File> {
  if (KINDS.includes(file.type) && file.size <= MOST_BYTES) return file;
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file); // upright, as its EXIF says
  } catch {
    throw new NoPhoto();
  }
  const [width, height] = fittedInto(picture.width, picture.height, MOST_SIDE_PX);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(picture, 0, 0, width, height);
  picture.close();
  const smaller = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return new File([smaller], file.name.replace(/\.\w+$/, '') + '.jpg', { type: smaller.type });
}

/** What a camera shows just now, as a photo: not turned round, as its picture on the page is. */
export async function taken(video: HTMLVideoElement): Promise<File> {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  const photo = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return new File([photo], 'camera.jpg', { type: photo.type });
}

/** Both sides in pixels, with the same proportions, neither longer than `most`. */
export function fittedInto(width: number, height: number, most: number): [number, number] {
  const scale = Math.min(1, most / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

export const firstPhoto = (files: FileList | undefined | null) => [...(files ?? [])].find(({ type }) => type.startsWith('image/')) ?? files?.[0];
