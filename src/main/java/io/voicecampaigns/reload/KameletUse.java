package io.voicecampaigns.reload;

import java.util.Map;

/**
 * Somebody makes routes from a kamelet.
 *
 * @param file       the file that says so, as people know it
 * @param line       from 1; 0 where the file as a whole is meant
 * @param kamelet    its name
 * @param properties what it is given, by the names of its properties
 */
public record KameletUse(String file, int line, String kamelet, Map<String, String> properties) {
}
