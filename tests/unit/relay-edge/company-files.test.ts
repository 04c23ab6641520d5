import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BlobHash, DEFAULT_PROCESS, type Playbook } from '#rules';
import { makeBlobStore } from '../../../sync-relay/blobs/blob-store.ts';
import { until } from '../../support/until.ts';
import { type Colleague, customer, foundCompany, QUARTER_ROOM, type TestCompany } from './company.ts';
import { goodPdf } from './files.ts';
import { hashOf, makeTus } from './tus.ts';

let company: TestCompany;
let ren: Colleague;
let wei: Colleague;
beforeEach(async () => {
  company = await foundCompany();
  ren = await company.joinAs('ren', 'dev-ren');
  wei = await company.joinAs('wei', 'dev-wei');
});
afterEach(() => company.stop());

const { upload } = makeTus(() => company.url);
const bytes = goodPdf();
const sha256 = hashOf(bytes);
const path = `/api/blobs/${sha256}`;
const [template] = DEFAULT_PROCESS.playbooks;
const file = { sha256, name: '比价表.pdf', size: bytes.length };
const naming = (materials: Playbook['materials'] = [{ name: '比价表', file }]) => ({
  part: { kind: 'playbook', playbook: { ...template, materials } },
});
const publish = (from: Colleague, payload = naming()): Promise<void> =>
  company.write(from, 'org@1', 'processPublished', 'org', payload);
const statuses = async (): Promise<readonly number[]> => {
  const answers = await Promise.all([company.owner, ren, wei].map((one) => one.get(path)));
  return answers.map(({ status }) => status);
};
const isEverybodys = (): boolean => company.relay.company.fold.companyFiles().has(sha256 as BlobHash);

describe('files of playbooks', () => {
  it('[BL-15][R64] published and sent by the same person it is for every member, whichever came first and after the next version too', async () => {
    await upload(company.owner, bytes, sha256, 'other');
    expect(await statuses()).toEqual([200, 404, 404]);
    await publish(company.owner);
    await until('attested', isEverybodys);
    expect(await statuses()).toEqual([200, 200, 200]);
    const answer = await wei.get(path);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(new Uint8Array(bytes));
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    await publish(company.owner, naming([]));
    expect(await statuses()).toEqual([200, 200, 200]);
    await company.write(company.owner, 'org@1', 'memberChanged', 'org', { member: 'wei', active: false });
    expect((await wei.get(path)).status).toBe(401);
  });

  it('[BL-15][R64] published first, it is theirs when its bytes have come', async () => {
    await publish(company.owner);
    expect(await statuses()).toEqual([404, 404, 404]);
    await upload(company.owner, bytes, sha256, 'other');
    expect(await statuses()).toEqual([200, 200, 200]);
    expect([...company.log.facts('org@1')].filter(({ kind }) => kind === 'blobAttested')).toHaveLength(1);
  });

  it('[BL-16] naming the hash of somebody else’s file in a playbook opens it to nobody', async () => {
    const evidence = [{ ...file, documentType: 'requirementConfirmation' }];
    const checks = { needVerified: true, budgetDefinite: true, keyPersonAgrees: true };
    await upload(ren, bytes, sha256);
    await company.write(ren, 'pool:east@1', 'customerCreated', 'c-1', customer('ren'));
    await company.write(ren, QUARTER_ROOM(company, 'east'), 'statusMarked', 'c-1', {
      ...{ colour: 'green', basis: null },
      ...{ checks, evidence },
    });
    await publish(company.owner);
    await company.relay.ruleHost.settle();
    expect(await statuses()).toEqual([200, 200, 404]);
    expect(isEverybodys()).toBe(false);
    // whoever has the bytes himself may give them to all
    await upload(company.owner, bytes, sha256, 'other');
    expect(await statuses()).toEqual([200, 200, 200]);
    const kept = makeBlobStore(join(company.dataDir, 'blobs')).find(sha256 as BlobHash);
    expect(kept?.uploaders).toHaveLength(2);
  });

  it('[BL-16] who may not publish opens nothing: his version has no effect', async () => {
    await upload(ren, bytes, sha256, 'other');
    await publish(ren).catch(() => undefined);
    const mia = await company.joinAs('mia', 'dev-mia');
    await upload(mia, bytes, sha256, 'other');
    await publish(mia).catch(() => undefined);
    await company.relay.ruleHost.settle();
    expect(await statuses()).toEqual([404, 200, 404]);
    expect(isEverybodys()).toBe(false);
  });
});
