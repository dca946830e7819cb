package io.voicecampaigns.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Tells whether a kamelet can write to this machine only. What cannot be told counts as no. */
final class Loopback {
    private static final Pattern HOST = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1");
    private static final Pattern URL = Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]*://([^\\s/?#\"'<>]*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(\\w+)(?::[^}]*)?}}");
    /** Of these alone is known that they reach nothing, or only where a URL says: a route behind a {@code direct} may reach anything. */
    private static final Set<String> HARMLESS = Set.of("kamelet", "log", "mock", "http", "https", "file", "dataformat", "timer", "scheduler");

    private final Kamelets kamelets;
    private final UnaryOperator<String> resolver;

    Loopback(Kamelets kamelets, UnaryOperator<String> resolver) {
        this.kamelets = kamelets;
        this.resolver = resolver;
    }

    /** Where else than to this machine the kamelet might write; empty if nowhere. */
    Optional<String> elsewhere(Kamelet kamelet, Map<String, String> given) {
        return elsewhere(kamelet, given, 0);
    }

    private Optional<String> elsewhere(Kamelet kamelet, Map<String, String> given, int depth) {
        List<String> texts = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        collect(kamelet.template(), "", given, kamelet, texts, uris);
        given.values().forEach(value -> texts.add(resolver.apply(value)));
        for (String text : texts) {
            Optional<String> host = URL.matcher(text).results().map((MatchResult url) -> host(url.group(1)))
                    .filter(each -> !HOST.matcher(each).matches()).findFirst();
            if (host.isPresent()) {
                return host;
            }
        }
        for (String uri : uris) {
            Optional<String> reason = elsewhere(uri, depth);
            if (reason.isPresent()) {
                return reason;
            }
        }
        return Optional.empty();
    }

    private Optional<String> elsewhere(String uri, int depth) {
        String scheme = uri.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
        String rest = uri.substring(Math.min(uri.length(), scheme.length() + 1)).replaceFirst("^//", "");
        if (scheme.startsWith("${")) {
            // made of properties, all of which were looked at
            return Optional.empty();
        }
        if (!HARMLESS.contains(scheme) && !isHere(scheme)) {
            return Optional.of("a system that it reaches through " + scheme);
        }
        if (scheme.startsWith("http") && !rest.startsWith("${")) {
            String host = host(rest.replaceFirst("[/?#].*", ""));
            return HOST.matcher(host).matches() ? Optional.empty() : Optional.of(host);
        }
        if (scheme.equals("kamelet") && !rest.equals("source") && !rest.equals("sink")) {
            Optional<Kamelet> nested = kamelets.find(rest.replaceFirst("[/?].*", ""));
            return nested.isEmpty() || depth > 5 ? Optional.of("the kamelet " + rest.replaceFirst("[/?].*", ""))
                    : elsewhere(nested.get(), Map.of(), depth + 1);
        }
        return Optional.empty();
    }

    /** A component that logs in somewhere has a setting that says where. */
    private boolean isHere(String scheme) {
        try {
            return URL.matcher(resolver.apply("{{" + scheme + ".login-url}}")).results().map(url -> host(url.group(1)))
                    .findFirst().filter(host -> HOST.matcher(host).matches()).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String host(String authority) {
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        return host.startsWith("[") ? host.replaceFirst("].*", "]") : host.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
    }

    private void collect(Object node, String key, Map<String, String> given, Kamelet kamelet, List<String> texts, List<String> uris) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> collect(value, String.valueOf(name), given, kamelet, texts, uris));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, key, given, kamelet, texts, uris));
        } else if (node != null) {
            String text = filled(String.valueOf(node), given, kamelet);
            texts.add(text);
            if (key.equals("uri")) {
                uris.add(text);
            }
        }
    }

    private String filled(String text, Map<String, String> given, Kamelet kamelet) {
        String filled = PLACEHOLDER.matcher(text).replaceAll(found -> {
            String name = found.group(1);
            Kamelet.Property declared = kamelet.properties().get(name);
            String value = given.containsKey(name) ? given.get(name) : declared == null ? null : declared.defaultValue();
            return java.util.regex.Matcher.quoteReplacement(value == null ? "" : value);
        });
        try {
            return resolver.apply(filled);
        } catch (IllegalArgumentException e) {
            return filled;
        }
    }
}
