package io.voicecampaigns;

import io.voicecampaigns.settings.Mounts;
import io.voicecampaigns.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        Settings settings = settingsHere(isSimulated);
        List<String> problems = new ArrayList<>(settings.problems());
        if (!problems.isEmpty()) {
            // told with the others, so that nobody mends those and is refused once more
            if (!isSimulated && !settings.hasProvider()) {
                problems.add("no provider is set up: expected an address and a key, such as DIGA_BASE_URL and DIGA_API_KEY, or --simulate");
            }
            throw new NotConfiguredException(String.join("\n", problems));
        }
        Bundle.Options options = new Bundle.Options();
        settings.mounted().forEach(options::set);
        mounts.routes(ROUTES).ifPresent(routes -> options.set("routes.dir", routes));
        return new Home(settings, options);
    }

    /** The settings as they are, whatever is wrong with them. */
    static Settings settingsHere(boolean isSimulated) {
        if (!Files.isRegularFile(SETTINGS)) {
            throw new NotConfiguredException("This directory holds no config/application.properties: start from the directory that does.");
        }
        Mounts mounts = Mounts.of(System.getenv());
        return isSimulated ? Settings.simulated(SETTINGS, mounts, System.getenv()) : Settings.read(SETTINGS, mounts, System.getenv());
    }
}
