import { findSheet } from "../../../device-drivers/document-camera/find-sheet.ts";
import { greyOf } from "../../../device-drivers/document-camera/picture.ts";
import { corners, drawDesk, flatSheet } from "../../../device-drivers/document-camera/sample-desk.ts";
import type { FuzzTarget } from "../../support/fuzz.ts";

/** Small, so that a million pictures are looked at in some minutes; what the search does is the same at any size. */
const WIDTH = 24;
const HEIGHT = 18;

const pictures = [0, 0.4, 0.8].map((turned) =>
  drawDesk({
    width: WIDTH,
    height: HEIGHT,
    sheets: [{ flat: flatSheet("a4", 30), corners: corners({ x: 12, y: 9 }, 8, 11, turned) }],
    noise: 4,
  }),
);

export const fuzzTargets: readonly FuzzTarget[] = [
  {
    // The stream that is cut into pictures is the camera's, and JPEG is the library's; here it is what a picture holds.
    name: "document-camera sheet in a picture",
    seeds: pictures.map((one) => greyOf(one).levels),
    mostHeld: 0,
    make: () => ({
      push(bytes) {
        const levels = new Uint8Array(WIDTH * HEIGHT);
        levels.set(bytes.subarray(0, levels.length));
        const found = findSheet({ width: WIDTH, height: HEIGHT, levels }, bytes.length % 2 === 0 ? "dark" : "light");
        // NaN is no place either.
        if (found.is === "sheet" && !found.corners.every(({ x, y }) => x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT)) {
          throw new Error(`a corner outside of the picture: ${JSON.stringify(found.corners)}`);
        }
      },
      held: () => 0,
    }),
  },
];
