package io.voicecampaigns.enroll;

/** Where batches of a list come from, as the enroll stage knows it. */
public interface Supply {
    /** Nothing after what the ledger has of this list counts as handed over: it has to come again. Thread-safe; never throws. */
    void again(long list);
}
