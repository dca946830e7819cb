package io.voicecampaigns.simulator;

import java.util.List;

/** What was said in a simulated call: always the same in one call, and in no other. */
final class Said {
    /** @param speaker {@code assistant} or {@code user} */
    record Turn(String speaker, String text) {
    }

    private Said() {
    }

    static List<Turn> in(StoredCall call) {
        if (call.outcome() == Outcome.VOICEMAIL) {
            return List.of(new Turn("assistant", "Please call us back about " + call.id() + "."));
        }
        return List.of(new Turn("assistant", "Is this a good time to speak about " + call.id() + "?"),
                new Turn("user", "Yes, I will renew."), new Turn("assistant", "Thank you, goodbye."));
    }

    static String summary(StoredCall call) {
        return call.outcome() == Outcome.VOICEMAIL ? "A message was left." : "The customer will renew, see " + call.id() + ".";
    }
}
