/**
 * The light beside a camera. It hangs on the auxiliaries board, in another process: the settings give its name there (`light`), and
 * whoever runs the camera switches it by that name (`set-light` at the board).
 */
export interface FillLight {
  /** False where it does not burn: a picture is taken all the same. Never rejects. */
  set(on: boolean): Promise<boolean>;
}

export const NO_LIGHT: FillLight = { set: () => Promise.resolve(false) };
