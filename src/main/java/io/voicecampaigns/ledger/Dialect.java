package io.voicecampaigns.ledger;

import java.util.Map;
import java.util.Optional;

/** What differs between the two databases a ledger may live in. */
enum Dialect {
    SQLITE(Map.of("pk", "INTEGER PRIMARY KEY", "alone", "SELECT 1"), "", ""),
    POSTGRESQL(Map.of("pk", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "alone", Dialect.LOCK_OF_WRITERS), " FOR UPDATE", " FOR UPDATE SKIP LOCKED");

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
