package io.voicecampaigns.ledger;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the ledger is.
 *
 * @param url a JDBC URL of SQLite or PostgreSQL
 */
public record LedgerSettings(String url, Optional<String> user, Optional<String> password) {
    private static final String SQLITE = "jdbc:sqlite:";

    public LedgerSettings {
        Dialect.of(url);
    }

    public static LedgerSettings of(String url) {
        return new LedgerSettings(url, Optional.empty(), Optional.empty());
    }

    /** As configured: where {@code url} is blank, SQLite in the data directory. */
    public static LedgerSettings from(String url, String user, String password, DataDir data) {
        return url.isBlank() ? inFile(data.ledger())
                : new LedgerSettings(url, Optional.of(user).filter(text -> !text.isBlank()), Optional.of(password).filter(text -> !text.isBlank()));
    }

    /** A SQLite ledger in {@code file}. */
    public static LedgerSettings inFile(Path file) {
        return of(SQLITE + file);
    }

    Optional<Path> file() {
        return url.startsWith(SQLITE) ? Optional.of(Path.of(place().substring(SQLITE.length()))) : Optional.empty();
    }

    /** The URL without what stands behind a question mark, since a password may. */
    String place() {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    @Override
    public String toString() {
        return place();
    }
}
