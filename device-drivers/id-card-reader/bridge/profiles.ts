import type { BridgeProfile } from "./profile.ts";

/** Two services that do not exist, in the two shapes that vendors' services have. A site writes its own in the settings. */
export const BRIDGE_PROFILES = {
  "sample-ws": {
    why: "Shape: vendors' services for web pages listen at a local WebSocket and push what lies on the reader. All names here are invented.",
    channel: { kind: "ws", path: "/pc", start: '{"action":"start"}', stop: '{"action":"stop"}', answersPing: true },
    rules: [
      { when: { event: ["card"] }, is: "card" },
      { when: { event: ["none", "removed"] }, is: "no-card" },
      { when: { event: ["hello", "heartbeat"] }, is: "ignored" },
      { when: { event: ["error"], code: ["-8"] }, is: "device.offline" },
      { when: { event: ["error"], code: ["-5"] }, is: "card.reader-not-authorised" },
      { when: { event: ["error"] }, is: "card.unreadable" },
    ],
    layout: {
      at: "card.certType",
      values: { "0": "resident", J: "residence-permit", I: "foreigner-2017", Y: "foreigner-2023" },
    },
    fields: {
      ...{ name: "card.name", latinName: "card.nameEn", sex: "card.sex", nation: "card.nation", birth: "card.born" },
      ...{ address: "card.address", number: "card.idNum", issuer: "card.issued" },
      ...{ validFrom: "card.begin", validTo: "card.end", permitNumber: "card.passNum", timesIssued: "card.issueNum" },
      ...{ nationality: "card.country", cardVersion: "card.version", organCode: "card.organ" },
      ...{ timesReissued: "card.renewNum", formerNumber: "card.oldNum" },
    },
    photo: { at: "card.photo", as: "image" },
  },
  "sample-http": {
    why: "Shape: vendors' services answer a GET on a local port with what lies on the reader, and the page asks again. The validity is one field, as SDKs print it. All names here are invented.",
    channel: { kind: "http", method: "GET", path: "/card/read", statusPath: "/reader/state" },
    rules: [
      { when: { ret: ["0"], type: ["card"] }, is: "card" },
      { when: { ret: ["0"], type: ["state"] }, is: "ignored" },
      { when: { ret: ["1"] }, is: "no-card" },
      { when: { ret: ["-2"] }, is: "card.unreadable" },
      { when: { ret: ["-4"] }, is: "card.wrong-type" },
      { when: { ret: ["-8"] }, is: "device.offline" },
    ],
    fields: {
      ...{ name: "data.Name", sex: "data.Gender", nation: "data.Nation", birth: "data.Birthday", address: "data.Address" },
      ...{ number: "data.CardNo", issuer: "data.Police" },
      ...{ validFrom: { at: "data.Validity", split: "-", take: 0 }, validTo: { at: "data.Validity", split: "-", take: 1 } },
    },
    photo: { at: "data.Wlt", as: "block" },
  },
} as const satisfies Record<string, BridgeProfile>;

export type BridgeProfileName = keyof typeof BRIDGE_PROFILES;
