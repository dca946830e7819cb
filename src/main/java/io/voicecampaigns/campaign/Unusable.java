package io.voicecampaigns.campaign;

import java.util.List;

/**
 * A campaign whose file is there but has never been good, so that there is nothing to go by.
 *
 * @param problems at least one
 */
public record Unusable(String name, List<Problem> problems) {
    public Unusable {
        problems = List.copyOf(problems);
    }
}
