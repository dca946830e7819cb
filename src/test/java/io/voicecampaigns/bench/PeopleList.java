package io.voicecampaigns.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lists of people with a key, a Spanish mobile number and three columns that become variables. */
final class PeopleList {
    private PeopleList() {
    }

    /** People from the {@code first}th on, each with a number of their own. */
    static Path write(Path file, int first, int count) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (BufferedWriter csv = Files.newBufferedWriter(file)) {
                csv.write("id,telefono,nombre,apellido,oferta\n");
                for (int i = first; i < first + count; i++) {
                    csv.write("K" + i + "," + (600_000_000 + i) + ",Persona " + i + ",Núñez," + i % 40 + " %\n");
                }
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A campaign for such lists, with these lines under {@code calling:}. */
    static String campaign(String... calling) {
        return """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id, region: ES}
                variables:
                  customer_name: "{{nombre | trim}} {{apellido}}"
                  offer: "{{oferta | default('10 %')}}"
                calling:
                  zone: Europe/Madrid
                """ + String.join("", java.util.Arrays.stream(calling).map(line -> "  " + line + "\n").toList());
    }
}
