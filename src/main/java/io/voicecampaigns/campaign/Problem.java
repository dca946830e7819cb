package io.voicecampaigns.campaign;

/**
 * Something a person has to correct in a file, told so that they can.
 *
 * <p>It may be logged: it never holds a person's number, a variable's text or any unknown value as it stands in the file.
 *
 * @param file   the file as it was named to us
 * @param line   from 1; 0 where the file as a whole is meant
 * @param field  the dotted name, such as {@code calling.window}; empty where no field is meant
 * @param reason what is wrong and what was expected
 */
public record Problem(String file, int line, String field, String reason) {

    static Problem ofFile(String file, String reason) {
        return new Problem(file, 0, "", reason);
    }

    /** One line for a log: {@code config/campaigns/renewal.yaml:7 calling.window: …}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + (field.isEmpty() ? "" : " " + field) + ": " + reason;
    }
}
