package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** The JSON of a provider's good answer, for whoever knows what it means. Safe for use by many threads. */
public final class ProviderAnswers {
    private final ProviderMappings mappings;
    private final Clock clock;

    public ProviderAnswers(ProviderMappings mappings, Clock clock) {
        this.mappings = mappings;
        this.clock = clock;
    }

    /**
     * The document that came with a 2xx.
     *
     * @param what       what was expected, for the message: "page of agents"
     * @param retryAfter the header, or null
     * @param body       bytes, text, a stream or a map
     * @throws ProviderException for any other status, and for what is no JSON object
     */
    public JsonNode object(String provider, String what, int status, String retryAfter, Object body) {
        ProviderMapping mapping = mappings.of(provider);
        Optional<JsonNode> json = Json.read(body);
        if (status < 200 || status > 299) {
            String reason = mapping.details().error().in(json.orElse(MissingNode.getInstance())).reason(status);
            Optional<Instant> retryAt = status == 429 ? Optional.of(RetryAfter.read(retryAfter, mapping.timings(), clock)) : Optional.empty();
            throw new ProviderException(provider + " answered " + reason + " instead of a " + what, status, retryAt);
        }
        return json.filter(JsonNode::isObject).orElseThrow(() -> new ProviderException(
                provider + " answered " + status + " with something that is no " + what, status, Optional.empty()));
    }

    /** The same refusal for a document that turned out to be something else. */
    public static ProviderException unreadable(String provider, String what) {
        return new ProviderException(provider + " answered 200 with something that is no " + what, 200, Optional.empty());
    }
}
