import { type Bad, step } from "./bad-item.ts";

/** Items that ask for a proof of identity, a face or a consent as they must not. */
export const BAD_IDENTITY: readonly Bad[] = [
  {
    it: "a face that names no consent",
    of: "fund-certificate",
    break: (item) => delete step(item, "face").consent,
    rule: "face-without-consent",
    at: "/steps/{face}",
  },
  {
    it: "a face that names a consent which nobody was asked for",
    of: "my-cases",
    break: (item) => (step(item, "face").consent = "face-verify"),
    rule: "face-without-consent",
    at: "/steps/{face}",
  },
  {
    it: "a way to the second person's face past their consent",
    of: "joint-withdrawal",
    break: (item) => (step(item, "spouse-card").next = "spouse-face"),
    rule: "face-without-consent",
    at: "/steps/{spouse-face}",
  },
  {
    it: "a face of somebody whose card was not read",
    of: "joint-withdrawal",
    break: (item) => (step(item, "spouse-card").person = "partner"),
    rule: "card-not-read",
    at: "/steps/{spouse-face}",
  },
  {
    it: "a face compared with a social-security card",
    of: "fund-certificate",
    break: (item) => (step(item, "card").factor = "social-security-card"),
    rule: "card-not-read",
    at: "/steps/{face}",
  },
  {
    it: "a consent by somebody who has not proved who they are",
    of: "child-record",
    break: (item) => delete step(item, "guardian-card").person,
    rule: "consent-by-nobody",
    at: "/steps/{child-consent}",
  },
  {
    it: "a consent that is asked on ways where its giver is not",
    of: "child-record",
    break: (item) => delete step(item, "child-consent").when,
    rule: "consent-by-nobody",
    at: "/steps/{child-consent}",
  },
  {
    it: "a grown-up's face with somebody else's consent only",
    of: "joint-withdrawal",
    break: (item) => {
      step(item, "face-consent").consent = "other";
      step(item, "face").consent = "other";
      delete step(item, "spouse-consent").by;
    },
    rule: "consent-not-own",
    at: "/steps/{spouse-face}",
  },
  {
    it: "one consent for a picture that stays and one that leaves",
    of: "my-cases",
    break: (item) => {
      const at = item.steps.indexOf(step(item, "cases"));
      const local = { ...step(item, "face"), id: "local", factor: "face", next: "cases" };
      for (const key of ["operation", "request", "withinMs"]) delete local[key];
      item.steps.splice(at, 0, local);
      step(item, "card").next = "local";
    },
    rule: "consent-not-own",
    at: "/steps/{face}",
  },
  {
    it: "a face that leads only to a face",
    of: "my-cases",
    break: (item) => {
      step(item, "how").ifNone = "no-answer";
      step(item, "how").methods = step(item, "how").methods.slice(2);
    },
    rule: "face-is-the-only-way",
    at: "/steps/{face-consent}",
  },
  {
    it: "a question to nobody",
    of: "my-cases",
    break: (item) => delete step(item, "face").operation,
    rule: "identify-wrong",
    at: "/steps/{face}/operation",
  },
  {
    it: "a question that does not say whose face it should be",
    of: "my-cases",
    break: (item) => delete step(item, "face").request.number,
    rule: "identify-wrong",
    at: "/steps/{face}/request",
  },
  {
    it: "a question that a card reader does not put",
    of: "my-cases",
    break: (item) => (step(item, "card").operation = "identity.verify-face"),
    rule: "identify-wrong",
    at: "/steps/{card}/operation",
  },
  {
    it: "an identity service that no connector knows",
    of: "my-cases",
    break: (item) => (step(item, "face").operation = "identity.guess"),
    rule: "operation-unknown",
    at: "/steps/{face}/operation",
  },
  {
    it: "a fact that is not there in a question of identity",
    of: "my-cases",
    break: (item) => (step(item, "face").request.number = "answers.who.idNumber"),
    rule: "fact-unknown",
    at: "/steps/{face}/request/number",
  },
  {
    it: "an assurance of a card",
    of: "my-cases",
    break: (item) => (step(item, "card").minAssurance = "ir"),
    rule: "identify-wrong",
    at: "/steps/{card}/minAssurance",
  },
  {
    it: "a consent to a card",
    of: "my-cases",
    break: (item) => (step(item, "card").consent = "face-remote"),
    rule: "identify-wrong",
    at: "/steps/{card}/consent",
  },
  {
    it: "a licence of a second person",
    of: "licence-info",
    break: (item) => Object.assign(step(item, "licence"), { person: "other", personName: { "zh-CN": "另一家", en: "the other" } }),
    rule: "identify-wrong",
    at: "/steps/{licence}/person",
  },
  {
    it: "a second person whom the screen cannot call",
    of: "joint-withdrawal",
    break: (item) => delete step(item, "spouse-card").personName,
    rule: "identify-wrong",
    at: "/steps/{spouse-card}/personName",
  },
  {
    it: "a second person's identity before they have come",
    of: "joint-withdrawal",
    break: (item) =>
      (step(item, "form").fields[2].prefill = {
        value: "persons.partner.identity.name",
        source: { "zh-CN": "证", en: "ID" },
        readOnly: false,
      }),
    rule: "fact-unknown",
    at: "/steps/{form}/fields/2",
  },
  {
    it: "an identity key that no second person has",
    of: "joint-withdrawal",
    break: (item) => (step(item, "review").sections[1].rows[0].value = "persons.spouse.identity.telephone"),
    rule: "fact-unknown",
    at: "/steps/{review}/sections/1",
  },
  {
    it: "the second person asked for in the first one's step",
    of: "joint-withdrawal",
    break: (item) => (step(item, "spouse-card").when = "persons.spouse.identity.number"),
    rule: "fact-too-early",
    at: "/steps/{spouse-card}/when",
  },
  {
    it: "two methods with one id",
    of: "my-cases",
    break: (item) => (step(item, "how").methods[1].id = "id-card"),
    rule: "id-repeated",
    at: "/steps/{how}/methods/1/id",
  },
  {
    it: "a method that asks for something else",
    of: "my-cases",
    break: (item) => (step(item, "how").methods[1].factors = ["electronic-licence"]),
    rule: "method-wrong",
    at: "/steps/{how}/methods/1/factors",
  },
  {
    it: "a method that leads nowhere",
    of: "my-cases",
    break: (item) => (step(item, "how").methods[1].to = "gone"),
    rule: "target-unknown",
    at: "/steps/{how}",
  },
  {
    it: "a device of one method among several, named as needed",
    of: "my-cases",
    break: (item) => item.needs.push("id-card-reader"),
    rule: "needs-wrong",
    at: "/needs",
  },
  {
    it: "a device of the only method, not named as needed",
    of: "licence-info",
    break: (item) => item.needs.shift(),
    rule: "needs-wrong",
    at: "/needs",
  },
  {
    it: "two closed factors that lead to each other",
    of: "my-cases",
    break: (item) => {
      step(item, "card").ifFailed = "social-card";
      step(item, "social-card").ifFailed = "card";
    },
    rule: "passes-for-ever",
    at: "/steps/{card}",
  },
  {
    it: "a child, who is not asked to agree, led round in a circle",
    of: "fund-certificate",
    break: (item) => {
      step(item, "face-consent").ifRefused = "face";
      step(item, "face").ifUnavailable = "face-consent";
    },
    rule: "passes-for-ever",
    at: "/steps/{face-consent}",
  },
];
