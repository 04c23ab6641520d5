/**
 * `npm run relay:operate -- DIR status | end-recovery | confirm-clock | backup-made TICK`: what only a person may
 * decide, on the relay that runs on this data folder. Prints how it stands as one line of JSON; exit 0 = done,
 * 1 = refused, 2 = no running relay, or not a command.
 */
import { readFileSync } from 'node:fs';
import { OPERATOR_HEADER, type OperatorAccess, operatorFile } from '../operator/operator-door.ts';

const COMMANDS = ['status', 'end-recovery', 'confirm-clock', 'backup-made'];
const USAGE = 'Usage: npm run relay:operate -- DIR status | end-recovery | confirm-clock | backup-made TICK';

const operate = async (folder: string, command: string, tick: string | undefined): Promise<number> => {
  let access: OperatorAccess;
  try {
    access = JSON.parse(readFileSync(operatorFile(folder), 'utf8')) as OperatorAccess;
  } catch {
    console.error(`No relay runs on ${folder}, or its files are somebody else's.`);
    return 2;
  }
  const query = tick === undefined ? '' : `?tick=${encodeURIComponent(tick)}`;
  const answer = await fetch(`http://127.0.0.1:${access.port}/${command}${query}`, {
    method: 'POST',
    headers: { [OPERATOR_HEADER]: access.key },
  }).catch(() => null);
  if (answer === null) {
    console.error(`The relay on ${folder} does not answer; was it killed? Start it again.`);
    return 2;
  }
  console.log(await answer.text());
  return answer.ok ? 0 : 1;
};

const [folder, command = '', tick] = process.argv.slice(2);
if (folder === undefined || !COMMANDS.includes(command) || (command === 'backup-made') !== (tick !== undefined)) {
  console.error(USAGE);
  process.exitCode = 2;
} else process.exitCode = await operate(folder, command, tick);
