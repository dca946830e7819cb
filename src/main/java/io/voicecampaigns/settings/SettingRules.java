package io.voicecampaigns.settings;

import io.voicecampaigns.campaign.Nearest;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.provider.Providers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What settings must be: each alone by the kind of its default, and some of them together. */
final class SettingRules {
    private static final int MOST_PORT = 65_535;
    private static final long MILLIS = 1_000;

    private final Settings settings;
    private final List<String> problems = new ArrayList<>();

    SettingRules(Settings settings) {
        this.settings = settings;
    }

    List<String> problems() {
        settings.all().forEach(this::alone);
        for (String key : List.of("management.port", "operate.port", "notify.mail.port")) {
            settings.find(key).filter(port -> number(key).orElse(0) > MOST_PORT).ifPresent(port -> refuse(port, "a port from 1 to " + MOST_PORT));
        }
        for (String key : List.of("routes.dir", "providers.dir")) {
            settings.find(key).filter(directory -> !Files.isDirectory(Path.of(directory.value())))
                    .ifPresent(directory -> refuse(directory, "a directory that exists"));
        }
        settings.find("ledger.url").filter(url -> !url.value().isBlank() && !url.value().strip().matches("jdbc:(postgresql|sqlite):.+"))
                .ifPresent(url -> refuse(url, "jdbc:postgresql://host/database, or nothing"));
        together();
        providers();
        problems.addAll(new StageSettings(settings).problems());
        return List.copyOf(problems);
    }

    private void alone(Setting setting) {
        Optional<Layer.Value> standard = Optional.ofNullable(Settings.STANDARD.values().get(setting.key()));
        if (settings.unresolved().contains(setting.key())) {
            refuse(setting, "placeholders that name settings, such as {{data.dir}}");
        } else if (standard.isPresent()) {
            Kind kind = Kind.of(Settings.standard(standard.get().text()));
            if (!kind.takes(setting.value())) {
                refuse(setting, kind.expected());
            }
        } else {
            // a route of somebody's own may have settings of its own
            Nearest.to(setting.key(), Settings.STANDARD.values().keySet())
                    .filter(known -> Math.abs(known.length() - setting.key().length()) <= 1 && !setting.key().startsWith("providers."))
                    .ifPresent(known -> problems.add(setting.key() + " (" + setting.origin() + ") is not a setting: expected " + known));
        }
    }

    private void together() {
        number("http.response-timeout").ifPresent(answer -> number("camel.main.shutdown-timeout").ifPresent(stop -> {
            if (answer >= stop * MILLIS) {
                refuse(settings.find("http.response-timeout").orElseThrow(),
                        "less than the " + stop * MILLIS + " milliseconds of camel.main.shutdown-timeout");
            }
        }));
        number("camel.component.http.connections-per-route").ifPresent(connections -> {
            long needed = number("dial.max-parallel").orElse(0) + 2 * number("poll.max-parallel").orElse(0);
            if (connections < needed) {
                refuse(settings.find("camel.component.http.connections-per-route").orElseThrow(),
                        "at least " + needed + ": dial.max-parallel and twice poll.max-parallel");
            }
        });
    }

    private void providers() {
        Map<String, String> accounts = new TreeMap<>();
        settings.all().stream().filter(setting -> setting.key().startsWith("providers.")).forEach(setting -> accounts.put(setting.key(), setting.value()));
        try {
            Providers.of(accounts);
        } catch (InvalidProviderException e) {
            e.problems().forEach(problem -> settings.find(problem.field()).ifPresentOrElse(
                    setting -> problems.add(setting.named() + ": " + problem.reason()),
                    () -> problems.add(problem.field() + ": " + problem.reason())));
        }
    }

    private OptionalLong number(String key) {
        return settings.find(key).map(setting -> setting.value().strip()).filter(text -> text.matches("\\d{1,9}"))
                .map(text -> OptionalLong.of(Long.parseLong(text))).orElse(OptionalLong.empty());
    }

    private void refuse(Setting setting, String expected) {
        problems.add(setting.named() + ": expected " + expected);
    }
}
