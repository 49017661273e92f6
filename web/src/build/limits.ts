import { texts } from '../texts';
import { CLIENT_THINKS, type Fields } from './fields';
import type { Avatar, Voice } from './queries';

/* What does not go together, and why: chosen all the same, the API would ignore or refuse it. */

const { reasons } = texts.build;

export interface Frame {
  width: number;
  height: number;
}

/** Of each model, the standard one first. */
const FRAMES: Record<string, readonly Frame[]> = {
  'cara-2': [{ width: 512, height: 512 }],
  'cara-3': [{ width: 720, height: 480 }],
  'cara-4': [{ width: 1152, height: 768 }, { width: 768, height: 1152 }],
  'cara-4-latest': [{ width: 1152, height: 768 }, { width: 768, height: 1152 }],
};
export const MODELS = Object.keys(FRAMES);

/** The models that an avatar's versions stand for: some answers name versions, as the original does. */
const VERSIONS: Record<string, string> = { v1: 'cara-2', v2: 'cara-3' };

function canBe(model: string, versions: readonly string[]): boolean {
  return versions.some((version) => (isDirected(version) ? isDirected(model) : (VERSIONS[version] ?? version) === model));
}

export const framesOf = (model: string): readonly Frame[] => FRAMES[model] ?? [];

const isDirected = (model: string) => model.startsWith('cara-4');

/** The factors at which a voice speaks, by the family of options that it takes. */
const SPEEDS: Record<Voice['provider'], readonly [number, number] | undefined> = {
  ELEVENLABS: [0.7, 1.2],
  CARTESIA: [0.6, 1.5],
  FISH_AUDIO: [0.5, 2],
  OPENAI_ADVANCED_VOICE: undefined,
};
export const speedsOf = (voice: Pick<Voice, 'provider'> | undefined) => voice && SPEEDS[voice.provider];

export const whyNoSpeed = (voice: Pick<Voice, 'provider'> | undefined) => (voice && !speedsOf(voice) ? reasons.noSpeed : undefined);

export const whyNoDirection = ({ avatarModel }: Pick<Fields, 'avatarModel'>) =>
  isDirected(avatarModel) ? undefined : reasons.notDirected(avatarModel);

export const whyNoPrompt = ({ llmId }: Pick<Fields, 'llmId'>) => (llmId === CLIENT_THINKS ? reasons.clientThinks : undefined);

export const whyNoRecording = ({ zeroDataRetention }: Pick<Fields, 'zeroDataRetention'>) => (zeroDataRetention ? reasons.nothingKept : undefined);

/** For the portrait frame, the one that not every model and not every photo has. */
export function whyNoPortrait({ avatarModel }: Pick<Fields, 'avatarModel'>, face: Pick<Avatar, 'displayName' | 'portraitImageUrl'> | undefined) {
  if (framesOf(avatarModel).length < 2) return reasons.noPortrait(avatarModel);
  return face && face.portraitImageUrl === null ? reasons.tooNarrow(face.displayName) : undefined;
}

export const whyNoModel = (model: string, face: Pick<Avatar, 'displayName' | 'availableVersions'>) =>
  canBe(model, face.availableVersions) ? undefined : reasons.noModel(face.displayName, model);

export const whyNoFace = ({ buildStatus, buildNote, displayName }: Pick<Avatar, 'buildStatus' | 'buildNote' | 'displayName'>) =>
  buildStatus === 'ready' ? undefined : reasons.notReady(displayName, buildNote ?? buildStatus);
