package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.voicecampaigns.campaign.Nearest;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The fields of a provider's agents that can be changed: whether a change is sound, whether an answer shows it, and how an answer is sent again. */
final class Changes {
    private static final String ANSWER = "x-answer";

    private final JsonNode schema;

    Changes(AgentCatalogue catalogue) {
        this.schema = catalogue.changes();
    }

    /** @param problems what must be corrected; @param warnings what may well be right */
    record Findings(List<String> problems, List<String> warnings) {
    }

    Findings check(JsonNode change) {
        Findings findings = new Findings(new ArrayList<>(), new ArrayList<>());
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        JsonSchema validator = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(withoutOurs(schema), config);
        for (ValidationMessage message : validator.validate(change)) {
            String place = message.getInstanceLocation().toString().replaceFirst("^/", "");
            if (message.getType().equals("additionalProperties")) {
                findings.problems().add(unknown(place, message.getProperty()));
            } else if (message.getType().equals("enum") && schema.at("/properties/" + place + "/x-lenient").asBoolean()) {
                findings.warnings().add("change." + place + " is none of the values that are known; the provider decides");
            } else {
                findings.problems().add("change." + dotted(place) + ": " + message.getError());
            }
        }
        if (change.isEmpty()) {
            findings.problems().add("change is empty: there is nothing to release");
        }
        return findings;
    }

    private String unknown(String place, String name) {
        JsonNode spec = schema;
        for (String step : place.isEmpty() ? new String[0] : place.split("/")) {
            spec = spec.has("items") ? spec.path("items") : spec.at("/properties/" + step);
        }
        List<String> known = new ArrayList<>();
        spec.path("properties").fieldNames().forEachRemaining(known::add);
        return "change." + (place.isEmpty() ? "" : dotted(place) + ".") + name + " is no field of an agent"
                + Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse("");
    }

    private static String dotted(String place) {
        return place.replace('/', '.');
    }

    private static JsonNode withoutOurs(JsonNode node) {
        JsonNode copy = node.deepCopy();
        copy.findParents(ANSWER).forEach(spec -> ((ObjectNode) spec).remove(ANSWER));
        for (String ours : List.of("x-refers", "x-lenient", "x-identifier")) {
            copy.findParents(ours).forEach(spec -> ((ObjectNode) spec).remove(ours));
        }
        return copy;
    }

    /** The fields of {@code change} that an answer does not show as they were sent. */
    List<String> notTaken(ObjectNode change, JsonNode answer) {
        List<String> names = new ArrayList<>();
        change.fieldNames().forEachRemaining(names::add);
        return names.stream().filter(name -> !shows(spec(name), answered(name, answer), change.get(name))).toList();
    }

    /** What an answer says of each field of {@code change}, in the words of a request; absent fields are left out. */
    ObjectNode current(ObjectNode change, JsonNode answer) {
        ObjectNode current = CanonicalJson.object();
        change.fieldNames().forEachRemaining(name -> {
            JsonNode value = requested(spec(name), answered(name, answer));
            if (!value.isMissingNode()) {
                current.set(name, value);
            }
        });
        return current;
    }

    /** The request that makes an agent again what an answer says it was: without what cannot be changed. */
    ObjectNode request(JsonNode answer) {
        ObjectNode request = CanonicalJson.object();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            JsonNode value = requested(spec(name), answered(name, answer));
            if (!value.isMissingNode() && (!value.isNull() || mayBeNull(spec(name)))) {
                request.set(name, value);
            }
        });
        return request;
    }

    /** Fields that name things outside the agent, and name others than {@code live} does. */
    List<String> references(ObjectNode change, JsonNode live) {
        List<String> names = new ArrayList<>();
        change.fieldNames().forEachRemaining(names::add);
        return names.stream().filter(name -> spec(name).path("x-refers").asBoolean() && !change.get(name).isNull()
                && !change.get(name).isEmpty() | change.get(name).isTextual() && !shows(spec(name), answered(name, live), change.get(name))).toList();
    }

    private JsonNode spec(String name) {
        return schema.at("/properties").path(name);
    }

    private JsonNode answered(String name, JsonNode answer) {
        String place = spec(name).path(ANSWER).asText("/" + name);
        if (!place.contains("*")) {
            return answer.at(place);
        }
        if (answer.at(place.substring(0, place.indexOf("/*"))).isMissingNode()) {
            return answer.path(name);
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        AgentCatalogue.all(answer, place).forEach(all::add);
        return all;
    }

    private static boolean mayBeNull(JsonNode spec) {
        return StreamSupport.stream(spec.path("type").spliterator(), false).anyMatch(type -> type.asText().equals("null"));
    }

    /** Without the fields of objects that an answer adds. */
    private static JsonNode requested(JsonNode spec, JsonNode answered) {
        if (answered.isArray()) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode();
            answered.forEach(item -> items.add(requested(spec.path("items"), item)));
            return items;
        }
        if (answered.isObject() && spec.has("properties")) {
            ObjectNode object = CanonicalJson.object();
            answered.properties().stream().filter(field -> spec.path("properties").has(field.getKey()))
                    .forEach(field -> object.set(field.getKey(), requested(spec.at("/properties/" + field.getKey()), field.getValue())));
            return object;
        }
        return answered;
    }

    private static boolean shows(JsonNode spec, JsonNode answered, JsonNode sent) {
        if (sent.isNull()) {
            return answered.isMissingNode() || answered.isNull() || answered.isContainerNode() && answered.isEmpty() || answered.asText("x").isEmpty();
        }
        if (sent.isArray()) {
            return answered.isArray() && answered.size() == sent.size() && java.util.stream.IntStream.range(0, sent.size())
                    .allMatch(at -> shows(spec.path("items"), answered.get(at), sent.get(at)));
        }
        if (sent.isObject() && spec.has("properties")) {
            return sent.properties().stream().allMatch(field -> shows(spec.at("/properties/" + field.getKey()),
                    answered.at(spec.at("/properties/" + field.getKey()).path(ANSWER).asText("/" + field.getKey())), field.getValue()));
        }
        if (spec.path("x-identifier").asBoolean()) {
            return identifier(sent.asText()).equals(identifier(answered.asText()));
        }
        return CanonicalJson.line(sent).equals(CanonicalJson.line(answered));
    }

    private static String identifier(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "").strip().replaceAll("\\s+", "_");
    }

    static Optional<String> text(JsonNode node) {
        return node.isTextual() && !node.textValue().isBlank() ? Optional.of(node.textValue().strip()) : Optional.empty();
    }
}
