import type { TEXTS_ZH } from "./texts-zh.ts";

export const TEXTS_EN: Readonly<Record<keyof typeof TEXTS_ZH, string>> = {
  usage: `usage: zizhu face <verb> [arguments]

  status                       how the face camera and its engine are
  calibrate                    distance, light, sharpness and position as they change; advice on placement at the end
       --seconds <N>           ends after N seconds of a face, 20 if left out; or at Ctrl-C

  --settings <file>            settings; else ZIZHU_SETTINGS, else /etc/zizhu/settings.json
  --lang zh-CN|en              language; else by LANG
  --json                       one JSON a line, for programs

Numbers only: no picture is shown or kept. Nothing is measured while a citizen is served, and measuring stops at once when one comes.

exit codes: 0 ok; 1 something is to be adjusted, or the camera is out of order; 2 usage; 69 the face engine is not running; 70 a bug;
75 a citizen is served; 78 settings are wrong`,
  "usage.unknown": '"{what}" is not known here. See zizhu face --help.',
  "settings.none": "No settings file found. Name it with --settings, or set ZIZHU_SETTINGS.",
  "settings.wrong": "The settings are wrong; correct them and try again:\n{problem}",
  away: "The face engine ({socket}) cannot be reached. See that it runs, and that you may use its socket.",
  lost: "The link to the face engine was lost: {what}. Look at its log, then try again.",
  bug: "A bug: {cause}",

  "status.camera": "camera",
  "status.ready": "free",
  "status.ready.yes": "yes",
  "status.ready.no": "no, it is looking at somebody",
  "status.stored": "stored faces",
  "status.assurance": "assurance within reach",
  "status.engine": "engine",

  "calibrate.started":
    "Stand before the kiosk and look at the camera: first as most people do, then as the tallest and the smallest (a wheelchair too), then walk to and fro. Advice comes after {seconds} seconds of a face.",
  "calibrate.busy": "A citizen is served, and comes first. Try again later.",
  "calibrate.no-camera": "The camera is out of order. zizhu face status says why.",

  "line.face": "{cm} cm  position {across}, {up}  light of the face {light} (picture {scene})  sharpness {sharpness}  {told}",
  "line.nobody": "no face to measure  light of the picture {scene}  {told}",
  "place.middle": "middle",
  "place.left": "{percent}% left",
  "place.right": "{percent}% right",
  "place.up": "{percent}% up",
  "place.down": "{percent}% down",

  "guidance.good": "good",
  "guidance.look-at-camera": "look at the camera",
  "guidance.come-closer": "too far",
  "guidance.move-back": "too near",
  "guidance.centre-face": "not in the middle",
  "guidance.face-straight": "not looking ahead",
  "guidance.more-light": "too dark",
  "guidance.less-light": "too bright",
  "guidance.hold-still": "not sharp",
  "guidance.one-person-only": "more than one person",
  "guidance.turn-left": "turn left",
  "guidance.turn-right": "turn right",
  "guidance.blink": "blink",
  "guidance.checking": "checking",

  "advice.good": "The camera is well placed ({measures} measures).",
  "advice.work": "To be adjusted ({measures} measures):",
  "advice.nobody": "Only {measures} measures of a face: too few for advice. Stand before the kiosk, look at the camera, and try again.",
  "advice.height.good": "Height is right: faces lie at {top}% to {bottom}% of the picture, from its top.",
  "advice.height.lower": "Faces are {percent}% too low in the picture: tilt the camera down a little, or lower it.",
  "advice.height.raise": "Faces are {percent}% too high in the picture: tilt the camera up a little, or raise it.",
  "advice.height.range":
    "The heights differ too much for the picture ({top}% to {bottom}% from its top): mount the camera upright, or take a lens with a wider view.",
  "advice.side.good": "Left and right are right ({percent}% aside).",
  "advice.side.right": "Faces are {percent}% right of the middle: facing the kiosk, turn the camera to your left.",
  "advice.side.left": "Faces are {percent}% left of the middle: facing the kiosk, turn the camera to your right.",
  "advice.roll.askew": "The picture is askew by {degrees} degrees: mount the camera level.",
  "advice.distance.good": "Distance is right: faces pass from {from} to {to} cm.",
  "advice.distance.here.good": "Distance is right at {cm} cm; walk to and fro to see from where to where faces pass.",
  "advice.distance.never": "Nowhere could a face be checked: follow the other advice, and try again.",
  "advice.distance.too-far": 'At {cm} cm people are told "too far": bring the camera nearer, or take a lens with a narrower view.',
  "advice.distance.too-near": 'At {cm} cm people are told "too near": move the camera back, or take a lens with a wider view.',
  "advice.light.good": "Light is right: face {face}, picture {scene}.",
  "advice.light.backlit":
    "Light comes from behind: face {face}, picture {scene}. Cover the window or lamp behind people, or light their faces from the front.",
  "advice.light.dark": "Faces are too dark: {face}. Light them from the front.",
  "advice.light.bright": "Faces are too bright: {face}. Dim the light in front of them, or keep the sun off.",
  "advice.sharpness.good": "The picture is sharp: {value}.",
  "advice.sharpness.low": "The picture is not sharp: {value}. Clean lens and cover, check the focus; too little light blurs as well.",
  "advice.speed.good": "Speed is right: {fps} pictures a second, {ms} ms of computing each.",
  "advice.speed.camera":
    "The camera gives only {fps} pictures a second: check its settings and the USB port; in the dark a camera slows down by itself.",
  "advice.speed.machine": "Computing takes {ms} ms a picture, which makes checks slow: see what else runs on this machine.",
};
