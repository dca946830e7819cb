package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A step or a start of a route that names an endpoint.
 *
 * @param consumes   whether it takes messages from there
 * @param name       what follows the scheme; may hold expressions such as {@code ${body.provider}-start-call-action}
 * @param parameters by name, as text
 */
record EndpointUse(String file, int line, boolean consumes, String scheme, String name, Map<String, String> parameters) {
    private static final Set<String> CONSUMING = Set.of("from", "pollEnrich", "poll");
    private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "enrich", "recipientList", "routingSlip", "dynamicRouter");
    /** Languages whose text is what it comes to, but for what stands in {@code ${…}}. */
    private static final List<String> AS_WRITTEN = List.of("constant", "simple");
    private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9.+-]*)(?::(?://)?([^?]*)(?:\\?(.*))?)?", Pattern.DOTALL);
    private static final Pattern DYNAMIC = Pattern.compile("\\$\\{[^}]*}|\\{\\{[^}]*}}|\\$simple\\{[^}]*}");

    /** @param settings replaces the placeholders that it knows and leaves the others */
    static List<EndpointUse> in(String file, YamlNode root, UnaryOperator<String> settings) {
        List<EndpointUse> uses = new ArrayList<>();
        root.all(place -> !place.key().equals("parameters")).forEach(place -> {
            if (place.has("uri")) {
                add(uses, file, place, place.text("uri"), place.at("parameters").fields(), settings);
            } else if (isKind(place.key()) && place.scalar().isPresent()) {
                add(uses, file, place, place.scalar().get(), Map.of(), settings);
            } else if (isKind(place.key()) && !place.fields().isEmpty()) {
                expressions(place).forEach(uri -> add(uses, file, place, uri, Map.of(), settings));
            } else if (place.key().equals("kamelet") && place.has("name")) {
                add(uses, file, place, "kamelet:" + place.text("name"), place.at("parameters").fields(), settings);
            }
        });
        return uses;
    }

    /** The endpoints of a step that names them by an expression; several may be parted by commas. */
    private static Stream<String> expressions(YamlNode place) {
        return Stream.of(place.at("expression"), place).flatMap(where -> AS_WRITTEN.stream().filter(where::has).map(where::at))
                .map(language -> language.scalar().orElse(language.text("expression")))
                .flatMap(text -> place.key().equals("recipientList") || place.key().equals("routingSlip") ? Stream.of(text.split(",")) : Stream.of(text))
                .map(String::strip);
    }

    private static boolean isKind(String key) {
        return CONSUMING.contains(key) || SENDING.contains(key);
    }

    private static void add(List<EndpointUse> uses, String file, YamlNode place, String uri, Map<String, YamlNode> fields, UnaryOperator<String> settings) {
        Matcher matcher = URI.matcher(settings.apply(uri));
        if (!matcher.matches()) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        if (matcher.group(3) != null) {
            for (String pair : matcher.group(3).split("&")) {
                parameters.put(pair.replaceFirst("=.*", ""), pair.replaceFirst("[^=]*=?", ""));
            }
        }
        fields.forEach((name, value) -> parameters.put(name, settings.apply(value.scalar().orElse(""))));
        String name = matcher.group(2) == null ? "" : matcher.group(2);
        String scheme = matcher.group(1);
        // the name of a kamelet, a direct or a seda may stand among the parameters
        String named = scheme.equals("kamelet") ? parameters.getOrDefault("templateId", name) : name.isEmpty() ? parameters.getOrDefault("name", name) : name;
        uses.add(new EndpointUse(file, place.has("uri") ? place.at("uri").line() : place.line(), CONSUMING.contains(place.key()), scheme, named, parameters));
    }

    /** Whether it is known which endpoint this is only when a message comes. */
    boolean isDynamic() {
        return DYNAMIC.matcher(name).find();
    }

    /** Whether it is one that exists inside of a kamelet alone. */
    boolean isEndOfKamelet() {
        return scheme.equals("kamelet") && (name.equals("source") || name.equals("sink"));
    }

    /** All names that it may come to; no pattern tells anything of a name that is an expression and nothing else. */
    Pattern names() {
        return names(scheme.equals("kamelet") ? name.replaceFirst("/.*", "") : name);
    }

    static Pattern names(String name) {
        StringBuilder pattern = new StringBuilder();
        Matcher matcher = DYNAMIC.matcher(name);
        int end = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(name.substring(end, matcher.start()))).append(".+");
            end = matcher.end();
        }
        return Pattern.compile(pattern + Pattern.quote(name.substring(end)));
    }
}
