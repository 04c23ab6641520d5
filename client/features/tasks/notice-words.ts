import type { OrgState } from '#rules';
import type { NoticeItem } from '../../data/work-contract.ts';
import { tasks as words } from '../../locales/zh-CN/tasks.ts';

const stageNames = (org: OrgState | undefined, ids: string): string =>
  ids
    .split(',')
    .map((id) => org?.process.stages.find((stage) => stage.id === id)?.name ?? id)
    .join(words.separator);

/** What happened, in one sentence; what the reader did himself is said to 你. */
export const noticeSentence = (item: NoticeItem, org: OrgState | undefined, reader: string | null): string => {
  const { params, customerName } = item;
  const author = String(params['by'] ?? '');
  const by = author === reader ? words.you : (org?.members[author]?.name ?? words.someone);
  switch (item.notice) {
    case 'stageSkipped':
      return words.notice.stageSkipped(
        by,
        customerName,
        stageNames(org, String(params['skipped'] ?? '')),
        String(params['reason'] ?? ''),
      );
    case 'handedOver':
      return words.notice.handedOver(by, customerName);
    case 'confirmHandoverEdit':
      return words.notice.confirmHandoverEdit(by, customerName);
    case 'contactRequested':
      return words.notice.contactRequested(by, customerName);
    case 'contactGranted':
      return words.notice.contactGranted(by, customerName);
    default:
      return customerName;
  }
};
