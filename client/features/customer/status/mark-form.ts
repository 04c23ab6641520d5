import type { Command, CustomerId, CustomerState, Evidence } from '#rules';
import type { CustomerAnswer } from '../../../data/contract.ts';
import { fileState } from '../files/file-state.ts';

type Payload = Extract<Command, { type: 'statusMarked' }>['payload'];
export type Colour = Payload['colour'];
export type Check = keyof NonNullable<Payload['checks']>;
export type OpenItem = NonNullable<Payload['openItems']>[number];
export type RedGround = NonNullable<Payload['redGround']>;

export const COLOURS = ['green', 'yellow', 'red'] as const satisfies readonly Colour[];
export const CHECKS = ['needVerified', 'budgetDefinite', 'keyPersonAgrees'] as const satisfies readonly Check[];
export const OPEN_ITEMS = ['budget', 'decisionChain'] as const satisfies readonly OpenItem[];
export const RED_GROUNDS = ['sourceDoubtful', 'noInteraction', 'noHistory'] as const satisfies readonly RedGround[];

/** What the form holds while a mark is being made; kept as a draft, so plain data only. All colours side by side. */
export interface MarkForm {
  /** Colour whose part is open; null = folded away. */
  readonly colour: Colour | null;
  readonly checks: Readonly<Record<Check, boolean>>;
  readonly evidence: readonly Evidence[];
  /** Hash of the file on record the green rests on; '' = the best one. */
  readonly stored: string;
  readonly need: string;
  readonly openItems: readonly OpenItem[];
  readonly redGround: RedGround | null;
  readonly remark: string;
}

export const emptyMark = (): MarkForm => ({
  colour: null,
  checks: { needVerified: false, budgetDefinite: false, keyPersonAgrees: false },
  evidence: [],
  stored: '',
  need: '',
  openItems: [],
  redGround: null,
  remark: '',
});

type StoredFile = CustomerState['evidence'][number];

/** Confirmations on record that still count, the attested first, then the newest; each content once. */
export const confirmationsOn = ({ state, uploads }: CustomerAnswer): readonly StoredFile[] => {
  const byHash = new Map<string, StoredFile>();
  for (const file of state.evidence) {
    if (file.documentType !== 'requirementConfirmation') continue;
    if (fileState(file.attested, uploads[file.sha256]) === 'refused') continue;
    byHash.delete(file.sha256);
    byHash.set(file.sha256, file);
  }
  return [...byHash.values()].reverse().sort((a, b) => Number(b.attested) - Number(a.attested));
};

/** Every confirmation on record was sent back: none of them can carry a green. */
export const hasOnlyRefused = (customer: CustomerAnswer): boolean =>
  customer.state.evidence.some(({ documentType }) => documentType === 'requirementConfirmation') &&
  confirmationsOn(customer).length === 0;

const asEvidence = ({ sha256, name, size, documentType }: Evidence): Evidence => ({ sha256, name, size, documentType });

/** The files the green will rest on: those just chosen, else the one on record. */
export const greenEvidence = (form: MarkForm, onRecord: readonly StoredFile[]): readonly Evidence[] => {
  if (form.evidence.length > 0) return form.evidence.map(asEvidence);
  const stored = onRecord.find(({ sha256 }) => sha256 === form.stored) ?? onRecord[0];
  return stored ? [asEvidence(stored)] : [];
};

/** None of the files the green will rest on is attested yet: it will be 绿（待上传）. */
export const waitsForFile = (form: MarkForm, onRecord: readonly StoredFile[]): boolean => {
  const chosen = greenEvidence(form, onRecord);
  const isAttested = ({ sha256 }: Evidence) => onRecord.some((file) => file.sha256 === sha256 && file.attested);
  return chosen.length > 0 && !chosen.some(isAttested);
};

const partOf = (form: MarkForm, onRecord: readonly StoredFile[]): Partial<Payload> => {
  switch (form.colour) {
    case 'green': {
      const evidence = greenEvidence(form, onRecord);
      return { checks: { ...form.checks }, ...(evidence.length > 0 ? { evidence: [...evidence] } : {}) };
    }
    case 'yellow':
      return {
        ...(form.need.trim() === '' ? {} : { need: form.need.trim() }),
        ...(form.openItems.length === 0 ? {} : { openItems: [...form.openItems] }),
      };
    case 'red':
      return form.redGround === null ? {} : { redGround: form.redGround };
    case null:
      return {};
  }
};

/** The form as a command; null while no colour is open. What was left out is left to the rules to name. */
export const markCommand = (
  form: MarkForm,
  customer: CustomerId,
  onRecord: readonly StoredFile[],
): Extract<Command, { type: 'statusMarked' }> | null => {
  if (form.colour === null) return null;
  const remark = form.remark.trim();
  const payload = { colour: form.colour, ...partOf(form, onRecord), ...(remark === '' ? {} : { remark }) };
  return { type: 'statusMarked', subject: customer, payload };
};
