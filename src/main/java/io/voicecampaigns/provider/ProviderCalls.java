package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Translates between the messages of a provider and ours, by the provider's mapping: the bean {@code providerCalls} of the
 * kamelets. It sends nothing itself. Safe for use by many threads.
 *
 * <p>Answers are given as HTTP status, header {@code Retry-After} (null if absent) and body, which may be bytes, text, a stream
 * or a map.
 */
public final class ProviderCalls {
    private final ProviderMappings mappings;
    private final Clock clock;

    public ProviderCalls(ProviderMappings mappings, Clock clock) {
        this.mappings = mappings;
        this.clock = clock;
    }

    /**
     * The JSON that starts a call, as bytes so that the request carries its length.
     *
     * @param request a {@link StartRequest}, or what {@link StartRequest#from} reads
     */
    public byte[] startBody(Object request, String provider) {
        return details(provider).start().body(StartRequest.from(request));
    }

    /** What became of the call. Never throws for anything that the provider answered: what cannot be read is {@code unknown}. */
    public StartAnswer startAnswer(String provider, int status, String retryAfter, Object body) {
        return new Answer(provider, status, retryAfter, body).start();
    }

    /**
     * The query that asks for a page of the list, percent-encoded.
     *
     * @param request a {@link ListRequest}, or what {@link ListRequest#from} reads
     */
    public String listQuery(Object request, String provider) {
        return details(provider).page().query(ListRequest.from(request));
    }

    /** @throws ProviderException if the answer is not a page of calls */
    public CallPage page(String provider, int status, String retryAfter, Object body) {
        ProviderMapping.Details details = details(provider);
        return new Answer(provider, status, retryAfter, body).read("page of calls",
                page -> details.page().read(page, details.call()));
    }

    /**
     * The id of a call as it stands in the path of an address.
     *
     * @throws IllegalArgumentException if it is not an id, without showing it
     */
    public String callId(String id) {
        return CallFields.id(Optional.ofNullable(id)).orElseThrow(
                () -> new IllegalArgumentException("the id of a call was expected, and none came"));
    }

    /** @throws ProviderException if the answer neither is a call nor says that there is none */
    public CallLookup call(String provider, int status, String retryAfter, Object body) {
        ProviderMapping.Details details = details(provider);
        Answer answer = new Answer(provider, status, retryAfter, body);
        return answer.saysThereIsNone() ? new CallLookup(Optional.empty())
                : new CallLookup(Optional.of(answer.read("call", json -> details.call().read(details.lookup().call().in(json)))));
    }

    /**
     * The id of the agent that is to call, as it stands in the path of an address.
     *
     * @param request a {@link StartRequest}, a {@link VersionRequest}, or what these read
     * @throws IllegalArgumentException if none is given
     */
    public String agent(Object request) {
        Optional<String> agent = request instanceof VersionRequest version ? Optional.of(version.agent())
                : StartRequest.from(request).agent();
        return CallFields.id(agent).orElseThrow(
                () -> new IllegalArgumentException("the campaign names no agent, or none that could be an id"));
    }

    /**
     * The query that asks for a page of an agent's versions, percent-encoded.
     *
     * @param request a {@link VersionRequest}, or what {@link VersionRequest#from} reads
     */
    public String versionQuery(Object request, String provider) {
        VersionFields fields = version(provider);
        return fields.query().query(place -> switch (place) {
            case "cursor" -> VersionRequest.from(request).cursor().map(JsonNodeFactory.instance::textNode);
            case "limit" -> Optional.of(JsonNodeFactory.instance.numberNode(fields.limit()));
            default -> Optional.empty();
        });
    }

    /**
     * @param request what was asked for
     * @throws ProviderException if the answer is no page of versions
     */
    public VersionAnswer version(String provider, Object request, int status, String retryAfter, Object body) {
        return new Answer(provider, status, retryAfter, body).read("page of versions",
                page -> version(provider).find(VersionRequest.from(request).version(), page));
    }

    private VersionFields version(String provider) {
        return details(provider).version().orElseThrow(() -> new IllegalArgumentException(
                "the mapping of " + provider + " says nothing of versions"));
    }

    /** @throws ProviderException if the answer neither is about a conversation nor says that there is none */
    public Conversation conversation(String provider, int status, String retryAfter, Object body) {
        ConversationFields fields = details(provider).conversation().orElseThrow(() -> new IllegalArgumentException(
                "the mapping of " + provider + " says nothing of conversations"));
        Answer answer = new Answer(provider, status, retryAfter, body);
        return answer.saysThereIsNone() ? Conversation.NOTHING
                : answer.read("conversation", json -> json.isObject() ? Optional.of(fields.read(json)) : Optional.empty());
    }

    /** @throws ProviderException if the answer neither is about a recording nor says that there is none */
    public Recording recording(String provider, int status, String retryAfter, Object body) {
        Optional<FieldPath> url = details(provider).recordingUrl();
        Answer answer = new Answer(provider, status, retryAfter, body);
        return answer.saysThereIsNone() ? new Recording(Optional.empty())
                : answer.read("recording", json -> json.isObject()
                        ? Optional.of(new Recording(url.flatMap(path -> path.textIn(json)))) : Optional.empty());
    }

    private ProviderMapping.Details details(String provider) {
        return mappings.of(provider).details();
    }

    private final class Answer {
        private final ProviderMapping mapping;
        private final int status;
        private final String retryAfter;
        /** Empty if the body is not JSON. */
        private final Optional<JsonNode> json;
        private final ProviderError error;

        Answer(String provider, int status, String retryAfter, Object body) {
            this.mapping = mappings.of(provider);
            this.status = status;
            this.retryAfter = retryAfter;
            this.json = Json.read(body);
            this.error = mapping.details().error().in(json.orElse(MissingNode.getInstance()));
        }

        StartAnswer start() {
            return mapping.details().start().answer(status, json, error, this::retryAt);
        }

        boolean saysThereIsNone() {
            return mapping.details().lookup().unknown().matches(status, error);
        }

        <T> T read(String what, Function<JsonNode, Optional<T>> reader) {
            if (status < 200 || status > 299) {
                throw new ProviderException(mapping.name() + " answered " + error.reason(status) + " instead of a " + what,
                        status, status == 429 ? Optional.of(retryAt()) : Optional.empty());
            }
            return json.flatMap(reader).orElseThrow(() -> new ProviderException(
                    mapping.name() + " answered " + status + " with something that is no " + what, status, Optional.empty()));
        }

        private Instant retryAt() {
            return RetryAfter.read(retryAfter, mapping.timings(), clock);
        }
    }
}
