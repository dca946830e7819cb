package io.voicecampaigns.campaign;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a campaign's contacts come from.
 *
 * @param system     the family of kamelets, such as {@code file}
 * @param every      the pause between two runs
 * @param properties of the source's kamelet, as written: placeholders are not filled
 */
public record Source(String system, Duration every, Map<String, String> properties) {
    static final Duration DEFAULT_EVERY = Duration.ofMinutes(5);

    public Source {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Lists dropped into the campaign's inbox folder. */
    public static Source file() {
        return new Source("file", DEFAULT_EVERY, Map.of());
    }

    public boolean isFile() {
        return system.equals("file");
    }

    /** Without the properties, which may be secrets. */
    @Override
    public String toString() {
        return "Source[" + system + "]";
    }
}
