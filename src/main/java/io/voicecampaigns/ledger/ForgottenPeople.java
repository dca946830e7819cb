package io.voicecampaigns.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * People who asked to be forgotten. The ledger knows them by a hash of their number that nobody can make, or test a number against,
 * without the installation's secret. Of somebody with several numbers one hash stands for the person, and the others lead to it. Thread-safe.
 */
public final class ForgottenPeople {
    /** Why somebody is neither enrolled nor dialled. */
    public static final String REASON = "this person asked to be forgotten";

    private final Installation installation;

    public ForgottenPeople(Installation installation) {
        this.installation = installation;
    }

    /** What the ledger keeps of a number in E.164, or of {@link io.voicecampaigns.enroll.RowNumbers what else} stands where a number should. */
    public String fingerprint(String phone) {
        return installation.fingerprint(phone);
    }

    /** Whether {@link #has} needs to be asked at all, which costs a hash a number. */
    public static boolean isAnybody(Tx tx) {
        return tx.first("SELECT 1 FROM forgotten LIMIT 1", row -> true).isPresent();
    }

    /** Whether the owner of a number asked to be forgotten. */
    public boolean has(Tx tx, String phone) {
        return person(tx, phone).isPresent();
    }

    /** The name in the ledger of the owner of a number, where that person asked to be forgotten. */
    public Optional<String> person(Tx tx, String phone) {
        return tx.first("SELECT COALESCE(person, fingerprint) FROM forgotten WHERE fingerprint = ?", row -> row.text(1), fingerprint(phone));
    }

    /** Their name in the ledger, from now on; something of theirs is to be erased. */
    public static void add(Tx tx, String fingerprint, Instant now) {
        tx.update("""
                INSERT INTO forgotten (fingerprint, since) VALUES (?, ?)
                ON CONFLICT (fingerprint) DO UPDATE SET since = excluded.since, erased_at = NULL WHERE forgotten.erased_at IS NOT NULL""",
                fingerprint, now);
    }

    /** A number is this person's as well. Whoever was forgotten under it before is this person from now on. */
    public static void addNumber(Tx tx, String fingerprint, String person, Instant now) {
        if (fingerprint.equals(person)) {
            return;
        }
        tx.update("UPDATE forgotten SET person = ? WHERE person = ?", person, fingerprint);
        tx.update("""
                INSERT INTO forgotten (fingerprint, since, erased_at, person) VALUES (?, ?, ?, ?)
                ON CONFLICT (fingerprint) DO UPDATE SET person = excluded.person, erased_at = COALESCE(forgotten.erased_at, excluded.erased_at)""",
                fingerprint, now, now, person);
        tx.update("UPDATE contact SET forgotten = ? WHERE forgotten = ?", person, fingerprint);
        tx.update("UPDATE erasable_row SET fingerprint = ? WHERE fingerprint = ?", person, fingerprint);
        tx.update("""
                INSERT INTO erased_list (fingerprint, list_id, changes) SELECT ?, list_id, changes FROM erased_list WHERE fingerprint = ?
                ON CONFLICT (fingerprint, list_id) DO UPDATE SET changes = excluded.changes""", person, fingerprint);
        tx.update("DELETE FROM erased_list WHERE fingerprint = ?", fingerprint);
        tx.update("""
                INSERT INTO archive_search (fingerprint, place) SELECT ?, place FROM archive_search WHERE fingerprint = ?
                ON CONFLICT (fingerprint, place) DO NOTHING""", person, fingerprint);
        tx.update("DELETE FROM archive_search WHERE fingerprint = ?", fingerprint);
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
