import { DoudiError } from "@doudi/contract";
import type { ApiError } from "@doudi/contract/api";

type Field = NonNullable<ApiError["fields"]>[number];

/** A request that does not fit, with where; status where HTTP has a closer one than 400. */
export class InvalidRequest extends DoudiError {
  constructor(readonly fields: readonly Field[], readonly httpStatus = 400, options?: ErrorOptions) {
    super("request_invalid", {}, options);
  }

  override get status(): number {
    return this.httpStatus;
  }
}
