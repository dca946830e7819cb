package io.voicecampaigns.replica;

/** This process, as leases name it: new at every start. */
public record Owner(String id) {
    public static Owner ofThisStart() {
        return new Owner(java.util.UUID.randomUUID().toString());
    }
}
