package io.voicecampaigns.call;

/** What came of a person's wish. */
public sealed interface Steered {

    /**
     * It is as they want it now.
     *
     * @param sentence for them
     * @param changed  how many things had to change; 0 where it was so before
     */
    record Done(String sentence, long changed) implements Steered {
    }

    /**
     * Nothing has changed.
     *
     * @param error why not
     * @param todo  what to do next
     */
    record Refused(String error, String todo) implements Steered {
    }
}
