package io.voicecampaigns;

import io.voicecampaigns.settings.Mounts;
import io.voicecampaigns.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The directory that a command was started from, with what a cluster mounts over it.
 *
 * @param options how its bundle starts
 */
record Home(Settings settings, Bundle.Options options) {
    private static final Path ROUTES = Path.of("routes");
    private static final Path SETTINGS = Path.of("config/application.properties");

    /** @throws NotConfiguredException if this is no directory to start from, or with all that is wrong with its settings */
    static Home here(boolean isSimulated) {
        if (!Files.isDirectory(ROUTES) || !Files.isRegularFile(SETTINGS)) {
            throw new NotConfiguredException("This directory holds no routes/ and config/application.properties: start from the directory that does.");
        }
        Mounts mounts = Mounts.of(System.getenv());
        Settings settings = Settings.read(SETTINGS, mounts, isSimulated ? ofThisMachine() : System.getenv());
        List<String> problems = new ArrayList<>(settings.problems());
        if (!problems.isEmpty()) {
            // told with the others, so that nobody mends those and is refused once more
            if (!isSimulated && !settings.hasProvider()) {
                problems.add("no provider is set up: expected an address and a key, such as DIGA_BASE_URL and DIGA_API_KEY, or --simulate");
            }
            throw new NotConfiguredException(String.join("\n", problems));
        }
        Bundle.Options options = new Bundle.Options();
        settings.mounted().forEach((key, value) -> {
            if (!isSimulated || !isOfProduction(key)) {
                options.set(key, value);
            }
        });
        mounts.routes(ROUTES).ifPresent(routes -> options.set("routes.dir", routes));
        return new Home(settings, options);
    }

    /** The settings as they are, whatever is wrong with them. */
    static Settings settingsHere() {
        if (!Files.isRegularFile(SETTINGS)) {
            throw new NotConfiguredException("This directory holds no config/application.properties: start from the directory that does.");
        }
        return Settings.read(SETTINGS, Mounts.of(System.getenv()), System.getenv());
    }

    /** What a simulation takes from the environment: where it is, not whom it calls or what it remembers. */
    private static Map<String, String> ofThisMachine() {
        return System.getenv().entrySet().stream().filter(variable -> variable.getKey().matches("(MANAGEMENT|OPERATE)_.*") || variable.getKey().equals("DATA_DIR"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isOfProduction(String key) {
        return key.startsWith("providers.") && !key.equals("providers.dir") || key.startsWith("ledger.") || key.startsWith("installation.");
    }
}
