import { systemClock } from "../../../base/clock.ts";
import { readMessage } from "../../../device-drivers/id-card-reader/bridge/message.ts";
import { BRIDGE_PROFILES } from "../../../device-drivers/id-card-reader/bridge/profiles.ts";
import { sampleHttpCard, sampleWsCard } from "../../../device-drivers/id-card-reader/bridge/sample-messages.ts";
import { CARD_TEXT_BYTES, decodeCardText, encodeCardText } from "../../../device-drivers/id-card-reader/card-text.ts";
import {
  BASE_INFO,
  decodeReply,
  encodeReply,
  encodeRequest,
  FrameReader,
  MAX_FRAME_BYTES,
  REQUESTS,
  type RequestName,
} from "../../../device-drivers/id-card-reader/codec.ts";
import { LengthFirstReader, withLengths } from "../../../device-drivers/id-card-reader/hid-profiles.ts";
import { redactor } from "../../../device-drivers/id-card-reader/redact.ts";
import { SAMPLE_CARDS, sampleBaseInfo } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

const cards = Object.values(SAMPLE_CARDS);
const requests = (Object.keys(REQUESTS) as RequestName[]).map(encodeRequest);
const replies = cards.map((card) => encodeReply({ sw1: 0, sw2: 0, sw3: 0x90, data: sampleBaseInfo(card) }));
const frames = [...requests, ...replies, encodeReply({ sw1: 0, sw2: 0, sw3: 0x9f, data: Buffer.alloc(4) })];

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    name: "id-card-reader frames",
    seeds: frames,
    mostHeld: MAX_FRAME_BYTES,
    make() {
      const reader = new FrameReader(systemClock);
      return {
        push: (bytes) => {
          for (const frame of reader.push(bytes)) if (frame.ok) decodeReply(frame.value);
        },
        held: () => reader.held,
      };
    },
  },
  {
    name: "id-card-reader card contents",
    seeds: cards.flatMap((card) => [sampleBaseInfo(card), encodeCardText(card)]),
    mostHeld: 0,
    make: () => ({
      push: (bytes) => {
        const info = BASE_INFO.decode(bytes);
        decodeCardText(info.ok ? info.value.text : bytes.subarray(0, CARD_TEXT_BYTES));
      },
      held: () => 0,
    }),
  },
  {
    name: "id-card-reader HID reports",
    seeds: frames.map((frame) => withLengths(frame, 64)),
    mostHeld: 64,
    make() {
      const reader = new LengthFirstReader(64);
      return { push: (bytes) => void reader.push(bytes), held: () => reader.held };
    },
  },
  {
    name: "id-card-reader service messages",
    seeds: cards.flatMap((card) => [
      Buffer.from(JSON.stringify({ event: "card", card: { ...sampleWsCard(card), photo: "Qk0=" } })),
      Buffer.from(JSON.stringify({ ret: 0, type: "card", data: sampleHttpCard(card) })),
    ]),
    mostHeld: 0,
    make: () => ({
      push: (bytes) => {
        for (const profile of Object.values(BRIDGE_PROFILES)) readMessage(profile, bytes.toString("utf8"));
      },
      held: () => 0,
    }),
  },
  {
    name: "id-card-reader trace redactor",
    seeds: frames,
    mostHeld: MAX_FRAME_BYTES,
    make() {
      const redact = redactor();
      let held = 0;
      return {
        push: (bytes) => {
          held += bytes.length - redact.received(bytes).length;
        },
        held: () => held,
      };
    },
  },
];
