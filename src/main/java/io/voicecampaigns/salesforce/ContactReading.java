package io.voicecampaigns.salesforce;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * The first request of a reading, from where the last one ended; where events tell when to read, once there is one.
     *
     * @throws SalesforceException if what the campaign says cannot be read
     */
    public ContactPages begin() {
        String name = properties.get("org");
        org.requireConfigured(name);
        ContactQuery query = query();
        Optional<ContactCursor> after = ContactCursor.read(properties.get("cursor"));
        ContactPages pages = new ContactPages(query, after, new ContactShape(query, properties), quota, name, !properties.get("events").isBlank());
        if (pages.hasEvents() && after.isPresent()) {
            SalesforceOrg.Login login = org.login();
            Optional<String> replayId = after.get().replayId();
            EventStream stream = EventStream.subscribe(eventsAddress(), properties.get("events").strip(), replayId, login, clock);
            pages.waitFor(new EventWait(stream, replayId, clock, settle(), Duration.ofMinutes(number("lookAgainMinutes"))), login);
        } else {
            open(pages, Optional.empty());
        }
        return pages;
    }

    /** Reads up to what is settled now. */
    private void open(ContactPages pages, Optional<EventWait> wait) {
        Optional<String> without = Boolean.parseBoolean(properties.get("skipOwnChanges")) ? Optional.of(org.login().userId()) : Optional.empty();
        Instant until = clock.instant().minus(settle());
        Optional<Instant> late = Optional.of(Duration.ofMinutes(number("lateMinutes"))).filter(each -> !each.isZero()).map(each -> clock.instant().minus(each))
                .filter(each -> each.isBefore(until));
        pages.begin(until, late, Duration.ofHours(number("againHours")), without, wait.flatMap(each -> each.replayId(until)));
    }

    /**
     * Waits for a moment for events, and opens the first page once there is a reason to read.
     *
     * @return no contacts: a sign of life
     */
    public List<Map<String, Object>> listen(ContactPages pages) {
        EventWait wait = pages.step();
        if (wait.isOver()) {
            if (wait.isLoginOver()) {
                org.loginInsteadOf(pages.login());
            }
            open(pages, Optional.of(wait));
            hush(pages);
        }
        return List.of();
    }

    /** Nothing more is listened for. May be called again. */
    public void hush(ContactPages pages) {
        pages.endWait();
    }

    /** Tokens travel without encryption to nobody but this machine. */
    private URI eventsAddress() {
        URI address = URI.create(properties.get("eventsAddress").strip());
        boolean isHere = "http".equals(address.getScheme()) && Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost()));
        if (address.getPort() < 0 || address.getHost() == null || !(isHere || "https".equals(address.getScheme()))) {
            throw new SalesforceException("events-address cannot be used; expected https://<host>:<port>");
        }
        return address;
    }

    private Duration settle() {
        return Duration.ofSeconds(number("settleSeconds"));
    }

    private long number(String property) {
        return Long.parseLong(properties.get(property).strip());
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
