package io.voicecampaigns.campaign;

import io.voicecampaigns.contact.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One file of {@code config/campaigns/}, read and checked: which agent calls, whom, when and how often.
 *
 * @param name        the file's name without extension; also the name of its inbox folder
 * @param provider    the family of kamelets that places the calls, such as {@code diga}
 * @param fromNumber  the calling number in E.164, or the provider's id of it
 * @param agent       the provider's id of the agent that calls, where the provider has to be told
 * @param agentVersion empty: whatever is published when the call starts
 * @param edition     at least 1; a new edition calls the same people again
 * @param variables   the call's variables by name, in the order of the file
 * @param fingerprint changes whenever the file's content does
 */
public record Campaign(
        String name,
        String provider,
        String fromNumber,
        Optional<String> agent,
        Optional<String> agentVersion,
        int edition,
        ContactColumns contacts,
        Map<String, Template> variables,
        Calling calling,
        Source source,
        Reporting report,
        String fingerprint) {

    public Campaign {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        if (edition < 1) {
            throw new IllegalArgumentException("an edition is at least 1: " + edition);
        }
    }

    /** Without numbers and variables, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Campaign[" + name + ", edition " + edition + "]";
    }
}
