import type { Draft } from '../llms/draft';
import { count, seconds } from './numbers';

/** Of a field: what it is, what to know of it, and what is amiss with it. */
interface Field {
  label: string;
  hint?: string;
  wrong?: string;
}

const fields: Record<keyof Draft, Field> = {
  displayName: { label: 'Name', hint: 'How you will find it among the others', wrong: 'Give it a name.' },
  llmFormat: { label: 'Speaks the API of' },
  urls: {
    label: 'Addresses',
    hint: 'One a line. The first is asked; the others stand in when it fails.',
    wrong: 'This format has no address of its own: give one.',
  },
  modelName: { label: 'Model', wrong: 'Name the model.' },
  deploymentName: { label: 'Deployment', hint: 'As it is called in Azure. Empty: the same as the model' },
  apiVersion: { label: 'API version', hint: 'Only for older addresses, such as 2024-10-21' },
  secret: { label: 'Key', hint: 'Kept sealed. No page and no answer of the API ever shows it again.' },
  takeSecretAway: { label: 'Take the key away: this address needs none' },
  temperature: { label: 'Temperature', hint: '0 to 2. Empty: as the model has it', wrong: 'A number from 0 to 2.' },
  maxTokens: { label: 'Longest answer, in tokens', hint: 'Empty: as the model has it', wrong: 'A whole number from 1 on.' },
  contextTokens: {
    label: 'Room for the conversation, in tokens',
    hint: 'What it can read and say at once; long conversations are kept within it. Empty: 8192 are assumed.',
    wrong: 'A whole number from 1024 on.',
  },
  reasoningEffort: { label: 'Reasoning effort' },
  isZdr: {
    label: 'Its provider keeps nothing of what it is sent: I vouch for that',
    hint: 'Only then it may be used under zero data retention.',
  },
};

/** What personas think with. */
export const llms = {
  llms: {
    title: 'LLMs',
    lead: 'What a persona thinks with: the model of this server, or an endpoint of your own.',
    why: 'Sign in to see, add and test language models.',
    add: 'Add your own',
    columns: { name: 'Name', answers: 'What answers', actions: 'Actions' },
    builtIn: 'Built in',
    list: 'Language models',
    none: 'Yours are listed here once you add one: any endpoint that speaks the OpenAI, Azure, Gemini or Anthropic API.',
    test: 'Test',
    testThis: (name: string) => `Test ${name}`,
    edit: 'Edit',
    editThis: (name: string) => `Edit ${name}`,
    remove: 'Delete',
    removeThis: (name: string) => `Delete ${name}`,
    removeTitle: (name: string) => `Delete “${name}”?`,
    removeBody: 'Its key is deleted with it. Personas that think with it need another one. This cannot be undone.',
    notHere: { title: 'No such LLM', body: 'It may have been deleted.', all: 'All LLMs' },
  },
  llmTest: {
    title: 'Test',
    prompt: 'What it is asked',
    asks: 'Say hello in one short sentence.',
    run: 'Send',
    asIs: 'The prompt is sent by what speaks in conversations, with these settings, saved or not.',
    running: 'Asking. A model that sleeps may need up to 20 seconds.',
    first: 'First words',
    whole: 'Whole answer',
    none: 'none',
    ms: (ms: number) => (ms < 1000 ? `${ms} ms` : seconds(ms)),
    said: 'It said',
    ok: 'It answers',
    bad: 'It does not answer',
    slow: 'It answers, but the first words are late: from about 800 ms on, people notice the wait.',
    error: 'What the provider said',
    advice: {
      key: 'The key was refused. Check that it is whole and belongs to this address.',
      model: 'The address answers, but does not know this model. Check the name of the model, letter by letter.',
      limit: 'The provider lets you ask no more for now: look at its limits and your credit there.',
      reach: 'Nothing could be reached at this address. Check the host and the port, and that the server is running.',
      time: 'It was asked and did not finish in time. A local model may still be loading: test again.',
      other: 'Check that the format fits this address.',
    },
  },
  llmForm: {
    newTitle: 'Add an LLM',
    editTitle: (name: string) => `Edit ${name}`,
    back: 'All LLMs',
    fields,
    formats: {
      openai: 'OpenAI, or anything compatible (Ollama, llama.cpp, vLLM, …)',
      groq_openai: 'Groq',
      azure_openai: 'Azure OpenAI',
      gemini: 'Google Gemini',
      anthropic: 'Anthropic',
      custom: 'Custom (OpenAI-compatible)',
      none: 'Nothing: the client thinks',
      advanced_voice: 'Advanced voice (hears and speaks by itself)',
    },
    urlsDefault: (url: string) => `Empty: ${url}`,
    urlWrong: (line: number) => `Line ${line} is no http or https address.`,
    models: {
      list: 'List its models',
      listed: (n: number) => (n === 0 ? 'No models are listed there.' : `${count(n, 'model is', 'models are')} listed. Type to find one.`),
      ends: (day: string) => `ends on ${day}`,
      warn: (model: string, day: string) => `Its provider ends ${model.trim()} on ${day}. Choose another in time.`,
    },
    keyKept: 'Leave it empty to keep the one that is there. It cannot be shown.',
    showKey: 'Show what you typed',
    more: 'How it answers',
    efforts: { default: 'As the model has it', low: 'Low: quick', medium: 'Medium', high: 'High: slow' },
    create: 'Add it',
    save: 'Save',
  },
};
