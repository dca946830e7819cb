package io.voicecampaigns.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code config/application.properties} as a person reads it: each setting with its default and the comment above it. */
record Settings(String key, String standard, String meaning) {
    private static final Path FILE = Path.of("config/application.properties");

    static String text() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the order of the file; a setting without a comment right above it has an empty meaning. Https, which is set as http is, is left out. */
    static List<Settings> all() {
        List<Settings> settings = new ArrayList<>();
        List<String> comment = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (line.startsWith("# ")) {
                comment.add(line.substring(2));
                continue;
            }
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("camel.component.https.")) {
                settings.add(new Settings(line.substring(0, equals), line.substring(equals + 1), String.join(" ", comment)));
            }
            comment.clear();
        }
        return settings;
    }

    boolean isOfCamel() {
        return key.startsWith("camel.");
    }

    /** The row of README's table. */
    String row() {
        return "| `" + key + "` | " + (standard.isEmpty() ? "" : "`" + standard + "`") + " | " + meaning + " |";
    }
}
