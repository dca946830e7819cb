package io.voicecampaigns.connector;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one kamelet's file declares.
 *
 * @param properties by name
 * @param template   the part below {@code template:}, as read from YAML
 */
public record Kamelet(String name, Map<String, Property> properties, Object template) {
    /** @param defaultValue null if there is none */
    public record Property(String defaultValue, boolean isRequired, boolean isSecret) {
    }

    public Kamelet {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    public boolean declares(String property) {
        return properties.containsKey(property);
    }

    static Kamelet of(String name, Map<?, ?> spec) {
        Map<?, ?> definition = map(spec.get("definition"));
        Set<String> required = new TreeSet<>();
        if (definition.get("required") instanceof List<?> names) {
            names.forEach(each -> required.add(String.valueOf(each)));
        }
        Map<String, Property> properties = new TreeMap<>();
        map(definition.get("properties")).forEach((property, declared) -> {
            Map<?, ?> fields = map(declared);
            properties.put(String.valueOf(property), new Property(
                    fields.get("default") == null ? null : String.valueOf(fields.get("default")),
                    required.contains(String.valueOf(property)), "password".equals(fields.get("format"))));
        });
        return new Kamelet(name, properties, spec.get("template"));
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
