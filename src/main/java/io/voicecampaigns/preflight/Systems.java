package io.voicecampaigns.preflight;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.enroll.MappedBatch;
import java.util.Map;

/** The way to the systems that a campaign needs. Everything that goes this way only reads, and gives up after a while. */
public interface Systems {
    /**
     * Asks a provider's kamelet.
     *
     * @throws UnansweredException if there is no sensible answer in time
     */
    Object ask(String kamelet, Object body);

    /** As {@link #ask(String, Object)}, of a kamelet that has properties of the campaign's: of these, it is given those that it declares. */
    Object ask(Campaign campaign, String kamelet, Map<String, String> properties);

    /** Whether there is a kamelet of that name. */
    boolean has(String kamelet);

    /** The origins, such as {@code https://crm.example}, that a kamelet's properties name, with what it has by itself. */
    Iterable<String> origins(String kamelet, Map<String, String> properties);

    /**
     * Whether anybody answers HTTP there, whatever is said.
     *
     * @return the status
     * @throws UnansweredException if nobody does
     */
    int knock(String origin);

    /**
     * Lets the contacts of a batch get the variables that come from elsewhere.
     *
     * @throws UnansweredException if that fails
     */
    void enrich(MappedBatch batch);
}
