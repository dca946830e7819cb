package io.voicecampaigns.campaign;

import io.voicecampaigns.connector.Connectors;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code source:} and {@code report:}, whose fields are those of whatever kamelets they name. */
final class ConnectorSections {
    private static final String FILE = "file";
    private static final int MOST_AT_ONCE = 10_000;
    private static final Pattern CLOSING = Pattern.compile("(\\{\\{[^{}]*}})|}(?=})");
    private static final Pattern HYPHEN = Pattern.compile("-(\\w)");

    private final Optional<Connectors> connectors;

    /** @param connectors empty: whether the kamelets exist, and take what they are given, is not looked at */
    ConnectorSections(Optional<Connectors> connectors) {
        this.connectors = connectors;
    }

    Source source(Section section) {
        String system = section.value("from", Values::word).orElse(FILE);
        if (system.equals(FILE)) {
            section.refuseUnknownFields();
            return Source.file();
        }
        Duration every = section.value("every", Delay::parse).orElse(Source.DEFAULT_EVERY);
        Map<String, String> fields = section.rest();
        Map<String, String> properties = properties(fields);
        connectors.ifPresent(known -> refuse(section, "from", fields, known.faultsOfSource(system, properties)));
        return new Source(system, every, properties);
    }

    /** What holds for the whole campaign stands where any sink is named: how files are written, and what of a conversation is reported. */
    private static final class Style {
        private boolean neutralise = true;
        private boolean excel;
        private Optional<DateTimeFormatter> times = Optional.empty();
        private boolean transcript;
        private boolean summary;
        private List<String> analysis = List.of();

        void read(Section section) {
            neutralise = section.value("formulas", Values.either("neutralise", "raw")).orElse(neutralise);
            excel = section.value("excel", Values.either("true", "false")).orElse(excel);
            times = section.value("times", Values::timePattern).or(() -> times);
            transcript = section.value("transcript", Values.either("true", "false")).orElse(transcript);
            summary = section.value("summary", Values.either("true", "false")).orElse(summary);
            analysis = section.values("analysis", Values::variableName).orElse(analysis);
        }
    }

    /** @param sections one, or one for each sink that has something of its own to say */
    Reporting report(List<Section> sections) {
        Style style = new Style();
        List<Sink> sinks = new ArrayList<>();
        for (Section section : sections) {
            for (Sink sink : sinks(section, style, sections.size() > 1)) {
                if (sinks.stream().anyMatch(other -> other.system().equals(sink.system()))) {
                    section.refuse("to", "names the same twice");
                } else {
                    sinks.add(sink);
                }
            }
        }
        return new Reporting(sinks.isEmpty() ? List.of(Sink.of(FILE)) : sinks, style.neutralise, style.excel, style.times,
                new Texts(style.transcript, style.summary, style.analysis));
    }

    private List<Sink> sinks(Section section, Style style, boolean isOneOfMany) {
        if (isOneOfMany && !section.has("to")) {
            section.refuse("to", "is missing; expected a system to report to, such as file");
        }
        List<String> systems = section.values("to", Values::word).orElse(List.of(FILE));
        if (systems.isEmpty()) {
            section.refuse("to", "is empty; expected a system to report to, such as file");
        }
        OptionalInt batch = section.value("batch", Values.integer(1, MOST_AT_ONCE)).map(OptionalInt::of).orElse(OptionalInt.empty());
        style.read(section);
        List<String> others = systems.stream().filter(system -> !system.equals(FILE)).distinct().toList();
        if (others.isEmpty()) {
            section.refuseUnknownFields();
        }
        Map<String, String> fields = others.isEmpty() ? Map.of() : section.rest();
        Map<String, String> properties = properties(fields);
        List<Sink> sinks = new ArrayList<>();
        for (String system : systems.stream().distinct().toList()) {
            Map<String, String> own = system.equals(FILE) ? Map.of() : share(system, others, properties);
            sinks.add(new Sink(system, batch, own));
            if (!system.equals(FILE)) {
                connectors.ifPresent(known -> refuse(section, "to", fields, known.faultsOfSink(system, own)));
            }
        }
        return sinks;
    }

    /** Of the properties that several sinks are given together, those that this one declares, and those that none does. */
    private Map<String, String> share(String system, List<String> others, Map<String, String> properties) {
        if (others.size() == 1 || connectors.isEmpty()) {
            return properties;
        }
        Map<String, String> own = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            boolean isAnothers = others.stream().anyMatch(other -> declares(other, name));
            if (declares(system, name) || !isAnothers) {
                own.put(name, value);
            }
        });
        return own;
    }

    private boolean declares(String system, String property) {
        return connectors.flatMap(known -> known.kamelets().find(Connectors.sinkOf(system))).map(kamelet -> kamelet.declares(property)).orElse(false);
    }

    private static void refuse(Section section, String naming, Map<String, String> fields, Map<String, String> faults) {
        faults.forEach((property, reason) -> section.refuse(property.isEmpty() ? naming
                : fields.keySet().stream().filter(field -> camelCase(field).equals(property)).findFirst().orElse(property), reason));
    }

    private static Map<String, String> properties(Map<String, String> fields) {
        Map<String, String> properties = new LinkedHashMap<>();
        fields.forEach((field, value) -> properties.put(camelCase(field), apart(value)));
        return properties;
    }

    /** Camel takes the two braces that close nested JSON for the end of a placeholder; a blank between them changes nothing for JSON. */
    static String apart(String value) {
        return CLOSING.matcher(value).replaceAll(found -> found.group(1) == null ? "} " : Matcher.quoteReplacement(found.group()));
    }

    static String camelCase(String field) {
        return HYPHEN.matcher(field).replaceAll(found -> found.group(1).toUpperCase(java.util.Locale.ROOT));
    }
}
