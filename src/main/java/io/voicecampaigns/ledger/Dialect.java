package io.voicecampaigns.ledger;

import java.util.Map;
import java.util.Optional;

/** What differs between the two databases a ledger may live in. */
enum Dialect {
    SQLITE(Map.of("pk", "INTEGER PRIMARY KEY", "alone", "SELECT 1", "append_only_audit", """
            CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
            CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
              BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
            CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;"""), "", ""),
    POSTGRESQL(Map.of("pk", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "alone", Dialect.LOCK_OF_WRITERS, "append_only_audit", """
            CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = '23000'; END $$;
            CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
              FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();"""), " FOR UPDATE", " FOR UPDATE SKIP LOCKED");

    private static final String LOCK_OF_WRITERS = "SELECT 1 FROM pg_advisory_xact_lock(8646911284551352320)";

    private final Map<String, String> placeholders;
    private final String forUpdate;
    private final String skipLocked;

    Dialect(Map<String, String> placeholders, String forUpdate, String skipLocked) {
        this.placeholders = placeholders;
        this.forUpdate = forUpdate;
        this.skipLocked = skipLocked;
    }

    static Dialect of(String url) {
        if (url.startsWith("jdbc:sqlite:")) {
            return SQLITE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException("LEDGER_URL must begin with jdbc:sqlite: or jdbc:postgresql:");
    }

    /** For migrations: {@code pk} is the type of a table's key; {@code alone} lets replicas that write finish first, and keeps them waiting. */
    Map<String, String> placeholders() {
        return placeholders;
    }

    /** Where its migrations are: those that run on both databases, and those that are written for this one. */
    String[] migrations() {
        return new String[] {"classpath:db/migration", "classpath:db/" + name().toLowerCase(java.util.Locale.ROOT)};
    }

    /** Ends a SELECT of a row that this transaction is about to decide on. SQLite has one writer at a time anyway. */
    String forUpdate() {
        return forUpdate;
    }

    /**
     * Begins a transaction that writes. Groups of unrelated work would take rows in any order, and two replicas would wait for each
     * other; SQLite has one writer at a time anyway.
     */
    Optional<String> lockOutOtherWriters() {
        return this == POSTGRESQL ? Optional.of(LOCK_OF_WRITERS) : Optional.empty();
    }

    String skipLocked() {
        return skipLocked;
    }
}
