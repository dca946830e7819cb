package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicecampaigns.provider.ProviderAnswers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates between a provider's messages about agents and ours: the bean {@code agentAnswers} of the kamelets. It sends nothing itself.
 * Safe for use by many threads. Answers that cannot be read are {@link io.voicecampaigns.provider.ProviderException}s.
 */
public final class AgentAnswers {
    private final ProviderAnswers answers;

    public AgentAnswers(ProviderAnswers answers) {
        this.answers = answers;
    }

    /** A page to ask for, as a query: pairs of {@code template} whose place has no value are left out. */
    public String query(AgentQuery query, String template) {
        return Stream.of(template.split("&")).flatMap(pair -> filled(pair, query).stream()).collect(Collectors.joining("&"));
    }

    private static Optional<String> filled(String pair, AgentQuery query) {
        if (pair.contains("{cursor}")) {
            return query.cursor().map(cursor -> pair.replace("{cursor}", URLEncoder.encode(cursor, StandardCharsets.UTF_8)));
        }
        return pair.contains("{published}") ? Optional.of(pair.replace("{published}", "true")).filter(any -> query.published()) : Optional.of(pair);
    }

    /** JSON as bytes, so that the request carries its length. */
    public byte[] bytes(Object json) {
        return CanonicalJson.compact(json);
    }

    /** What launches a version under its name. */
    public byte[] launch(AgentChange change, String nameField) {
        return CanonicalJson.compact(CanonicalJson.object().put(nameField, change.versionName()));
    }

    /**
     * What publishes a version.
     *
     * @throws IllegalArgumentException without a version: a provider would take the live one down
     */
    public byte[] publish(AgentChange change, String versionField, String outboundField, String inboundField) {
        ObjectNode body = CanonicalJson.object().put(versionField, change.versionId()
                .orElseThrow(() -> new IllegalArgumentException("not sent: publishing without a version would take the live one down")));
        change.outboundPhone().ifPresent(phone -> body.put(outboundField, phone));
        change.inboundPhone().ifPresent(phone -> body.put(inboundField, phone));
        return CanonicalJson.compact(body);
    }

    /** A page of agents, each by its id. */
    public AgentPage<String> agents(String provider, int status, String retryAfter, Object body) {
        AgentCatalogue catalogue = catalogue(provider);
        return page(provider, "page of agents", catalogue.agents(), answers.object(provider, "page of agents", status, retryAfter, body),
                item -> Optional.of(item.at(catalogue.agents().id()).asText()).filter(AgentVersion::isId));
    }

    /** A page of the account's numbers. */
    public AgentPage<Phone> phones(String provider, int status, String retryAfter, Object body) {
        AgentCatalogue catalogue = catalogue(provider);
        return page(provider, "page of numbers", catalogue.phones(), answers.object(provider, "page of numbers", status, retryAfter, body),
                item -> Optional.of(new Phone(text(item, catalogue.phones().id()), text(item, catalogue.phone().number()), text(item, catalogue.phone().agent()))));
    }

    /** A page of the versions of {@code agentId}. */
    public AgentPage<AgentVersion> versions(String provider, String agentId, int status, String retryAfter, Object body) {
        JsonNode page = answers.object(provider, "page of versions", status, retryAfter, body);
        return page(provider, "page of versions", catalogue(provider).versions(), page, item -> version(provider, agentId, item));
    }

    /** One version of {@code agentId}, or its draft. */
    public AgentVersion version(String provider, String agentId, int status, String retryAfter, Object body) {
        JsonNode answer = answers.object(provider, "version", status, retryAfter, body);
        return version(provider, agentId, answer.at(catalogue(provider).one())).orElseThrow(() -> ProviderAnswers.unreadable(provider, "version"));
    }

    /** The id of the version that is live after publishing. */
    public String published(String provider, int status, String retryAfter, Object body) {
        return answers.object(provider, "published version", status, retryAfter, body).at(catalogue(provider).published()).asText();
    }

    private static <T> AgentPage<T> page(String provider, String what, AgentCatalogue.Page places, JsonNode answer, Function<JsonNode, Optional<T>> reader) {
        JsonNode items = answer.at(places.items());
        if (!items.isArray()) {
            throw ProviderAnswers.unreadable(provider, what);
        }
        List<T> read = new ArrayList<>();
        // an item that cannot be read would be missing in a copy that says it is complete
        items.forEach(item -> read.add(reader.apply(item).orElseThrow(() -> ProviderAnswers.unreadable(provider, what))));
        boolean more = places.more().isEmpty() || answer.at(places.more()).asBoolean();
        return new AgentPage<>(read, Optional.of(answer.at(places.next()).asText()).filter(cursor -> more && !cursor.isEmpty() && !cursor.equals("null")));
    }

    private static Optional<AgentVersion> version(String provider, String agentId, JsonNode item) {
        AgentCatalogue.Places places = catalogue(provider).version();
        String id = item.at(catalogue(provider).versions().id()).asText();
        JsonNode number = item.at(places.number());
        if (!(item instanceof ObjectNode fields) || !AgentVersion.isId(id) || !number.canConvertToLong()) {
            return Optional.empty();
        }
        return Optional.of(new AgentVersion(agentId, text(item, places.agentName()), id, number.longValue(), text(item, places.name()),
                text(item, places.created()), flag(item, places.draft()), flag(item, places.published()), fields));
    }

    private static String text(JsonNode item, String place) {
        JsonNode found = place.isEmpty() ? null : item.at(place);
        return found == null || found.isNull() ? "" : found.asText();
    }

    private static boolean flag(JsonNode item, String place) {
        return !place.isEmpty() && item.at(place).asBoolean();
    }

    private static AgentCatalogue catalogue(String provider) {
        return AgentCatalogue.of(provider).orElseThrow(() -> new IllegalArgumentException("nothing is known of agents of " + provider));
    }
}
