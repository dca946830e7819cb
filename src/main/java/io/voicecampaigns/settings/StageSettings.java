package io.voicecampaigns.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What single stages could not work with, or would silently not do. */
final class StageSettings {
    /** What whoever guesses tokens must not get through. */
    private static final int SHORTEST_TOKEN = 16;
    private static final int WHOLE = 100;
    private static final String CHANNEL = "-notifications-sink";
    /** What the channels that come with the bundle cannot do without. */
    private static final Map<String, List<String>> NEEDED = Map.of("webhook", List.of("notify.webhook.url"),
            "mail", List.of("notify.mail.host", "notify.mail.from", "notify.mail.to"));

    private final Settings settings;
    private final List<String> problems = new ArrayList<>();

    StageSettings(Settings settings) {
        this.settings = settings;
    }

    List<String> problems() {
        given("snapshot.zone").filter(zone -> !isZone(zone.value().strip()))
                .ifPresent(zone -> refuse(zone, "a time zone such as Europe/Madrid"));
        given("snapshot.agents").filter(agents -> words(agents).anyMatch(agent -> !agent.matches("[a-z][a-z0-9-]*/[^/]+")))
                .ifPresent(agents -> refuse(agents, "<provider>/<id of the agent>, parted by commas"));
        for (String key : List.of("salesforce.reserve", "salesforce.reserve-reading")) {
            given(key).filter(percent -> number(percent).orElse(0) > WHOLE).ifPresent(percent -> refuse(percent, "a percentage from 0 to " + WHOLE));
        }
        given("salesforce.login-url").filter(url -> !url.value().startsWith("file:") && !isWeb(url))
                .ifPresent(url -> refuse(url, "an address such as https://example.my.salesforce.com, or file:<path>"));
        if (isTrue("tracing.enabled")) {
            given("tracing.endpoint").filter(endpoint -> !isWeb(endpoint))
                    .ifPresent(endpoint -> refuse(endpoint, "an address such as http://localhost:4318"));
        }
        if (isTrue("camel.server.enabled")) {
            operators();
        }
        channels();
        return problems;
    }

    private void operators() {
        Optional<Setting> token = settings.find("operate.token");
        boolean isOpen = given("operate.host").filter(host -> !isThisMachine(host.value().strip())).isPresent();
        token.filter(set -> set.value().isBlank() && isOpen).ifPresent(set -> refuse(set, "at least " + SHORTEST_TOKEN
                + " characters that nobody can guess, since operate.host lets everybody who reaches this machine pause and cancel campaigns"));
        token.filter(set -> !set.value().isBlank() && set.value().strip().length() < SHORTEST_TOKEN)
                .ifPresent(set -> refuse(set, "at least " + SHORTEST_TOKEN + " characters, such as openssl rand -hex 24 prints"));
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void channels() {
        Optional<Setting> to = given("notify.to");
        to.filter(channels -> words(channels).anyMatch(channel -> !settings.kamelets().contains(channel + CHANNEL))).ifPresent(channels ->
                refuse(channels, "channels that have a kamelet <name>" + CHANNEL + ": "
                        + String.join(", ", settings.kamelets().stream().filter(name -> name.endsWith(CHANNEL)).map(name -> name.replace(CHANNEL, "")).toList())));
        to.stream().flatMap(StageSettings::words).distinct().forEach(channel -> NEEDED.getOrDefault(channel, List.of()).forEach(key ->
                settings.find(key).filter(setting -> setting.value().isBlank()).ifPresent(setting -> refuse(setting, "a value, since notify.to names " + channel))));
        given("notify.webhook.url").filter(url -> !isWeb(url)).ifPresent(url -> refuse(url, "an address such as https://hooks.example.com/…"));
    }

    private static Stream<String> words(Setting list) {
        return Stream.of(list.value().split("[,\\s]+")).filter(word -> !word.isEmpty());
    }

    private static boolean isZone(String zone) {
        try {
            ZoneId.of(zone);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isWeb(Setting address) {
        try {
            URI url = new URI(address.value().strip());
            return url.getHost() != null && ("https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private boolean isTrue(String key) {
        return given(key).filter(setting -> Boolean.parseBoolean(setting.value().strip())).isPresent();
    }

    private static OptionalInt number(Setting setting) {
        return setting.value().strip().matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(setting.value().strip())) : OptionalInt.empty();
    }

    /** A setting that says something. */
    private Optional<Setting> given(String key) {
        return settings.find(key).filter(setting -> !setting.value().isBlank() && !settings.unresolved().contains(key));
    }

    private void refuse(Setting setting, String expected) {
        problems.add(setting.named() + ": expected " + expected);
    }
}
