package io.voicecampaigns.operate;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A person's name in the header {@code Operator}, which takes ASCII alone: any other name is written as RFC 8187 has it, such as
 * {@code UTF-8''Jos%C3%A9}.
 */
final class OperatorName {
    private static final String ENCODED = "UTF-8''";
    private static final String PLAIN = "[\\x20-\\x7e]*";

    private OperatorName() {
    }

    /** The name as a header may hold it. */
    static String header(String name) {
        return name.matches(PLAIN) && !isEncoded(name) ? name : ENCODED + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The name that a header holds. What a terminal's {@code curl} sends in UTF-8 is read too, though HTTP knows nothing of it.
     *
     * @throws RefusedException if it says that it is encoded, and is not
     */
    static String of(String header) {
        if (!isEncoded(header)) {
            return header.matches(PLAIN) ? header : ofBytes(header);
        }
        String value = header.substring(ENCODED.length());
        try {
            // there, a plus is a plus
            String name = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (!value.matches(PLAIN) || name.indexOf('\ufffd') >= 0) {
                throw new IllegalArgumentException("not UTF-8");
            }
            return name;
        } catch (IllegalArgumentException e) {
            throw RefusedException.badRequest("the header Operator is not encoded as it says",
                    "write the name's bytes in UTF-8, such as UTF-8''Jos%C3%A9 for José, or send plain ASCII");
        }
    }

    private static boolean isEncoded(String header) {
        return header.regionMatches(true, 0, ENCODED, 0, ENCODED.length());
    }

    /** Servers read each byte of a header as one character. */
    private static String ofBytes(String header) {
        if (header.chars().anyMatch(character -> character > 0xff)) {
            return header;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }
}
