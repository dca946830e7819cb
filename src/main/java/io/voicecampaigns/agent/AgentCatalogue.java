package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a provider's answers hold what we ask of agents, and which changes its requests can make: one resource,
 * {@code agents/<provider>.json}. Places are JSON Pointers, in which {@code *} stands for every element of a list; an empty one means that
 * the provider does not tell. Immutable.
 *
 * @param launches  whether changes go to a draft that is launched as a new version; if not, a version is changed in place and live at once
 * @param agents    a page of agents
 * @param versions  a page of an agent's versions
 * @param phones    a page of the account's numbers; null where campaigns name their agent
 * @param phone     one number; null as well
 * @param version   the facts of one version
 * @param one       where one version stands in the answer to a single request; empty: it is the answer
 * @param published where an answer to publishing names the live version
 * @param varying   places in a version that change without anybody's doing, or with other versions; they are kept apart
 * @param spoken    texts that may hold {@code {{variables}}}
 * @param provided  where variables get a value without the campaign
 * @param system    variables that the provider fills itself
 * @param changes   JSON Schema of the fields that can be changed. {@code x-answer} says where an answer holds the field, if not under its
 *                  own name; {@code x-refers}, that it names things a snapshot does not hold; {@code x-lenient}, that other values than
 *                  the listed ones are only warned about; {@code x-identifier}, that the provider writes it without accents and blanks
 */
record AgentCatalogue(boolean launches, Page agents, Page versions, Page phones, PhonePlaces phone, Places version, String one, String published,
        List<String> varying, List<String> spoken, Provided provided, List<String> system, ObjectNode changes) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Map<String, Optional<AgentCatalogue>> READ = new ConcurrentHashMap<>();

    AgentCatalogue {
        one = orEmpty(one);
        published = orEmpty(published);
    }

    /**
     * @param next where the next page begins, by its cursor
     * @param more whether there is one; empty: whether there is a cursor
     * @param id   of each item
     */
    record Page(String items, String next, String more, String id) {
        Page {
            more = orEmpty(more);
        }
    }

    /** @param agent where a number names the agent that calls from it */
    record PhonePlaces(String number, String agent) {
    }

    /**
     * @param agentName what people call the agent
     * @param name      what people call the version
     */
    record Places(String agentName, String number, String name, String created, String draft, String published) {
        Places {
            agentName = orEmpty(agentName);
            name = orEmpty(name);
            created = orEmpty(created);
            draft = orEmpty(draft);
            published = orEmpty(published);
        }
    }

    /**
     * @param keys      objects whose keys are variables
     * @param values    texts that are names of variables
     * @param defaulted lists of variables, of which those with a default need no value
     */
    record Provided(List<String> keys, List<String> values, List<Defaulted> defaulted) {
    }

    /**
     * @param items each variable
     * @param name  where it has its name
     * @param value where it has its default
     */
    record Defaulted(String items, String name, String value) {
    }

    /** Empty where this program knows nothing of the provider's agents. */
    static Optional<AgentCatalogue> of(String provider) {
        return READ.computeIfAbsent(provider, AgentCatalogue::read);
    }

    private static Optional<AgentCatalogue> read(String provider) {
        if (!provider.matches("[a-z0-9-]+")) {
            return Optional.empty();
        }
        try (InputStream in = AgentCatalogue.class.getResourceAsStream("/agents/" + provider + ".json")) {
            return in == null ? Optional.empty() : Optional.of(MAPPER.readValue(in, AgentCatalogue.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String orEmpty(String place) {
        return place == null ? "" : place;
    }

    /** Whether the live version is marked by the provider; if not, the newest one is taken for it. */
    boolean marksPublished() {
        return !version.published().isEmpty();
    }

    /** What a version says and does: its fields without those that tell it from other versions. */
    ObjectNode content(JsonNode fields) {
        ObjectNode content = fields.deepCopy();
        for (String place : List.of(versions.id(), version.number(), version.name(), version.created(), version.draft())) {
            if (place.lastIndexOf('/') == 0) {
                content.remove(place.substring(1));
            }
        }
        return content;
    }

    /** Everything that a place leads to; empty where there is nothing. */
    static List<JsonNode> all(JsonNode document, String place) {
        List<JsonNode> nodes = List.of(document);
        for (String step : place.isEmpty() ? new String[0] : place.substring(1).split("/")) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                if (step.equals("*")) {
                    node.forEach(next::add);
                } else {
                    next.add(node.path(step));
                }
            }
            nodes = next;
        }
        return nodes.stream().filter(node -> !node.isMissingNode() && !node.isNull()).toList();
    }
}
