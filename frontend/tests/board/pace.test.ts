import { describe, expect, it } from "vitest";
import { paceOf } from "@/board/calls/pace";
import { aCall, ago, NOW, POLICY } from "./building";

const tone = (told: Parameters<typeof aCall>[0]) => paceOf(aCall(told), POLICY, NOW).tone;

describe("the colour of a timer", () => {
  it("is calm up to the answer target and says so beyond it", () => {
    expect(tone({ received_at: ago(60) })).toBe("calm");
    expect(tone({ received_at: ago(61) })).toBe("over");
    expect(tone({ received_at: ago(181) })).toBe("far");
  });

  it("follows the arrival target once a human has answered", () => {
    const answered = { first_human_at: ago(100) };

    expect(tone({ ...answered, received_at: ago(400) })).toBe("calm");
    expect(tone({ ...answered, received_at: ago(901) })).toBe("over");
    expect(tone({ ...answered, received_at: ago(1801) })).toBe("far");
  });

  it("gives assistance the time of its own limits", () => {
    expect(tone({ kind: "assistance", first_human_at: ago(0), received_at: ago(1700) })).toBe("calm");
    expect(tone({ kind: "assistance", first_human_at: ago(0), received_at: ago(1801) })).toBe("over");
  });

  it("rests when somebody is there, however long ago the press was", () => {
    expect(
      tone({ state: "on_scene", first_human_at: ago(9000), first_arrived_at: ago(5), received_at: ago(9999) }),
    ).toBe("calm");
  });

  it("never hurries a task", () => {
    expect(tone({ kind: "technical", received_at: ago(99_999) })).toBe("calm");
  });

  it("names the limit that has passed", () => {
    expect(paceOf(aCall({ received_at: ago(200) }), POLICY, NOW).passed).toBe(180);
  });

  it("is calm before the policy is known", () => {
    expect(paceOf(aCall({ received_at: ago(999) }), null, NOW)).toEqual({ tone: "calm", passed: null });
  });
});
