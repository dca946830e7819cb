package io.voicecampaigns.campaign;

/** Whether a campaign may dial as far as its files go. Windows, limits and pauses are asked elsewhere. */
public sealed interface Clearance {

    /**
     * It may, except the numbers in the list.
     *
     * @param doNotCall {@link DoNotCallList#NONE} where the campaign names no file
     */
    record Ok(DoNotCallList doNotCall) implements Clearance {
    }

    /**
     * It may not.
     *
     * @param reason for a person, naming the file to look at
     */
    record Stopped(String reason) implements Clearance {
    }
}
