package io.voicecampaigns.provider;

import java.util.Optional;

/**
 * Where the recording of a call is: what a {@code <provider>-get-recording-action} answers.
 *
 * @param url empty while there is none
 */
public record Recording(Optional<String> url) {

    /**
     * Reads what an action answered: this record, or a map or JSON with its field.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Recording from(Object body) {
        return body instanceof Recording recording ? recording : new Recording(Words.of("recording", body).optional("url"));
    }

    /** Without the URL, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Recording[" + (url.isPresent() ? "present" : "absent") + "]";
    }
}
