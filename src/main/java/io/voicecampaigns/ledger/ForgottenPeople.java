package io.voicecampaigns.ledger;

import java.time.Instant;

/**
 * People who asked to be forgotten. The ledger knows them by a hash of their number that nobody can make, or test a number against,
 * without the installation's secret. Thread-safe.
 */
public final class ForgottenPeople {
    /** Why somebody is neither enrolled nor dialled. */
    public static final String REASON = "this person asked to be forgotten";

    private final Installation installation;

    public ForgottenPeople(Installation installation) {
        this.installation = installation;
    }

    /** What the ledger keeps of a number in E.164. */
    public String fingerprint(String phone) {
        return installation.fingerprint(phone);
    }

    /** Whether {@link #has} needs to be asked at all, which costs a hash a number. */
    public static boolean isAnybody(Tx tx) {
        return tx.first("SELECT 1 FROM forgotten LIMIT 1", row -> true).isPresent();
    }

    /** Whether the owner of a number in E.164 asked to be forgotten. */
    public boolean has(Tx tx, String phone) {
        return tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ?", row -> true, fingerprint(phone)).isPresent();
    }

    /** Their name in the ledger, from now on; something of theirs is to be erased. */
    public static void add(Tx tx, String fingerprint, Instant now) {
        tx.update("""
                INSERT INTO forgotten (fingerprint, since) VALUES (?, ?)
                ON CONFLICT (fingerprint) DO UPDATE SET since = excluded.since, erased_at = NULL WHERE forgotten.erased_at IS NOT NULL""",
                fingerprint, now);
    }

    /** A row of an archived list is about somebody who was forgotten before: it is to lose its cells. */
    public static void eraseRow(Tx tx, String fingerprint, long list, long row) {
        tx.update("UPDATE forgotten SET erased_at = NULL WHERE fingerprint = ?", fingerprint);
        tx.update("INSERT INTO erasable_row (list_id, row_number, fingerprint) VALUES (?, ?, ?) ON CONFLICT (list_id, row_number) DO NOTHING",
                list, row, fingerprint);
    }

    /** A contact turns out to be somebody who was forgotten before: it is to be erased. */
    public static void eraseContact(Tx tx, String fingerprint, long contact) {
        tx.update("UPDATE forgotten SET erased_at = NULL WHERE fingerprint = ?", fingerprint);
        tx.update("UPDATE contact SET forgotten = ? WHERE id = ?", fingerprint, contact);
    }
}
