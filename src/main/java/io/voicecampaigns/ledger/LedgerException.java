package io.voicecampaigns.ledger;

import java.sql.SQLException;

/**
 * The ledger did not do what it was asked; nothing of the transaction holds, or whether it holds is unknown. The database's own message
 * is left out, since it may quote values; its codes tell what happened.
 */
public final class LedgerException extends RuntimeException {
    LedgerException(SQLException cause) {
        super("the ledger's database answered with error " + cause.getErrorCode()
                + (cause.getSQLState() == null ? "" : ", SQL state " + cause.getSQLState()) + ": " + firstWords(cause), cause);
    }

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether a rule of the schema refused the write, which would refuse it again. */
    public boolean isConflict() {
        return getCause() instanceof SQLException sql
                && (String.valueOf(sql.getSQLState()).startsWith("23") || String.valueOf(sql.getMessage()).startsWith("[SQLITE_CONSTRAINT"));
    }

    private static String firstWords(SQLException cause) {
        // SQLite puts its code's name in brackets, and that alone is safe to repeat
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf(']');
        return message.startsWith("[") && end > 0 ? message.substring(1, end) : cause.getClass().getSimpleName();
    }
}
