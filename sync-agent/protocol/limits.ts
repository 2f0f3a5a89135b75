/** What one request may weigh. A row is about 1 KB; these are an order of magnitude above what is ever sent. */
export const MAX_BATCH_ROWS = 50;
export const MAX_BATCH_BYTES = 256 * 1024;
/** Bytes of one sealed row. A row alone must fit a batch, base64 and names included, or it would stop the queue for ever. */
export const MAX_ROW_BYTES = 128 * 1024;
/** A question, unpacked: a sealed picture for the identity service and some words (`MAX_REMOTE_PICTURE_CHARS`). Others are below 2 KB. */
export const MAX_QUERY_BYTES = 256 * 1024;
/** What a question says besides the one large text that its connector may allow (`Operation.large`). */
export const MAX_PARAMS_BYTES = 32 * 1024;
/** As it travels, and unpacked: a few KB of gzip can unpack to gigabytes. */
export const MAX_WIRE_BYTES = 512 * 1024;
export const MAX_BODY_BYTES = 1024 * 1024;
/** A department's PDF or file for a phone. In base64 it fits what `parseJson` reads at once. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;
export const MAX_DOCUMENT_PAGES = 20;
/** The reply that carries such a document to the kiosk: base64 and some words. */
export const MAX_DOCUMENT_REPLY_BYTES = Math.ceil(MAX_DOCUMENT_BYTES / 3) * 4 + 8 * 1024;
/** How far a device's clock may be from the hub's. */
export const MAX_SKEW_MS = 5 * 60_000;
/** Numbers of one blank event: five full boxes. More is a slip of the finger, or a row that would fill the hub's disk. */
export const MAX_EVENT_BLANKS = 10_000;
/** A receipt for a phone, base64: a long one weighs 4 KB. */
export const MAX_RECEIPT_CHARS = 48 * 1024;
/** Of one kiosk at the hub at a time: ten times a busy week. A kiosk in a loop must not fill the hub's disk. */
export const MAX_KIOSK_RECEIPTS = 10_000;
/** The hub keeps none for longer, whatever a kiosk says. */
export const MAX_RECEIPT_KEPT_MS = 8 * 24 * 60 * 60_000;
/** From when it came, whatever its kiosk's clock says: one whose battery is empty begins years ago. */
export const MIN_RECEIPT_KEPT_MS = 24 * 60 * 60_000;
