import type { RemoteFaceRefusal } from "../../../config/identity/remote-face.ts";
import type { LocalText } from "../../../config/language.ts";

/** What the person reads. Never how alike two faces are, and never whose number it is. */
export const REFUSAL_WORDS: Readonly<Record<Exclude<RemoteFaceRefusal, "not-live">, LocalText>> = {
  "no-match": {
    "zh-CN": "人脸核验没有通过。请摘下口罩、正对摄像头再试一次，也可以换一种方式办理。",
    en: "Your face could not be matched. Please take off any mask, look straight at the camera and try again, or choose another way.",
  },
  "unknown-person": {
    "zh-CN": "姓名和身份证号码对不上，请核对后重新填写。",
    en: "This name and ID number do not belong together. Please check them and enter them again.",
  },
  "no-face": {
    "zh-CN": "照片里没有看清人脸，请靠近一些再试一次。",
    en: "No face could be seen clearly in the picture. Please come a little closer and try again.",
  },
  "bad-picture": {
    "zh-CN": "照片没有成功送到，请再试一次。",
    en: "The picture did not arrive as it should. Please try again.",
  },
  "too-many": {
    "zh-CN": "这台自助终端的核验次数过多，请稍后再试，或到窗口办理。",
    en: "This kiosk has asked too often. Please try again later, or go to a service window.",
  },
};
