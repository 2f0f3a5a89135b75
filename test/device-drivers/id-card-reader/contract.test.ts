import { pause, systemClock } from "../../../base/clock.ts";
import { must } from "../../../base/result.ts";
import { ID_CARD_READER_CONTRACT, type ReaderBench } from "../../../device-drivers/id-card-reader/contract.ts";
import { SAMPLE_CARDS } from "../../../device-drivers/id-card-reader/sample-cards.ts";
import { SamSimulator } from "../../../device-drivers/id-card-reader/simulator.ts";
import { serialLine } from "../transport/serial-line.ts";
import { openReader, readerBench } from "./reader-bench.ts";

const hand = (simulator: SamSimulator) => ({
  expected: SAMPLE_CARDS.rareName,
  lay: async () => simulator.insertCard(SAMPLE_CARDS.rareName),
  take: async () => simulator.removeCard(),
});

describe("id-card-reader contract, simulator on TCP", () => {
  for (const { title, run } of ID_CARD_READER_CONTRACT) {
    it(title, async () => {
      const bench = await readerBench();
      const { reader, simulator, clock, until } = bench;
      await run({ reader, until, pass: (ms) => clock.advance(ms), ...hand(simulator) });
      await bench.close();
    });
  }
});

describe("id-card-reader contract, simulator on a serial line", () => {
  let simulator: SamSimulator;
  let reader: ReaderBench["reader"];
  let cleanUp: () => Promise<void>;

  beforeEach(async () => {
    simulator = new SamSimulator(systemClock);
    const server = await simulator.listen(0);
    const line = await serialLine(server.port);
    const { opened } = openReader({ kind: "serial", path: line.path, baud: 115_200 }, systemClock);
    reader = must(await opened);
    cleanUp = async () => {
      await reader.close();
      await line.close();
      await server.close();
    };
  });
  afterEach(() => cleanUp());

  for (const { title, run } of ID_CARD_READER_CONTRACT) {
    it(title, async () => {
      await run({ reader, until: (work) => work, pass: async (ms) => void (await pause(systemClock, ms)), ...hand(simulator) });
    });
  }
});
