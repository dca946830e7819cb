package io.voicecampaigns.crm;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The properties of a kamelet, each read once. A problem names the property and never shows the value of a secret. */
record Settings(Map<String, ?> properties) {
    /** Empty if it is absent or blank. */
    String text(String name) {
        Object value = properties.get(name);
        return value == null ? "" : value.toString().strip();
    }

    boolean isGiven(String name) {
        return !text(name).isEmpty();
    }

    String oneOf(String name, Predicate<String> allowed, String expected) {
        String text = text(name);
        if (!allowed.test(text)) {
            throw wrong(name, "expected " + expected);
        }
        return text;
    }

    /** @return 0 if it is absent */
    int count(String name) {
        String text = text(name);
        if (!text.matches("\\d{0,9}")) {
            throw wrong(name, "expected a number");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    JsonSpot spot(String name) {
        return read(name, JsonSpot::of);
    }

    Optional<BodyTemplate> body(String name, Predicate<String> places) {
        return isGiven(name) ? Optional.of(read(name, text -> BodyTemplate.parse(text, places))) : Optional.empty();
    }

    UrlTemplate url(String name, Predicate<String> places) {
        return read(name, text -> UrlTemplate.parse(text, places));
    }

    <T> T read(String name, Function<String, T> parser) {
        try {
            return parser.apply(text(name));
        } catch (IllegalArgumentException e) {
            throw wrong(name, e.getMessage());
        }
    }

    static IllegalArgumentException wrong(String name, String what) {
        return new IllegalArgumentException("property " + name + ": " + what);
    }

    /** Without the values, which may be secret. */
    @Override
    public String toString() {
        return "Settings" + properties.keySet();
    }
}
