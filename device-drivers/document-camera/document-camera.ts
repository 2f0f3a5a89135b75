import type { Timer } from "../../base/clock.ts";
import { wipe } from "../../base/personal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import {
  type Call,
  type DriverContext,
  type DriverFailure,
  type DriverInstance,
  failed,
  type Observed,
  stopReason,
} from "../host/driver.ts";
import type { DocumentPage } from "../kinds/document-camera.ts";
import { CalmWatch, WATCH_WIDTH } from "./calm-watch.ts";
import { type Camera, type CameraFailure, type CameraFrame, type DocumentCameraOptions, LiveView } from "./camera-source.ts";
import { failureOf } from "./failures.ts";
import { openJpeg } from "./jpeg.ts";
import { makePage, makePreview, type PageWish } from "./make-page.ts";
import { forget, greyOf } from "./picture.ts";
import { LINGER_MS, MOST_UNDECODABLE } from "./timing.ts";

type Commands = DriverInstance<"document-camera">["commands"];
type Frame = Result<CameraFrame, DriverFailure>;

/** One document camera, opened for a command and for a moment after it; in between only its presence is looked at. */
export class DocumentCamera implements DriverInstance<"document-camera"> {
  readonly #camera: Camera;
  readonly #context: DriverContext<DocumentCameraOptions>;
  #view: LiveView | undefined;
  #linger: Timer | undefined;

  readonly commands: Commands = {
    preview: ({ widthPx }, call) => this.#using(() => this.#preview(widthPx, call)),
    capture: (wish, call) => this.#using(() => this.#capture(wish, call)),
  };

  constructor(camera: Camera, context: DriverContext<DocumentCameraOptions>) {
    this.#camera = camera;
    this.#context = context;
  }

  async status(): Promise<Observed> {
    await this.#camera.probe();
    const { state, reasons } = this.#camera.status;
    if (state === "noDevice") this.#context.lost(reasons.join("; "));
    return { state, paper: {}, cover: "unknown", reasons };
  }

  async close(): Promise<void> {
    this.#linger?.cancel();
    await this.#shut();
  }

  async #using<T>(run: () => Promise<Result<T, DriverFailure>>): Promise<Result<T, DriverFailure>> {
    this.#linger?.cancel();
    const result = await run();
    this.#context.count(result.ok ? "GoodReadCount" : "FailedReadCount");
    this.#linger = this.#context.clock.after(LINGER_MS, () => void this.#shut());
    return result;
  }

  async #preview(widthPx: number, call: Call): Promise<Result<{ jpeg: string }, DriverFailure>> {
    for (let spoilt = 1; ; spoilt++) {
      const frame = await this.#frame(call);
      if (!frame.ok) return frame;
      const made = makePreview(frame.value.jpeg, widthPx);
      wipe(frame.value.jpeg);
      if (made.ok) return made;
      if (spoilt >= MOST_UNDECODABLE) return undecodable(spoilt);
    }
  }

  /** The picture that ends a calm row is the page: it was looked at, and is not an older one. */
  async #capture(wish: PageWish, call: Call): Promise<Result<DocumentPage, DriverFailure>> {
    const calm = new CalmWatch();
    try {
      for (let spoilt = 0; ; ) {
        const frame = await this.#frame(call);
        if (!frame.ok) return frame;
        const { jpeg, at } = frame.value;
        const seen = look(calm, jpeg, at);
        const page = seen === "calm" ? makePage(jpeg, wish, this.#context.options) : undefined;
        wipe(jpeg);
        if (page?.ok) return page;
        spoilt = seen === "spoilt" ? spoilt + 1 : 0;
        if (spoilt >= MOST_UNDECODABLE) return undecodable(spoilt);
      }
    } finally {
      calm.clear();
    }
  }

  /** The next picture that was begun after now, or why there is none. */
  async #frame({ signal, deadline }: Call): Promise<Frame> {
    const { clock } = this.#context;
    this.#view ??= new LiveView(this.#camera, clock);
    const coming = this.#view.still({ withinMs: Math.max(1, deadline - clock.monotonic()) });
    let stop = () => {};
    const stopped = new Promise<"stopped">((resolve) => {
      stop = () => resolve("stopped");
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
    });
    const frame = await Promise.race([coming, stopped]);
    signal.removeEventListener("abort", stop);
    if (frame === "stopped") {
      void coming.then((late) => (late.ok ? wipe(late.value.jpeg) : undefined));
      return failed(stopReason(signal), "no", "retry", { waitingFor: "a calm picture" });
    }
    return frame.ok ? ok(frame.value) : this.#failed(frame.error);
  }

  async #failed(failure: CameraFailure): Promise<Frame> {
    await this.#shut();
    const told = failureOf(failure);
    const { state, reasons } = this.#camera.status;
    this.#context.report({ state, reasons });
    if (told.code === "device.offline") this.#context.lost(failure.detail);
    return err(told);
  }

  async #shut(): Promise<void> {
    const view = this.#view;
    this.#view = undefined;
    await view?.close();
  }
}

function look(watch: CalmWatch, jpeg: Buffer, at: number): "calm" | "moving" | "spoilt" {
  const opened = openJpeg(jpeg);
  if (!opened.ok) return "spoilt";
  const small = opened.value.small(WATCH_WIDTH);
  opened.value.close();
  const grey = greyOf(small);
  forget(small);
  return watch.see(grey, at) ? "calm" : "moving";
}

function undecodable(pictures: number): Result<never, DriverFailure> {
  return failed("device.bad-reply", "no", "maintenance", { undecodablePictures: pictures });
}
