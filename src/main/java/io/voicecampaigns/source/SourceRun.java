package io.voicecampaigns.source;

import io.voicecampaigns.campaign.Source;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.enroll.Arrivals.Counts;
import java.time.Instant;
import java.util.Map;

/** One reading of a campaign's source, from its start to its end, in this process. Thread-safe. */
public final class SourceRun {
    private final long source;
    private final long number;
    private final long list;
    private final String listName;
    private final String campaign;
    private final int edition;
    private final Source settings;
    private final String cursor;
    private Instant lastSign;
    private Instant leaseRenewed;
    private boolean isTaking;
    private boolean isOver;
    private long records;
    private long batchesUnderWay;
    private Counts counts = Counts.NONE;
    private String read = "";

    SourceRun(long source, long number, long list, String listName, String campaign, int edition, Source settings, String cursor, Instant begun) {
        this.source = source;
        this.number = number;
        this.list = list;
        this.listName = listName;
        this.campaign = campaign;
        this.edition = edition;
        this.settings = settings;
        this.cursor = cursor;
        this.lastSign = begun;
        this.leaseRenewed = begun;
    }

    /** The id of the kamelet's route, one for each campaign. */
    public String instance() {
        return instance(campaign);
    }

    static String instance(String campaign) {
        return "source-" + campaign;
    }

    public String campaign() {
        return campaign;
    }

    public String kamelet() {
        return Connectors.sourceOf(settings.system());
    }

    /** The campaign's properties of the kamelet, as written. */
    public Map<String, String> ofCampaign() {
        return settings.properties();
    }

    /** What the product gives a kamelet that declares it. */
    public Map<String, String> ofProduct() {
        return Map.of("campaign", campaign, "cursor", cursor);
    }

    long source() {
        return source;
    }

    long number() {
        return number;
    }

    long list() {
        return list;
    }

    String listName() {
        return listName;
    }

    int edition() {
        return edition;
    }

    Source settings() {
        return settings;
    }

    /** Whether nothing more is taken of it. */
    public synchronized boolean isOver() {
        return isOver;
    }

    /** @return false if it was over already */
    synchronized boolean end() {
        boolean wasRunning = !isOver;
        isOver = true;
        return wasRunning;
    }

    /** Counts a page of so many batches in. */
    synchronized void begin(int batches, long moreRecords, Instant now) {
        isTaking = batches > 0;
        batchesUnderWay = batches;
        records += moreRecords;
        lastSign = now;
    }

    /** What its end says that was read. */
    synchronized void read(String name) {
        read = name;
    }

    synchronized String read() {
        return read;
    }

    synchronized void taken(Counts more, Instant now) {
        counts = counts.plus(more);
        batchesUnderWay--;
        isTaking = batchesUnderWay > 0;
        lastSign = now;
    }

    synchronized boolean isTaking() {
        return isTaking;
    }

    synchronized long records() {
        return records;
    }

    synchronized Counts counts() {
        return counts;
    }

    synchronized Instant lastSign() {
        return lastSign;
    }

    synchronized Instant leaseRenewed() {
        return leaseRenewed;
    }

    synchronized void renewed(Instant now) {
        leaseRenewed = now;
    }

    @Override
    public String toString() {
        return kamelet() + " of campaign " + campaign;
    }
}
