package io.voicecampaigns.results;

import java.util.UUID;

/**
 * One attempt, as a row of all attempts of a list.
 *
 * @param attempt    1 for the contact's first
 * @param contactKey the contact's key in its campaign
 * @param call       what came of this attempt, with its list row; its number of attempts is not used
 */
public record AttemptRow(int attempt, UUID attemptId, String contactKey, ResultRow call) {
    /** The row of the list, from 1. */
    public long row() {
        return call.row();
    }

    /** Without the key, which may be a number, so that it can stand in a log. */
    @Override
    public String toString() {
        return "AttemptRow[" + attemptId + "]";
    }
}
