package io.voicecampaigns.provider;

/**
 * Something a person has to correct in a mapping file or in the settings. May be logged: it never repeats a value that could be
 * secret.
 *
 * @param file   the file as it was named to us; {@code settings} for properties and environment
 * @param line   from 1; 0 where no line is meant
 * @param field  the dotted name, such as {@code call.created-at}; empty where the whole file is meant
 * @param reason what is wrong and what was expected
 */
public record Problem(String file, int line, String field, String reason) {

    /** One line for a log: {@code config/providers/diga.yaml:7 call.id: is missing}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (field.isEmpty() ? "" : " " + field) + ": " + reason;
    }
}
