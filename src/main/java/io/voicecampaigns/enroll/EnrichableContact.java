package io.voicecampaigns.enroll;

import io.voicecampaigns.contact.Enrolment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A contact on its way into the ledger that may still get variables. Thread-safe, so that many can be looked up at once. */
public final class EnrichableContact {
    private final long row;
    private volatile Enrolment.Accepted contact;

    EnrichableContact(long row, Enrolment.Accepted contact) {
        this.row = row;
        this.contact = contact;
    }

    public String key() {
        return contact.key();
    }

    /** The key as it may stand in a path or a query. */
    public String encodedKey() {
        return encoded(contact.key());
    }

    /** In E.164. */
    public String phone() {
        return contact.phone();
    }

    /** The number as it may stand in a path or a query. */
    public String encodedPhone() {
        return encoded(contact.phone());
    }

    public Map<String, String> variables() {
        return contact.variables();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds variables; one of the same name replaces what the list said. */
    synchronized void add(Map<String, String> more) {
        contact = contact.with(more);
    }

    Enrolment.Accepted enriched() {
        return contact;
    }

    /** Without anything of the person, so that it can stand in a log. */
    @Override
    public String toString() {
        return "the contact of row " + row;
    }
}
