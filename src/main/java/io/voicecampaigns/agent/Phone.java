package io.voicecampaigns.agent;

/**
 * A number of the account.
 *
 * @param id      the provider's
 * @param number  as the provider writes it, mostly E.164
 * @param agentId of the agent that calls from it; empty if none does
 */
public record Phone(String id, String number, String agentId) {
    /** Whether a campaign that calls from this number, or from the provider's id of one, means it. */
    public boolean is(String idOrNumber) {
        return id.equals(idOrNumber) || number.equals(idOrNumber);
    }

    /** Without the number. */
    @Override
    public String toString() {
        return "Phone[" + id + "]";
    }
}
