package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Writes outcomes into a CRM as the properties of {@code http-outcomes-sink} say. It sends nothing itself. Constructing it checks them
 * and has no other effect. Thread-safe.
 */
public final class OutcomeWriting {
    /** The fields of an outcome, {@code id}, which the CRM gave the record in a step before, and {@code now}. */
    static final Set<String> PLACES = Set.of("ref", "revision", "final", "latest", "campaign", "edition", "list", "row", "contact_ref", "key", "phone",
            "attempt", "state", "disposition", "duration_seconds", "recording_url", "call_id", "status", "end_reason", "started_at", "ended_at",
            "agent_version", "error", "id", "now");
    private static final Predicate<String> METHOD = method -> method.matches("POST|PUT|PATCH");

    private final Clock clock;
    private final Access access;
    private final String method;
    private final UrlTemplate url;
    private final BodyTemplate each;
    private final Optional<BodyTemplate> batch;
    private final int most;
    private final List<String> onlyWith;
    private final String oneEach;
    private final AnswerRules rules;

    /** @throws IllegalArgumentException naming the property that is wrong */
    public OutcomeWriting(Map<String, ?> properties, Clock clock) {
        Settings settings = new Settings(properties);
        this.clock = clock;
        this.access = Access.from(settings);
        this.method = settings.oneOf("method", METHOD, "POST, PUT or PATCH");
        this.each = settings.body("record", PLACES::contains).orElseThrow(() -> Settings.wrong("record", "is missing"));
        this.batch = settings.body("batch", "records"::equals);
        this.url = settings.url("url", name -> batch.isEmpty() && PLACES.contains(name));
        if (batch.isPresent() && !batch.get().names("records")) {
            throw Settings.wrong("batch", "a place \"{records}\" is missing");
        }
        this.most = batch.isPresent() ? Math.max(1, settings.count("most")) : 1;
        this.onlyWith = fields(settings.oneOf("onlyWith", names -> PLACES.containsAll(fields(names)), "fields of an outcome, parted by commas"));
        this.oneEach = settings.oneOf("oneEach", name -> name.isEmpty() || PLACES.contains(name), "a field of an outcome");
        this.rules = AnswerRules.from(settings);
    }

    private static List<String> fields(String names) {
        return names.isBlank() ? List.of() : List.of(names.strip().split("\\s*,\\s*"));
    }

    /**
     * @param outcomes a JSON array of them, or a list of maps
     * @throws IllegalArgumentException if they are something else
     */
    public WriteRun begin(Object outcomes) {
        return new WriteRun(this, outcomesOf(outcomes));
    }

    /** @throws CrmException if the CRM took nothing of it, for a reason that is not about single outcomes */
    public void answered(WriteRun run, CrmAnswer answer) {
        run.answered(answer);
    }

    static List<JsonNode> outcomesOf(Object body) {
        JsonNode json = Json.read(body).filter(JsonNode::isArray).orElseThrow(() -> new IllegalArgumentException("an array of outcomes was expected"));
        List<JsonNode> outcomes = new ArrayList<>();
        for (JsonNode outcome : json) {
            if (Json.text(outcome.path("ref")).isEmpty()) {
                throw new IllegalArgumentException("an outcome without a ref came");
            }
            outcomes.add(outcome);
        }
        return outcomes;
    }

    boolean isConcerned(JsonNode outcome) {
        return onlyWith.stream().allMatch(field -> Json.text(outcome.path(field)).filter(text -> !text.equals("false")).isPresent());
    }

    /** As many in a part as the CRM takes at once, none twice about what {@code oneEach} names, in their order. */
    List<List<JsonNode>> parts(List<JsonNode> outcomes) {
        List<List<JsonNode>> parts = new ArrayList<>();
        List<JsonNode> part = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode outcome : outcomes) {
            String about = oneEach.isEmpty() ? outcome.path("ref").asText() : outcome.path(oneEach).asText();
            if (!part.isEmpty() && (part.size() == most || seen.contains(about))) {
                parts.add(part);
                part = new ArrayList<>();
                seen.clear();
            }
            seen.add(about);
            part.add(outcome);
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    CrmRequest request(List<JsonNode> part) {
        ArrayNode records = Json.NODES.arrayNode();
        part.forEach(outcome -> each.fill(places(outcome)).ifPresent(records::add));
        Optional<JsonNode> body = batch.isPresent() ? batch.get().fill(name -> Optional.of(records)) : Optional.ofNullable(records.get(0));
        return new CrmRequest(method, url.fill(places(part.get(0))), body, access);
    }

    private Function<String, Optional<JsonNode>> places(JsonNode outcome) {
        return name -> name.equals("now") ? Optional.of(Json.NODES.textNode(clock.instant().toString())) : Optional.ofNullable(outcome.get(name));
    }

    AnswerRules rules() {
        return rules;
    }

    boolean isOneByOne() {
        return batch.isEmpty();
    }
}
