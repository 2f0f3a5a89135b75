import type { TEXTS_ZH } from "./texts-zh.ts";

export const TEXTS_EN: Readonly<Record<keyof typeof TEXTS_ZH, string>> = {
  usage: `usage: zizhu device <verb> [arguments]

  list                         all devices and how they are
  watch                        status changes as they come, until Ctrl-C
  info <device>                one device in detail, with its counters
  test <device>                checks a device; by itself only what nobody notices
       --external              also what prints, lights or moves
       --interactive           also what needs hands at the device
  trace <device> --out <file>  records what crosses the wire (stop device-host first)
       --seconds <N>           ends after N seconds; else at Ctrl-C
       --run '<command> <JSON>'  executes a command while recording; may be repeated
  replay <file>                plays a recording to the driver, without the device

  --settings <file>            settings; else ZIZHU_SETTINGS, else /etc/zizhu/settings.json
  --lang zh-CN|en              language; else by LANG
  --json                       one JSON a line, for programs

the face camera: zizhu face --help

exit codes: 0 ok; 1 a check failed or a replay departs; 2 usage; 65 recording cannot be replayed; 69 unavailable; 70 a bug;
73 file cannot be written; 75 devices are in use; 78 settings are wrong; 130 interrupted`,
  "usage.unknown": '"{what}" is not known here. See zizhu --help.',
  "usage.missing": "{what} is missing. See zizhu --help.",
  "usage.device": "The device's id",
  "usage.file": "The file's name",
  "usage.out": "--out <file>",
  "usage.seconds": '--seconds takes whole seconds from 1 to 86400, not "{found}".',
  "usage.run": '--run takes "command {JSON arguments}", not "{found}".',

  "settings.none": "No settings file found. Name it with --settings, or set ZIZHU_SETTINGS.",
  "settings.wrong": "The settings are wrong; correct them and try again:\n{problem}",

  "reach.own": "device-host is not running: this command opens the devices itself.",
  "reach.away": "device-host cannot be reached at {socket}. See that it is started, then try again.",
  "reach.lost": "The link to device-host broke: {what}. Look into its log, then try again.",
  "reach.not-permitted": "This user may not use {socket}. Run as the devices' service user, or with sudo.",
  "reach.running": "device-host is running and holds the ports. Stop it first, then record.",
  "reach.link-lost": "The link to device-host is lost; waiting for it …",
  "reach.link-back": "Linked to device-host again.",
  "device.unknown": 'The settings have no device "{device}". There are: {known}.',
  "device.locked": 'Another program holds the port of "{device}" ({reason}). End that program first (fuser shows it), then try again.',
  "device.away": '"{device}" is {state}: {reason}. Nothing was tested; check its power and its cable.',
  "device.no-contract": "There is nothing to test yet for devices of the kind {kind}.",
  failure: 'Command {command} of "{device}" failed: {code} (was it done: {sent}){facts}. Advice: {recovery}.',

  "mode.asking": "Asking for technician mode; waiting until nobody is served …",
  "mode.entered": "In technician mode.",
  "mode.left": "Technician mode left.",
  "mode.taken": "{by} is using the devices. Try again when it is done.",
  "mode.refused": "{by} does not agree to technician mode: {why}.",
  "mode.not-answered": "Waited in vain; these have not let go of the devices: {who}. Try again later.",
  "mode.withdrawn": "The question was taken back.",

  "list.empty": "The settings name no device.",
  "column.id": "device",
  "column.kind": "kind",
  "column.state": "state",
  "column.supplies": "supplies and sensors",
  "column.reasons": "reasons",
  "column.since": "since",
  "watch.started": "Watching {count} devices, until Ctrl-C.",
  "info.cover": "cover",

  "test.started": 'Testing "{device}" ({kind}), level: {level}.',
  "test.level.internal": "nothing that is noticed",
  "test.level.external": "with what prints, lights or moves",
  "test.level.interactive": "with hands at the device",
  "test.passed": "passed",
  "test.failed": "FAILED",
  "test.skipped": "skipped",
  "test.needs": "needs --{level}",
  "test.skipped-by-hand": "skipped by hand",
  "test.summary": "{passed} passed, {failed} failed, {skipped} skipped.",
  "test.act": "Please do: {act}\n  Press Enter when it is done; s skips: ",
  "test.see": "Please look: {what}?\n  y yes, n no, s skips: ",
  "test.interrupted": "Interrupted; the rest was not tested.",
  "test.bug": "The check itself broke: {cause}. This is a bug; please report it.",

  "trace.recording": 'Recording "{device}" to {file}, until Ctrl-C.',
  "trace.redaction.none": "The recording holds every byte of the wire.",
  "trace.redaction.by-driver": "Personal data is taken out of the recording.",
  "trace.redaction.lengths":
    "Devices of this kind read personal data and there is no rule to take it out: only lengths are recorded, and cannot be replayed.",
  "trace.exists": "{file} is there already. A recording is never written over a file: take another name.",
  "trace.cannot-write": "{file} cannot be written: {cause}.",
  "trace.full": "The recording has reached its bound and ends.",
  "trace.done": "Recorded: {file}, {lines} lines.",
  "trace.ran": "{command}: {result}",

  "replay.started": 'Replaying the recording of "{device}" ({driver}, {started}).',
  "replay.status": "status {status}",
  "replay.lost": "connection lost: {reason}",
  "replay.answer": "{command}: {result}",
  "replay.same": "As recorded, all {lines} lines.",
  "replay.departs": "Departs from the recording at line {line} ({atMs} ms, {way}):\n  recorded: {expected}\n  replayed: {found}",
  "replay.nothing": "(it did nothing)",
  "replay.unreadable": "{file} is not a recording that can be read:\n{problem}",
  "replay.lengths": "{file} holds lengths and no bytes: it cannot be replayed.",
  "replay.no-driver": 'The driver of the recording, "{driver}", cannot be loaded: {cause}.',

  bug: "A bug: {cause}",

  "state.online": "online",
  "state.offline": "offline",
  "state.powerOff": "power off",
  "state.noDevice": "no device",
  "state.hardwareError": "hardware error",
  "state.userError": "needs a hand",
  "state.deviceBusy": "busy",
  "state.potentialFraud": "tampering suspected",
  "state.starting": "starting",
  "kind.id-card-reader": "ID card reader",
  "kind.smart-card-reader": "smart card reader",
  "kind.code-scanner": "code scanner",
  "kind.receipt-printer": "receipt printer",
  "kind.ticket-printer": "ticket printer",
  "kind.certificate-printer": "certificate printer",
  "kind.document-camera": "document camera",
  "kind.signature-pad": "signature pad",
  "kind.auxiliaries": "lights and sensors",
  "kind.locker": "locker",
  "kind.stamp": "stamp",
  "kind.camera": "camera",
  "supply.full": "full",
  "supply.low": "low",
  "supply.out": "out",
  "supply.jammed": "jammed",
  "supply.unknown": "unknown",
  "cover.open": "open",
  "cover.closed": "closed",
  "cover.unknown": "unknown",
  "recovery.retry": "try again",
  "recovery.clear": "clear it, then try again",
  "recovery.operator": "go to the device",
  "recovery.maintenance": "call maintenance",
};
