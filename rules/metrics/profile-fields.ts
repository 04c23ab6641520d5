import type { Process } from '../process.ts';
import type { CustomerState, FieldState } from '../state.ts';

/** Fields of the profile that count (R27): those the company requires, all of its form where it requires none. */
export const profileFields = ({ forms }: Process): readonly string[] => {
  const required = forms.customer.filter(({ isRequired }) => isRequired);
  return (required.length > 0 ? required : forms.customer).map(({ field }) => field);
};

export const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

type States = Readonly<Record<string, FieldState | undefined>>;

/** Of these the ones a customer lacks, in the order of the form; what stands on one of its opportunities is there. */
export const unfilledProfile = ({ fields, opportunities }: CustomerState, process: Process): readonly string[] => {
  const places: readonly States[] = [fields, ...opportunities.map((one) => one.fields)];
  const isThere = (field: string): boolean =>
    places.some((states) => states[field]?.leaves.some(({ value }) => isFilled(value)) ?? false);
  return profileFields(process).filter((field) => !isThere(field));
};
