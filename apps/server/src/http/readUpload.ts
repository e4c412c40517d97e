import { DoudiError } from "@doudi/contract";
import type { FastifyRequest } from "fastify";
import { InvalidRequest } from "./invalidRequest.js";
import type { UploadMemory } from "./uploadMemory.js";

/**
 * The one file of an upload, whole. What it takes of the memory for uploads is given back by `release`.
 *
 * @throws DoudiError upload_empty, upload_too_large, server_busy; InvalidRequest
 */
export async function readUpload(request: FastifyRequest, fileBytes: number, memory: UploadMemory): Promise<{ file: { name: string; bytes: Buffer }; release: () => void }> {
  if (!request.isMultipart()) throw new InvalidRequest([{ path: "body", zh: "请以 multipart/form-data 上传", en: "send it as multipart/form-data" }], 415);
  let taken = 0;
  const release = (): void => {
    memory.giveBack(taken);
    taken = 0;
  };
  try {
    const part = await request.file({ limits: { fileSize: fileBytes, files: 1, fields: 10, fieldSize: 10_000, parts: 11 } });
    if (part === undefined) throw new DoudiError("upload_empty");
    const chunks: Buffer[] = [];
    for await (const chunk of part.file as AsyncIterable<Buffer>) {
      memory.take(chunk.length);
      taken += chunk.length;
      chunks.push(chunk);
    }
    if (part.file.truncated) throw new DoudiError("upload_too_large", { limit: Math.floor(fileBytes / 1_048_576) });
    if (taken === 0) throw new DoudiError("upload_empty");
    if (/[\0\p{Surrogate}]/u.test(part.filename)) throw new InvalidRequest([{ path: "body.file", zh: "文件名含有不能保存的字符", en: "the file's name holds a character that cannot be stored" }]);
    return { file: { name: part.filename, bytes: Buffer.concat(chunks) }, release };
  } catch (error) {
    release();
    // What the parser of multipart cannot read was sent wrong.
    throw error instanceof DoudiError ? error : new InvalidRequest([{ path: "body", zh: "上传的内容读不了", en: "the upload cannot be read" }], 400, { cause: error });
  }
}
