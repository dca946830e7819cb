package io.voicecampaigns.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the contacts of one campaign: what its source is told, and the start of each reading. Thread-safe. */
public final class ContactReading {
    private final SalesforceOrg org;
    private final SalesforceQuota quota;
    private final Clock clock;
    private final Map<String, String> properties;

    /** @param properties of the kamelet, by name; blank ones too */
    public ContactReading(SalesforceOrg org, SalesforceQuota quota, Clock clock, Map<String, String> properties) {
        this.org = org;
        this.quota = quota;
        this.clock = clock;
        this.properties = properties;
    }

    /**
     * The first request of a reading, from where the last one ended.
     *
     * @throws SalesforceException if what the campaign says cannot be read
     */
    public ContactPages begin() {
        String name = properties.get("org");
        org.requireConfigured(name);
        ContactQuery query = query();
        Optional<ContactCursor> after = ContactCursor.read(properties.get("cursor"));
        Instant now = clock.instant();
        Optional<String> without = Boolean.parseBoolean(properties.get("skipOwnChanges")) ? Optional.of(org.userId()) : Optional.empty();
        Instant until = now.minus(settle());
        return new ContactPages(query, query.soql(after, until, without), after.map(ContactCursor::since).orElse(until), new ContactShape(query, properties), quota, name);
    }

    private Duration settle() {
        return Duration.ofSeconds(Long.parseLong(properties.get("settleSeconds").strip()));
    }

    private ContactQuery query() {
        String soql = properties.get("soql").strip();
        String campaignId = properties.get("campaignId").strip();
        if (soql.isEmpty() == campaignId.isEmpty()) {
            throw new SalesforceException("the source says " + (soql.isEmpty() ? "neither soql nor campaign-id" : "both soql and campaign-id") + "; expected one of them");
        }
        ContactQuery query = soql.isEmpty() ? ContactQuery.ofMembers(campaignId) : ContactQuery.parse(soql);
        return query.with(properties.get("who").strip(), properties.get("what").strip());
    }

    /** As {@link ContactPages#page}. */
    public List<Map<String, Object>> page(ContactPages pages, Object body, String limitInfo) {
        return pages.page(body, limitInfo);
    }

    /** As {@link ContactPages#failed}. */
    public void failed(ContactPages pages, Throwable thrown, String limitInfo) {
        pages.failed(thrown, limitInfo);
    }
}
