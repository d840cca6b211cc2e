/** Diagnoses everything in an uploaded recording and keeps nothing of it. */
import 'server-only';

import { getRuntime, type Upload, type UploadAnswer } from '../runtime/runtime';
import { authorise } from './authorise';

/** `status: 'all'` brings the healthy ones too. `asOf`: RFC 3339, "now" for the rules. Throws as `openUpload` does. */
export async function diagnoseUpload(
  upload: Upload & { status?: 'all' | undefined; asOf?: string | undefined },
): Promise<UploadAnswer> {
  await authorise();
  const { status, asOf, ...rest } = upload;
  return (await getRuntime()).diagnose(rest, { all: status === 'all', asOf });
}
