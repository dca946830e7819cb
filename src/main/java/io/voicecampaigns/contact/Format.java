package io.voicecampaigns.contact;

import java.nio.charset.Charset;
import java.util.List;

/**
 * How a contact file is written, in enough detail to write another one like it.
 *
 * @param byteOrderMark whether the file begins with one
 * @param delimiter     what separates cells; a comma where there is nothing to separate, and in JSON
 * @param separatorLine whether the first line is Excel's {@code sep=;}
 * @param header        the columns' names as the file spells them, in order; empty in JSON, where each row has its own
 * @param lineSeparator what ends the first line; a line feed where nothing does
 */
public record Format(Kind kind, Charset charset, boolean byteOrderMark, char delimiter, boolean separatorLine,
        List<String> header, String lineSeparator) {

    /** What a contact file consists of. */
    public enum Kind {
        /** A header line and a line for each contact. */
        CSV,
        /** One array of objects. */
        JSON_ARRAY,
        /** An object in each line. */
        JSON_LINES
    }

    public Format {
        header = List.copyOf(header);
    }
}
