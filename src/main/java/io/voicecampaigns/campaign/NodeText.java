package io.voicecampaigns.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Fields of a campaign file as the JSON that a kamelet's property takes. */
final class NodeText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NodeText() {
    }

    /** Braces that close stand apart: two of them would end a placeholder for Camel. */
    static String json(MappingNode mapping) {
        try {
            String json = JSON.writeValueAsString(value(mapping));
            while (json.contains("}}")) {
                json = json.replace("}}", "} }");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object value(Node node) {
        if (node instanceof MappingNode mapping) {
            Map<String, Object> fields = new LinkedHashMap<>();
            mapping.getValue().forEach(field -> fields.put(field.getKeyNode() instanceof ScalarNode key ? key.getValue() : "", value(field.getValueNode())));
            return fields;
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(NodeText::value).toList();
        }
        if (!(node instanceof ScalarNode scalar)) {
            return "";
        }
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return text;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("0|-?[1-9]\\d{0,17}") ? (Object) Long.valueOf(text) : text;
    }
}
