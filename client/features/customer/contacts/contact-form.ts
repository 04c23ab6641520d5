import type { Command, CustomerId, PayloadOf } from '#rules';

type Contact = PayloadOf<'contactSaved'>;
export type SaveContact = Extract<Command, { type: 'contactSaved' }>;

const WAYS = ['phone', 'wechat', 'email', 'address'] as const;
export const TEXTS = ['name', 'title', ...WAYS] as const;
export type ContactText = (typeof TEXTS)[number];
export type ContactForm = Record<ContactText, string>;

export const formOf = (contact: Partial<Contact> = {}): ContactForm => ({
  name: contact.name ?? '',
  title: contact.title ?? '',
  phone: contact.phone ?? '',
  wechat: contact.wechat ?? '',
  email: contact.email ?? '',
  address: contact.address ?? '',
});

/** Nothing to reach the person by. */
export const isUnreachable = (form: ContactForm): boolean => WAYS.every((way) => form[way].trim() === '');

/** What was typed as a command; what was left empty is left out. */
export const saveContact = (customer: CustomerId, person: string, form: ContactForm): SaveContact => {
  const filled = Object.fromEntries(
    TEXTS.map((field) => [field, form[field].trim()] as const).filter(
      ([field, text]) => field === 'name' || text !== '',
    ),
  );
  return { type: 'contactSaved', subject: customer, payload: { person, ...filled } as Contact };
};

/** The person leaves the list; the record stays in the log. */
export const removeContact = (customer: CustomerId, { person, name }: Contact): SaveContact => ({
  type: 'contactSaved',
  subject: customer,
  payload: { person, name, removed: true },
});
