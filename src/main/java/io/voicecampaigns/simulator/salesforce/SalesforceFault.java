package io.voicecampaigns.simulator.salesforce;

/**
 * What goes wrong with requests.
 *
 * @param on    which
 * @param kind  how
 * @param times how often; further requests are answered as usual
 * @param ms    how long a slow answer takes
 * @param match of {@link Kind#LOCKED_ROW}, {@link Kind#TWIN_ROW} and {@link Kind#REFUSED_ROW}: the value of any field of the record; empty: every record
 */
public record SalesforceFault(On on, Kind kind, int times, long ms, String match) {
    /** Which requests a fault happens to. */
    public enum On { LOGIN, QUERY, WRITE, ANY }

    /** What happens. */
    public enum Kind {
        /** The session is over: 401 INVALID_SESSION_ID, until a new login. */
        EXPIRED_SESSION,
        /** 503 with Salesforce's text. */
        UNAVAILABLE,
        /** 403 REQUEST_LIMIT_EXCEEDED. */
        LIMIT_EXCEEDED,
        /** 403 REQUEST_LIMIT_EXCEEDED for too many requests at once. */
        CONCURRENT_LIMIT,
        /** A record fails with UNABLE_TO_LOCK_ROW. */
        LOCKED_ROW,
        /** A record fails with DUPLICATE_VALUE, as if another request were writing it now. */
        TWIN_ROW,
        /** A record fails for good. */
        REFUSED_ROW,
        /** Carried out, but the connection is closed before the answer. */
        LOST_ANSWER,
        /** A page of HTML. */
        HTML,
        /** The answer comes late. */
        SLOW
    }

    public static SalesforceFault of(On on, Kind kind, int times) {
        return new SalesforceFault(on, kind, times, 0, "");
    }

    public SalesforceFault lasting(long newMs) {
        return new SalesforceFault(on, kind, times, newMs, match);
    }

    public SalesforceFault ofRecord(String value) {
        return new SalesforceFault(on, kind, times, ms, value);
    }
}
