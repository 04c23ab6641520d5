import type { AnswerOf } from '../../contract.ts';
import type { LeadQuery } from '../../lead-contract.ts';
import { type LeadContext, leadsAnswer, takersAnswer } from './lead-answers.ts';
import { suggestionsAnswer } from './suggestions-answer.ts';

/** Answers everything that is asked about leads. */
export const answerLeadQuery = (query: LeadQuery, context: LeadContext): AnswerOf<LeadQuery> => {
  switch (query.kind) {
    case 'leads':
      return leadsAnswer(query.filter, query.limit, context);
    case 'takers':
      return takersAnswer(query.lead, context);
    case 'suggestions':
      return suggestionsAnswer(context);
  }
};
