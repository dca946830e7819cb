package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The mapping as it is shipped, and what Diga and we say to each other. */
final class DigaMapping {
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final UUID ATTEMPT = UUID.fromString("7d9f1c9e-5d1a-5b5e-9a44-3c0f5a1e2b77");
    static final String CALL = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

    private DigaMapping() {
    }

    static ProviderCalls calls() {
        return new ProviderCalls(new ProviderMappings(Path.of("config/providers")), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    static StartRequest aRequest() {
        return new StartRequest(ATTEMPT, "renewal", "+34910000000", "+34600111222", Optional.empty(), Optional.of("v-7"),
                Map.of("customer_name", "Íñigo"));
    }

    /** A call as Diga lists it. */
    static ObjectNode aCall() {
        ObjectNode call = Json.MAPPER.createObjectNode().put("id", CALL).put("agent_version_id", "v-7").put("status", "completed")
                .put("type", "outbound").put("created_date", "2026-11-20T09:59:58.123456Z").put("start_time",
                        "2026-11-20T10:00:01+00:00")
                .put("end_time", "2026-11-20T11:01:43+01:00").put("duration", 102).put("end_reason", "user_hangup")
                .put("recording_url", "https://recordings.example/1");
        call.putObject("contact").put("identifier", "+34600111222");
        call.putObject("dynamic_variables").put("call_attempt_id", ATTEMPT.toString()).put("customer_name", "Íñigo");
        return call;
    }
}
