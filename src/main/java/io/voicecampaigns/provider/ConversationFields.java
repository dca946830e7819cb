package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where what was said stands in a provider's JSON.
 *
 * @param transcript    a text, or a list of turns
 * @param speaker       with a list: who speaks, in each turn
 * @param text          with a list: what is said, in each turn; turns without it are left out
 * @param analysis      an object by name, or a list of named values
 * @param analysisName  with a list: where the name stands in each
 * @param analysisValue with a list: where the value stands in each
 */
record ConversationFields(Optional<FieldPath> transcript, Optional<FieldPath> speaker, Optional<FieldPath> text,
        Optional<FieldPath> summary, Optional<FieldPath> analysis, Optional<FieldPath> analysisName, Optional<FieldPath> analysisValue) {

    Set<Conversation.Part> parts() {
        Set<Conversation.Part> parts = EnumSet.noneOf(Conversation.Part.class);
        transcript.ifPresent(path -> parts.add(Conversation.Part.TRANSCRIPT));
        summary.ifPresent(path -> parts.add(Conversation.Part.SUMMARY));
        analysis.ifPresent(path -> parts.add(Conversation.Part.ANALYSIS));
        return parts;
    }

    Conversation read(JsonNode answer) {
        return new Conversation(transcript.flatMap(path -> said(path.in(answer))), summary.flatMap(path -> shown(path.in(answer))),
                analysis.map(path -> found(path.in(answer))).orElse(Map.of()));
    }

    private Optional<String> said(JsonNode node) {
        if (!node.isArray() || text.isEmpty()) {
            return shown(node);
        }
        StringBuilder lines = new StringBuilder();
        for (JsonNode turn : node) {
            text.get().textIn(turn).ifPresent(words -> lines.append(lines.isEmpty() ? "" : "\n")
                    .append(speaker.flatMap(path -> path.textIn(turn)).map(who -> who + ": ").orElse("")).append(words));
        }
        return Optional.of(lines.toString()).filter(said -> !said.isEmpty());
    }

    private Map<String, String> found(JsonNode node) {
        Map<String, String> values = new LinkedHashMap<>();
        if (node.isArray()) {
            for (JsonNode each : node) {
                Optional<String> name = analysisName.flatMap(path -> path.textIn(each));
                Optional<String> value = analysisValue.flatMap(path -> shown(path.in(each)));
                name.ifPresent(known -> value.ifPresent(found -> values.put(known, found)));
            }
        } else {
            node.properties().forEach(field -> shown(field.getValue()).ifPresent(value -> values.put(field.getKey(), value)));
        }
        return values;
    }

    /** A text as it is; a list as its texts; anything else as JSON; empty for nothing at all. */
    private static Optional<String> shown(JsonNode node) {
        if (node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty()) {
            return Optional.empty();
        }
        boolean texts = node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode);
        String shown = texts ? node.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "))
                : node.isContainerNode() ? node.toString() : node.asText();
        return Optional.of(shown.replace("\u0000", "").strip()).filter(text -> !text.isEmpty());
    }
}
