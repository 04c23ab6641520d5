import { type BlobHash, publishedFiles } from '#rules';
import { roomOf } from '../company/catalogue.ts';
import type { Company } from '../company/company.ts';
import type { LogService } from '../log/index.ts';

/** A file that is stored whole, with the type its bytes have and everybody who sent them. */
export interface StoredFile {
  readonly mediaType: string;
  readonly size: number;
  readonly uploaders: readonly string[];
}
export interface CompanyFilesDeps {
  readonly log: Pick<LogService, 'appendFacts'>;
  readonly company: Pick<Company, 'fold'>;
  readonly findFile: (hash: BlobHash) => StoredFile | null;
}

/**
 * Files of playbooks (R64). Attested in the company's own document they are everybody's to read, so the attestation is
 * the right itself: it is given where one who may publish has named the file and has sent its bytes himself. Naming the
 * hash of somebody else's evidence opens it to nobody.
 */
export interface CompanyFiles {
  /** Attests the file if it is one, and here. @throws StorageFailure, FrozenFailure */
  attest(hash: BlobHash): Promise<void>;
  /** Every file published so far. */
  attestAll(): Promise<void>;
}

const ORG_ROOM = roomOf({ kind: 'org' });

export const makeCompanyFiles = ({ log, company, findFile }: CompanyFilesDeps): CompanyFiles => {
  const { fold } = company;
  const published = () => publishedFiles(fold.processChanges());
  const attestOf = async (hash: BlobHash, publishers: ReadonlySet<string>): Promise<void> => {
    const file = findFile(hash);
    if (file === null || fold.companyFiles().has(hash)) return;
    const { mediaType, size, uploaders } = file;
    if (!uploaders.some((member) => publishers.has(member))) return;
    await log.appendFacts(ORG_ROOM, [{ kind: 'blobAttested', sha256: hash, mediaType, size }]);
  };
  return {
    async attest(hash) {
      const publishers = published().get(hash);
      if (publishers !== undefined) await attestOf(hash, publishers);
    },
    async attestAll() {
      for (const [hash, publishers] of published()) await attestOf(hash, publishers);
    },
  };
};
