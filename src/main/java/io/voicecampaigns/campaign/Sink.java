package io.voicecampaigns.campaign;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Where a campaign's outcomes go back to.
 *
 * @param system     the family of kamelets, such as {@code file}
 * @param batch      outcomes that it is given at once; empty: as the setting says
 * @param properties of the sink's kamelet, as written: placeholders are not filled
 */
public record Sink(String system, OptionalInt batch, Map<String, String> properties) {
    public Sink {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    public static Sink of(String system) {
        return new Sink(system, OptionalInt.empty(), Map.of());
    }

    /** Without the properties, which may be secrets. */
    @Override
    public String toString() {
        return "Sink[" + system + "]";
    }
}
