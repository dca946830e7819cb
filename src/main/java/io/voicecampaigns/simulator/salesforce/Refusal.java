package io.voicecampaigns.simulator.salesforce;

import java.util.List;
import java.util.Map;

/** Salesforce's "no", with its code; {@link #status} only counts where the whole request is refused. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final List<String> fields;

    Refusal(String code, String message, String... fields) {
        this(400, code, message, fields);
    }

    Refusal(int status, String code, String message, String... fields) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.fields = List.of(fields);
    }

    int status() {
        return status;
    }

    /** As the whole answer has it, in an array. */
    List<Map<String, Object>> asAnswer() {
        return List.of(Map.of("errorCode", code, "message", getMessage()));
    }

    /** As one record of a collection has it. */
    Map<String, Object> asError() {
        return Map.of("statusCode", code, "message", getMessage(), "fields", fields);
    }
}
