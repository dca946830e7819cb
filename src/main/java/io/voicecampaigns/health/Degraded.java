package io.voicecampaigns.health;

import java.util.List;
import org.apache.camel.health.HealthCheckResultBuilder;

/** How a check that stays UP says that something is wrong. */
final class Degraded {
    private Degraded() {
    }

    /** As the detail {@code degraded}, and as the message too: Camel serves details only to those who ask with {@code ?data=true}. */
    static void tell(HealthCheckResultBuilder answer, List<String> what) {
        if (!what.isEmpty()) {
            String all = String.join("; ", what);
            answer.detail("degraded", all);
            answer.message("degraded: " + all);
        }
    }
}
