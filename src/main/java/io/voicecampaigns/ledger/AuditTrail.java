package io.voicecampaigns.ledger;

import io.voicecampaigns.privacy.Shown;
import java.time.Instant;
import java.util.Set;

/**
 * Says in the ledger who changed what: in the transaction of the change, so that there is none without the other. The rows are never
 * changed, so nothing personal may stand in them; what looks like a number, an address or a secret is masked.
 */
public final class AuditTrail {
    /** Who acts where nobody told it to. */
    public static final String SERVICE = "service";
    /** What a file that somebody edited or dropped has changed. */
    public static final String FILE = "file";
    /** Nobody else may call themselves so. */
    public static final Set<String> OWN_NAMES = Set.of(SERVICE, FILE);
    private static final int LONGEST = 500;

    private AuditTrail() {
    }

    /**
     * @param who     a person's or program's name for itself
     * @param what    the verb: {@code pause}, {@code resume}, …
     * @param subject what it was done to, such as {@code campaign renovaciones} or {@code attempt <id>}; no person's name or number
     * @param detail  a sentence more, or blank; cut after 500 characters
     */
    public static void append(Tx tx, Instant at, String who, String what, String subject, String detail) {
        tx.update("INSERT INTO audit (at, who, what, subject, detail) VALUES (?, ?, ?, ?, ?)", at, Shown.name(who), what, Shown.name(subject),
                cut(Shown.name(detail)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
