import { describe, expect, it } from 'vitest';
import { DAY_MS, scopeOfText, scopeText, weekNamed, weekOf } from '#rules';
import { modelsOver } from '../../support/models-over.ts';
import type { RulesStage } from '../../support/rules-stage.ts';
import { articleHistory, STUCK_IN } from '../../support/stuck-history.ts';

const WEEK = '2026-W11';
const KEY = 'field:decisionMakerTitle:部门总监+noMatchingVisit';
const view = (stage: RulesStage, member: string) => {
  const fold = stage.fold();
  const models = modelsOver(fold, member, stage);
  return models.answer({ kind: 'verdicts' });
};
const found = { attribute: KEY, value: '决策人为部门总监', stuckWith: 16, stuck: 18, otherWith: 0, others: 7 };

/** Some days after the article's week began: the director of sales says what he thinks, and gives one task for it. */
const makeGuess = (scope = scopeText({ territory: 'east' }), days = 30) => {
  const stage = articleHistory();
  stage.pass(days * DAY_MS);
  const guess = stage.act(
    'dora',
    'causeGuessed',
    { swing: { stage: STUCK_IN, week: WEEK, scope }, guess: '没见到拍板的人', found },
    { subject: 'dora' },
  );
  const [customer = ''] = [...stage.fold().customerIds()];
  const task = (cause: string) =>
    stage.act(
      'boss',
      'taskAssigned',
      { title: '约上级', to: 'dora', dueMs: stage.nowMs + 3 * DAY_MS, origin: { kind: 'cause', cause } },
      { subject: customer },
    );
  task(`${STUCK_IN}/${WEEK}/${KEY}`);
  task(`${STUCK_IN}/2026-W12/${KEY}`);
  // Of a cause whose name only begins so.
  task(`${STUCK_IN}/${WEEK}/${KEY.replace('部门总监', '部门总监助理')}`);
  task(`${STUCK_IN}/${WEEK}/${KEY}+visitorRank:staff`);
  return { stage, guess };
};

describe('guesses and verdicts', () => {
  it('[MR-6][R52][R54] what came of a guess: conversion before and after, tasks for it, and when it is due', () => {
    const { stage } = makeGuess();
    expect(view(stage, 'dora')).toMatchObject({
      due: 0,
      rows: [
        { week: '3月第2周', stage: '内部立项', isDue: false, found: { value: '决策人为部门总监' }, tasks: 1, done: 0 },
      ],
    });
    // of 25 that entered and were judged before the guess seven had left
    const [row] = view(stage, 'dora').rows;
    expect(row?.before?.all).toBe(25);
    expect(row?.after).toBeNull();
    stage.pass(29 * DAY_MS);
    expect(view(stage, 'dora')).toMatchObject({ due: 1, rows: [{ isDue: true }] });
    expect(view(stage, 'boss').rows).toEqual([]);
    expect(view(stage, 'rae').rows).toEqual([]);
    const early = makeGuess(scopeText({}), 5).stage;
    early.pass(29 * DAY_MS);
    expect(view(early, 'dora').rows).toMatchObject([{ before: null, after: { some: 7, all: 25 } }]);
    const west = makeGuess(scopeText({ territory: 'west' }), 5).stage;
    west.pass(29 * DAY_MS);
    expect(view(west, 'dora').rows).toMatchObject([{ before: null, after: null, tasks: 0 }]);
  });

  it('[MR-6][BD-29][R88] of a person the guesser does not lead nothing is told any more', () => {
    const { stage } = makeGuess(scopeText({ person: 'rae' }));
    expect(view(stage, 'dora').rows[0]?.before).not.toBeNull();
    stage.act(
      'rob',
      'causeGuessed',
      { swing: { stage: STUCK_IN, week: WEEK, scope: scopeText({ person: 'rae' }) }, guess: '他忙', found },
      { subject: 'rob' },
    );
    expect(view(stage, 'rob').rows).toMatchObject([{ scope: { person: 'rae' }, before: null, after: null, tasks: 0 }]);
  });

  it('[MR-6] a verdict before its time counts for nothing', () => {
    const { stage, guess } = makeGuess();
    stage.act('dora', 'causeJudged', { guess, verdict: 'right' }, { subject: 'dora', cites: [guess] });
    expect(view(stage, 'dora')).toMatchObject({ right: 0, rows: [{ judged: null }] });
  });

  it('[MR-7][R84] right of right and wrong, the undecided apart; the last verdict stands', () => {
    const { stage, guess } = makeGuess();
    stage.pass(29 * DAY_MS);
    const judge = (verdict: 'right' | 'wrong' | 'undecided') =>
      stage.act('dora', 'causeJudged', { guess, verdict }, { subject: 'dora', cites: [guess] });
    judge('undecided');
    expect(view(stage, 'dora')).toMatchObject({ due: 0, right: 0, wrong: 0, undecided: 1 });
    judge('right');
    expect(view(stage, 'dora')).toMatchObject({ right: 1, wrong: 0, undecided: 0 });
  });

  it('[MR-6] a narrowing is the same text whatever it was written from, and a text of none narrows nothing', () => {
    const text = scopeText({ person: 'rae', territory: 'east', team: null });
    expect(text).toBe(scopeText({ territory: 'east', person: 'rae' }));
    expect(scopeOfText(text)).toMatchObject({ territory: 'east', person: 'rae', team: null });
    for (const bad of ['', '[', '7', 'null', '{"territory":7}']) expect(scopeOfText(bad)).toBeNull();
    const { stage } = makeGuess('no scope at all');
    expect(view(stage, 'dora').rows).toMatchObject([{ scope: {}, before: { all: 25 } }]);
  });

  it('[MR-6] a week is found by its name, over new years as well', () => {
    for (const atMs of [Date.UTC(2025, 11, 31), Date.UTC(2026, 0, 2), Date.UTC(2027, 0, 1), Date.UTC(2026, 5, 9)]) {
      expect(weekNamed(weekOf(atMs).week)).toEqual(weekOf(atMs));
    }
    for (const none of ['2026-W54', '2026-W00', '2026-11', 'W11', '']) expect(weekNamed(none)).toBeNull();
  });
});
